package org.vitrina.arena;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.vitrina.arena.Challenge.Form;
import org.vitrina.show.Progress;
import org.vitrina.train.Measurement;
import org.vitrina.transformer.LanguageModel.Session;

/// A model before questions with answers to choose from. It is not asked to write anything: the answer
/// whose tokens it finds likeliest is taken for its choice, as EleutherAI's `lm-evaluation-harness` does.
/// So a model that was never taught to answer can be measured, too.
///
/// @param name    of the model
/// @param answers one for each question
public record MultipleChoice(String name, List<Answered> answers) {
    /// How long an answer is counted to be, when its log-probability is divided by it.
    public enum By {
        /// Not divided: `acc`. Long answers are unlikely, right or wrong.
        NOTHING(_ -> 1),
        /// Divided by its characters: `acc_norm`.
        CHARACTERS(choice -> choice.codePointCount(0, choice.length())),
        /// Divided by its bytes in UTF-8: `acc_bytes`.
        BYTES(choice -> choice.getBytes(StandardCharsets.UTF_8).length);

        private final ToDoubleFunction<String> length;

        By(ToDoubleFunction<String> length) {
            this.length = length;
        }
    }

    /// A question with the log-probability of each answer, in nats.
    public record Answered(ChoiceQuestion question, double[] logProbabilities) {
        /// Returns the answer that is taken, counted from 0; of equal ones the first.
        public int taken(By by) {
            int best = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < logProbabilities.length; i++) {
                double value = logProbabilities[i]
                        / by.length.applyAsDouble(question.choices().get(i));
                if (value > most) {
                    most = value;
                    best = i;
                }
            }
            return best;
        }

        public boolean isRight(By by) {
            return taken(by) == question.right();
        }
    }

    public MultipleChoice {
        answers = List.copyOf(answers);
    }

    /// Asks a model.
    public static MultipleChoice ask(ModelContestant contestant, List<ChoiceQuestion> questions) {
        if (questions.isEmpty()) throw new IllegalArgumentException("there is no question to ask");
        var answers = new ArrayList<Answered>();
        Session session = contestant.model().session();
        try (var task = Progress.task("asking " + contestant.name(), questions.size())) {
            for (ChoiceQuestion question : questions) {
                answers.add(new Answered(question, logProbabilities(contestant, question, session)));
                task.at(answers.size());
            }
        }
        return new MultipleChoice(contestant.name(), answers);
    }

    private static double[] logProbabilities(ModelContestant contestant, ChoiceQuestion question, Session session) {
        List<int[]> choices = question.choices().stream()
                .map(choice -> contestant.model().tokenizer().encode(choice))
                .toList();
        int longest = choices.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        int[] asked = contestant.ids(question.text(), Form.QUESTION, longest);
        session.rewind(0);
        float[] first = session.next(asked);
        double[] sums = new double[choices.size()];
        for (int i = 0; i < sums.length; i++) {
            int[] ids = choices.get(i);
            sums[i] = logProbability(first, ids[0]);
            if (ids.length > 1) {
                session.rewind(asked.length);
                float[][] after = session.all(Arrays.copyOf(ids, ids.length - 1));
                for (int t = 1; t < ids.length; t++) sums[i] += logProbability(after[t - 1], ids[t]);
            }
        }
        return sums;
    }

    private static double logProbability(float[] logits, int id) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) greatest = Math.max(greatest, logit);
        double sum = 0;
        for (float logit : logits) sum += Math.exp(logit - greatest);
        return logits[id] - greatest - Math.log(sum);
    }

    /// Returns the share of right answers in each part, from 0 to 1.
    public SequencedMap<String, Double> shares(By by) {
        var shares = new LinkedHashMap<String, Double>();
        answers.stream()
                .collect(Collectors.groupingBy(
                        answer -> answer.question().part(),
                        LinkedHashMap::new,
                        Collectors.averagingDouble(answer -> answer.isRight(by) ? 1 : 0)))
                .forEach(shares::put);
        return shares;
    }

    /// Returns the share of right answers over all questions, with its interval.
    public Measurement right(By by) {
        return Measurement.share(
                name, answers.stream().filter(answer -> answer.isRight(by)).count(), answers.size());
    }

    /// Returns a benchmark of these questions: a part for each of theirs, with as many choices as its
    /// questions have.
    ///
    /// @throws IllegalArgumentException if questions of one part have different numbers of choices
    public static Benchmark benchmark(String name, List<ChoiceQuestion> questions) {
        var choices = new LinkedHashMap<String, Integer>();
        for (ChoiceQuestion question : questions) {
            Integer before = choices.put(question.part(), question.choices().size());
            if (before != null && before != question.choices().size()) {
                throw new IllegalArgumentException(
                        "questions of the part '%s' have %d choices, and %d: what guessing gets"
                                        .formatted(
                                                question.part(),
                                                before,
                                                question.choices().size())
                                + " would not be one number");
            }
        }
        return new Benchmark(
                name,
                choices.entrySet().stream()
                        .map(entry -> new Benchmark.Part(entry.getKey(), entry.getValue()))
                        .toList());
    }
}

package org.vitrina.feedback;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;

/// What a step of learning from a pair or a mark did, in order.
public sealed interface PreferenceStep extends Step {
    /// Answers were judged.
    ///
    /// @param answers each with its judgement in front
    record Judged(String prompt, List<String> answers) implements PreferenceStep {
        static Judged of(Object example) {
            return switch (example) {
                case Pair(Answer chosen, Answer rejected) ->
                    new Judged(
                            chosen.prompt().text(),
                            List.of("chosen: " + chosen.text(), "rejected: " + rejected.text()));
                case Mark(Answer answer, boolean good) ->
                    new Judged(
                            answer.prompt().text(),
                            List.of("marked " + (good ? "right: " : "wrong: ") + answer.text()));
                default -> throw new IllegalArgumentException("an example is a pair or a mark, but is " + example);
            };
        }

        @Override
        public String name() {
            return "feedback.judged";
        }

        @Override
        public String caption() {
            return "Asked '%s', %s.".formatted(Texts.shortened(prompt), String.join(", ", answers));
        }

        @Override
        public Figure figure() {
            return new Figure.Note(prompt + "\n" + String.join("\n", answers));
        }
    }

    /// The model was compared with the reference: the reward that is hidden in how much likelier an
    /// answer is to it.
    ///
    /// @param model     log-probability of each answer, in nats
    /// @param reference that of the reference
    record Compared(List<String> answers, double[] model, double[] reference, double beta) implements PreferenceStep {
        @Override
        public String name() {
            return "feedback.compared";
        }

        /// Returns `beta log(p / p_ref)` of an answer.
        double reward(int answer) {
            return beta * (model[answer] - reference[answer]);
        }

        @Override
        public String caption() {
            String rewards = String.join(
                    " and ",
                    IntStream.range(0, model.length)
                            .mapToObj(i -> String.format(
                                    Locale.ROOT,
                                    "%.4g · (%.3f - %.3f) = %.4g",
                                    beta,
                                    model[i],
                                    reference[i],
                                    reward(i)))
                            .toList());
            return "beta (log p - log p_ref) is the reward that the model gives by itself: " + rewards + ".";
        }

        @Override
        public SequencedMap<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            for (int i = 0; i < model.length; i++) {
                values.put("log p of answer " + (i + 1), model[i]);
                values.put("log p_ref of answer " + (i + 1), reference[i]);
                values.put("reward of answer " + (i + 1), reward(i));
            }
            return values;
        }

        @Override
        public Figure figure() {
            return new Figure.Bars(
                    "the answers",
                    "log p (nats)",
                    answers,
                    IntStream.range(0, model.length).mapToObj(i -> model[i]).toList(),
                    -1,
                    IntStream.range(0, model.length).mapToObj(i -> reference[i]).toList());
        }
    }

    /// The loss of the batch was computed.
    record Lost(String method, double loss, int examples) implements PreferenceStep {
        @Override
        public String name() {
            return "feedback.loss";
        }

        @Override
        public String caption() {
            return String.format(Locale.ROOT, "The loss of %s over %d examples is %.4f.", method, examples, loss);
        }
    }

    /// The gradient says which way each token is pushed.
    record Pushed(TokenChanges tokens) implements PreferenceStep {
        @Override
        public String name() {
            return "feedback.pushed";
        }

        @Override
        public String caption() {
            return Pushes.caption(tokens);
        }

        @Override
        public Figure figure() {
            return tokens.figure();
        }
    }

    /// The optimizer took its step, and the tokens are as likely as they are now.
    record Changed(TokenChanges tokens) implements PreferenceStep {
        @Override
        public String name() {
            return "feedback.changed";
        }

        @Override
        public String caption() {
            return Pushes.changed(tokens);
        }

        @Override
        public Figure figure() {
            return tokens.figure();
        }
    }
}

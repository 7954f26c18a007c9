package org.vitrina.world;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Sampling;
import org.vitrina.show.Progress;
import org.vitrina.train.Evaluation;
import org.vitrina.train.Measurement;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Perplexity;
import org.vitrina.world.Checker.Checked;
import org.vitrina.world.Checker.Verdict;

/// Measures how a model goes on with tales that it has never seen: how well it expects what comes, and
/// whether what it tells by itself agrees with what was told before.
final class ContinuationsEvaluation implements Evaluation {
    /// How many tales are gone on with in each language, in each way.
    static final int TALES = 100;

    /// How many tales the loss is measured on, both languages together.
    private static final int LOSS_TALES = 200;

    private static final int LONGEST = 100;

    @Override
    public String name() {
        return "tale-continuations";
    }

    @Override
    public String about() {
        return "the loss on " + LOSS_TALES + " tales of the test part; and " + TALES
                + " tales of it in each language, of"
                + " which the model reads the first half and tells the rest: once with the likeliest tokens, once"
                + " sampled as it is; each sentence is compared with the state of the world before it";
    }

    @Override
    public List<String> models() {
        return List.of("tales-base", "tales-chat", "tales-feedback");
    }

    @Override
    public List<Measurement> measure(Model model) {
        var measured = new ArrayList<Measurement>(loss(model));
        for (boolean greedy : new boolean[] {true, false}) {
            String how = greedy ? "likeliest" : "sampled";
            for (Language language : Language.values()) {
                String in = language == Language.ENGLISH ? "English" : "Spanish";
                List<Checked> sentences = sentences(model, language, greedy, TALES);
                measured.add(share(sentences, Verdict.AGREES, "sentences that agree, " + how + ", " + in));
                measured.add(share(sentences, Verdict.CONTRADICTS, "  that contradict"));
                measured.add(share(sentences, Verdict.BEYOND, "  that go beyond what can be read"));
            }
        }
        return measured;
    }

    private static Measurement share(List<Checked> sentences, Verdict verdict, String name) {
        long hits = sentences.stream()
                .filter(sentence -> sentence.verdict() == verdict)
                .count();
        return Measurement.share(name, hits, sentences.size());
    }

    /// Returns the sentences that the model tells, with their verdicts.
    static List<Checked> sentences(Model model, Language language, boolean greedy, int tales) {
        Generator generator = Generator.of(model).maxTokens(LONGEST).alternatives(0);
        var sentences = new ArrayList<Checked>();
        try (var task = Progress.task("continuations, " + language, tales)) {
            for (int i = 0; i < tales; i++) {
                long seed = 2L * i + language.ordinal();
                Tale tale = TaleQuestions.tale(Split.TEST, seed);
                int told = tale.sentences().size() / 2;
                Sampling sampling =
                        greedy ? Sampling.greedy() : Sampling.plain().seed(seed);
                String rest = generator.sampling(sampling).text(tale.beginning(told));
                sentences.addAll(Checker.check(tale, told, rest));
                task.at(i + 1);
            }
        }
        return sentences;
    }

    /// Returns the mean loss of a tale's tokens after the first, each tale read by itself.
    static List<Measurement> loss(Model model) {
        return loss(model, LOSS_TALES);
    }

    /// Returns the mean loss over the first `tales` tales.
    static List<Measurement> loss(Model model, int tales) {
        double nats = 0;
        long tokens = 0;
        long bytes = 0;
        int context = model.contextLength();
        try (var task = Progress.task("loss", tales)) {
            for (int seed = 0; seed < tales; seed++) {
                String text = TaleQuestions.tale(Split.TEST, seed).text();
                var perplexity = Perplexity.of(model, text, context, context / 2);
                nats += perplexity.nll();
                tokens += perplexity.tokens();
                bytes += perplexity.bytes();
                task.at(seed + 1);
            }
        }
        return List.of(
                Measurement.of("loss on unseen tales", nats / tokens, 4, "nats per token", tokens),
                Measurement.of("  per byte", nats / Math.log(2) / bytes, 4, "bits per byte", bytes));
    }
}

package org.vitrina.world;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Sampling;
import org.vitrina.show.Progress;
import org.vitrina.train.Evaluation;
import org.vitrina.train.Measurement;
import org.vitrina.transformer.Model;

/// Measures whether a model works out sums that it has never seen.
final class SumsEvaluation implements Evaluation {
    static final int EACH = 400;

    @Override
    public String name() {
        return "sums";
    }

    @Override
    public String about() {
        return EACH + " sums of each kind from the test part, written as in "
                + Sums.OF_MODEL.of(47, 85).line() + ": the last digit of the sum comes first; right is the whole sum";
    }

    @Override
    public List<String> models() {
        return List.of("sums");
    }

    @Override
    public List<Measurement> measure(Model model) {
        var measured = new ArrayList<Measurement>();
        List<Sums.Sum> sums = sums(3, EACH);
        measured.add(share(model, "sums of 3 digits, the likeliest answer", sums, true));
        measured.add(share(model, "  sampled", sums, false));
        for (int carries = 0; carries <= 3; carries++) {
            int wanted = carries;
            measured.add(share(
                    model,
                    "  with " + carries + (carries == 1 ? " carry" : " carries"),
                    LongStream.iterate(0, seed -> seed + 1)
                            .mapToObj(seed -> Sums.OF_MODEL.of(Split.TEST, seed))
                            .filter(sum -> sum.carries() == wanted)
                            .limit(EACH / 4)
                            .toList(),
                    true));
        }
        measured.add(share(model, "sums of 2 digits", sums(2, EACH), true));
        measured.add(share(model, "sums of 1 digit", sums(1, EACH / 4), true));
        return measured;
    }

    private static List<Sums.Sum> sums(int digits, int count) {
        return LongStream.range(0, count)
                .mapToObj(seed -> Sums.OF_MODEL.of(Split.TEST, digits, seed))
                .toList();
    }

    private static Measurement share(Model model, String name, List<Sums.Sum> sums, boolean greedy) {
        Generator generator = Generator.of(model).maxTokens(8).alternatives(0);
        int right = 0;
        try (var task = Progress.task(name.strip(), sums.size())) {
            for (int i = 0; i < sums.size(); i++) {
                Sampling sampling =
                        greedy ? Sampling.greedy() : Sampling.plain().seed(i);
                String answer = generator.sampling(sampling).text(sums.get(i).question());
                if (Sums.OF_MODEL.isRight(sums.get(i), answer)) right++;
                task.at(i + 1);
            }
        }
        return Measurement.share(name, right, sums.size());
    }
}

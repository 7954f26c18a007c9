package org.vitrina.arena;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A benchmark: parts that are each measured as a share of right answers, and what guessing would get in
/// each.
///
/// Scores are those of the Open LLM Leaderboard, version 2: in each part, what guessing gets is 0 and all
/// right is 100, and below guessing is 0 as well; the benchmark's score is the mean of its parts'
/// ([documentation](https://huggingface.co/docs/leaderboards/open_llm_leaderboard/normalization)).
///
/// @param name  of the benchmark
/// @param parts at least one
public record Benchmark(String name, List<Part> parts) {
    /// A part that is measured by itself.
    ///
    /// @param choices how many answers there are to choose from; 0 where an answer is written, so that
    ///     guessing gets nothing
    public record Part(String name, int choices) {
        public Part {
            if (choices < 0 || choices == 1) {
                throw new IllegalArgumentException("a question has two or more answers to choose from, or 0 for none,"
                        + " but " + name + " has " + choices);
            }
        }

        /// Returns the share that guessing gets.
        public double baseline() {
            return choices == 0 ? 0 : 1.0 / choices;
        }

        /// Returns the score, from 0 to 100, of a share of right answers.
        public double score(double share) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException(
                        "a share of right answers is from 0 to 1, but that of " + name + " is " + share);
            }
            return 100 * Math.max(0, (share - baseline()) / (1 - baseline()));
        }
    }

    /// The six benchmarks of the [Open LLM
    /// Leaderboard](https://huggingface.co/docs/leaderboards/open_llm_leaderboard/about), version 2 (June
    /// 2024 to March 2025), with their parts.
    public static final List<Benchmark> OPEN_LLM_2 = List.of(
            new Benchmark("IFEval", List.of(new Part("instances, strict", 0), new Part("prompts, strict", 0))),
            new Benchmark(
                    "BBH",
                    List.of(
                            new Part("Boolean expressions", 2),
                            new Part("causal judgement", 2),
                            new Part("date understanding", 6),
                            new Part("disambiguation QA", 3),
                            new Part("formal fallacies", 2),
                            new Part("geometric shapes", 11),
                            new Part("hyperbaton", 2),
                            new Part("logical deduction, 3 objects", 3),
                            new Part("logical deduction, 5 objects", 5),
                            new Part("logical deduction, 7 objects", 7),
                            new Part("movie recommendation", 6),
                            new Part("navigate", 2),
                            new Part("object counting", 19),
                            new Part("penguins in a table", 5),
                            new Part("reasoning about coloured objects", 18),
                            new Part("ruin names", 6),
                            new Part("salient translation error detection", 6),
                            new Part("snarks", 2),
                            new Part("sports understanding", 2),
                            new Part("temporal sequences", 4),
                            new Part("tracking shuffled objects, 3", 3),
                            new Part("tracking shuffled objects, 5", 5),
                            new Part("tracking shuffled objects, 7", 7),
                            new Part("web of lies", 2))),
            of("MATH level 5", 0),
            of("GPQA", 4),
            new Benchmark(
                    "MuSR",
                    List.of(
                            new Part("murder mysteries", 2),
                            new Part("object placement", 5),
                            new Part("team allocation", 3))),
            of("MMLU-Pro", 10));

    public Benchmark {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("the benchmark " + name + " has no part that could be measured");
        }
    }

    /// Returns a benchmark that is one part.
    public static Benchmark of(String name, int choices) {
        return new Benchmark(name, List.of(new Part(name, choices)));
    }

    /// Returns one of [#OPEN_LLM_2] by its name.
    public static Benchmark named(String name) {
        return OPEN_LLM_2.stream()
                .filter(benchmark -> benchmark.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no benchmark '" + name + "' is on the Open LLM"
                        + " Leaderboard, version 2; there is "
                        + String.join(
                                ", ", OPEN_LLM_2.stream().map(Benchmark::name).toList())));
    }

    /// Returns the score from 0 to 100.
    ///
    /// @param shares of right answers, from 0 to 1, one for each part in its order
    public double score(double... shares) {
        if (shares.length != parts.size()) {
            throw new IllegalArgumentException("%s has %d parts (%s), but got %d shares"
                    .formatted(
                            name,
                            parts.size(),
                            String.join(", ", parts.stream().map(Part::name).toList()),
                            shares.length));
        }
        double sum = 0;
        for (int i = 0; i < shares.length; i++) sum += parts.get(i).score(shares[i]);
        return sum / shares.length;
    }

    /// Returns the score from 0 to 100.
    ///
    /// @param shares of right answers by the part's name
    public double score(Map<String, Double> shares) {
        return score(parts.stream()
                .mapToDouble(part -> {
                    Double share = shares.get(part.name());
                    if (share == null) {
                        throw new IllegalArgumentException("the share of '%s' is missing; there is %s"
                                .formatted(part.name(), String.join(", ", shares.keySet())));
                    }
                    return share;
                })
                .toArray());
    }

    /// Returns the number by which the board is sorted: the mean of the benchmarks' scores.
    public static double average(double... scores) {
        return Arrays.stream(scores)
                .average()
                .orElseThrow(() -> new IllegalArgumentException("there is no score to take the mean of"));
    }
}

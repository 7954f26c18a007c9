package org.vitrina.lesson;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vitrina.context.ContextStep.Slot;
import org.vitrina.context.ContextWindow;
import org.vitrina.context.PolynomialFit;
import org.vitrina.context.WindowPolicy;
import org.vitrina.hardware.KnownModels;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;
import org.vitrina.tensor.Pairing;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.train.Measurement;
import org.vitrina.transformer.Rope;
import org.vitrina.transformer.RopeScaling;

/// The exercises of `11-token-limits`: what is kept, what it costs, what is found again.
final class ContextExercises {
    private ContextExercises() {}

    static List<Exercise> all() {
        return List.of(cache(), sinks(), keeping(), conversation(), quadratic(), interpolated(), sure());
    }

    private static Exercise cache() {
        return new Exercise(
                "11.1",
                "Llama 3.1 8B has 32 layers, 32 heads and 8 heads of keys and values, each 128 wide. How many bytes does"
                        + " one token more of context take, with 16 bits for each number?",
                new Value(
                        () -> (long) KnownModels.named("Llama 3.1 8B").cacheBytes(1, 2),
                        new Mistake(() -> 65_536L, "There is a key and a value: twice that."),
                        new Mistake(
                                () -> 524_288L, "Only the heads of keys and values are kept, and there are 8, not 32."),
                        new Mistake(() -> 4_096L, "That is one layer; there are 32.")),
                List.of(
                        "For each layer: a key and a value, for each of the 8 heads 128 numbers of 2 bytes.",
                        "`2L * 32 * 8 * 128 * 2`"),
                "128 KiB for three quarters of a word. A context of 128K tokens is 17 GB, more than the weights.");
    }

    private static Exercise sinks() {
        return new Exercise(
                "11.2",
                "A window has room for 6 tokens and keeps 2 attention sinks. It was given the tokens 0 to 9, one after the"
                        + " other. Which does it hold?",
                new Value(
                        () -> {
                            var window = new ContextWindow(letters(), 6, new WindowPolicy.AttentionSinks(2));
                            for (char letter = 'a'; letter <= 'j'; letter++) window.add(Character.toString(letter));
                            return window.kept().stream().mapToInt(Slot::origin).toArray();
                        },
                        new Mistake(
                                () -> new int[] {4, 5, 6, 7, 8, 9},
                                "That is a sliding window; the sinks are the first tokens of all."),
                        new Mistake(
                                () -> new int[] {0, 1, 4, 5, 6, 7, 8, 9},
                                "Those are 8: the sinks take their place in the window, not beside it.")),
                List.of("The first 2 stay for ever. How many places are left?", "The first 2 and the newest 4."),
                "In the cache they stand at the positions 0 to 5, whatever their place in the text.");
    }

    private static Exercise keeping() {
        return new Exercise(
                "11.3",
                "Write the policy that keeps the first `system` ids and, of the others, the newest for which there is room.",
                new Code<Keeping>(
                        Keeping.class,
                        "(ids, system, limit) -> ids",
                        List.of(
                                keeping(10, 2, 6),
                                keeping(5, 2, 6),
                                keeping(6, 2, 6),
                                keeping(20, 0, 3),
                                keeping(9, 4, 5))),
                List.of(
                        "If `ids.length <= limit`, nothing has to go.",
                        "Copy `limit` places: the first `system` from the beginning, the other `limit - system` from the end.",
                        "`int[] kept = Arrays.copyOf(ids, limit); System.arraycopy(ids, ids.length - (limit - system), kept,"
                                + " system, limit - system); return kept;`"),
                "Most chat programs do this, or something close to it. What they leave out they seldom show.");
    }

    private static Trial<Keeping> keeping(int length, int system, int limit) {
        int[] ids = IntStream.range(0, length).map(i -> 97 + i).toArray();
        return new Trial<>(
                "%s, %d for the system, %d in all".formatted(Arrays.toString(ids), system, limit),
                code -> code.kept(ids.clone(), system, limit),
                () -> {
                    String text =
                            Arrays.stream(ids).mapToObj(Character::toString).collect(Collectors.joining());
                    var window = new ContextWindow(letters(), limit, new WindowPolicy.KeepSystem(0));
                    if (system > 0) window.pin(text.substring(0, system));
                    return window.add(text.substring(system)).text().chars().toArray();
                });
    }

    /// Returns a tokenizer that has a token for each letter and none for several.
    private static BpeTokenizer letters() {
        return BpeTokenizer.train("abc", 256, BpeOptions.DEFAULT);
    }

    private static Exercise conversation() {
        return new Exercise(
                "11.4",
                "In a conversation each question with its answer has 200 tokens. With each question everything said before"
                        + " is sent again, and the question's own 200 tokens count with it. How many tokens are sent in 20"
                        + " questions?",
                new Value(
                        () -> IntStream.rangeClosed(1, 20).map(n -> 200 * n).sum(),
                        new Mistake(
                                () -> 4_000, "That is how long the conversation is; its beginning is sent 20 times."),
                        new Mistake(() -> 80_000, "That would be so if all 20 had been there from the first.")),
                List.of(
                        "With the first question 200 tokens, with the second 400, with the third 600.",
                        "`IntStream.rangeClosed(1, 20).map(n -> 200 * n).sum()`"),
                "Long conversations cost by the square of their length, unless what was read before is kept.");
    }

    private static Exercise quadratic() {
        return new Exercise(
                "11.5",
                "Reading 1,000 tokens takes 1 second, and half of it is looking back at earlier tokens. How many seconds do"
                        + " 4,000 tokens take?",
                new Value(
                        () -> new PolynomialFit(new double[] {0, 0.5e-3, 0.5e-6}, 0).at(4000),
                        0.01,
                        List.of(
                                new Mistake(() -> 4.0, "That is so if nobody looks back."),
                                new Mistake(() -> 16.0, "Only one half grows with the square."),
                                new Mistake(() -> 8.0, "Each half has its own rule: one 4 times, one 16 times."))),
                List.of("Half a second grows with T, and half with T².", "`0.5 * 4 + 0.5 * 16`"),
                "For short texts the square is hidden; for long ones it is everything.");
    }

    private static Exercise interpolated() {
        return new Exercise(
                "11.6",
                "A model was trained on 256 positions and is to read 1,024, with its positions interpolated (linear"
                        + " scaling). As which position does it see the token at position 600?",
                new Value(
                        () -> {
                            var rope = new Rope(32, 10_000, Pairing.ADJACENT, new RopeScaling.Linear(4));
                            // the first pair turns by one radian from one position of the training to the next
                            return 600 * rope.frequencies()[0];
                        },
                        1e-3,
                        List.of(
                                new Mistake(() -> 2400.0, "That is further away; positions shall come closer."),
                                new Mistake(() -> 344.0, "Positions are divided, not moved."))),
                List.of("The factor is 1,024 / 256.", "`600 / 4.0`"),
                "All positions have been seen in training, but neighbours now stand closer than they ever did.");
    }

    private static Exercise sure() {
        return new Exercise(
                "11.7",
                "A fact is found in every one of n tries. How large must n be, so that the lower end of Wilson's 95 %"
                        + " interval is at least 90 %?",
                new Value(
                        () -> {
                            int n = 1;
                            while (Measurement.wilson(n, n).low() < 0.9) n++;
                            return n;
                        },
                        new Mistake(() -> 10, "10 of 10 say no more than: above 72 %."),
                        new Mistake(() -> 29, "That is the exact one-sided bound, 0.9 to the power of n below 0.05.")),
                List.of(
                        "`Measurement.wilson(n, n).low()` is the lower end. Try some n.",
                        "With all found it is n / (n + 1.96²)."),
                "A cell of a heat map with 10 tries can be dark by luck. Look at intervals before colours.");
    }
}

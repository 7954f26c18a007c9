package org.vitrina.lesson;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.vitrina.hardware.Device;
import org.vitrina.hardware.Devices;
import org.vitrina.hardware.Fitting;
import org.vitrina.hardware.KnownModels;
import org.vitrina.hardware.ModelMemory;
import org.vitrina.hardware.ModelShape;
import org.vitrina.hardware.Roofline;
import org.vitrina.hardware.TrainingMemory;
import org.vitrina.hardware.Workload;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;
import org.vitrina.quantize.Formats;

/// The exercises of `13-hardware`: what a model needs, and what a machine gives.
final class HardwareExercises {
    private HardwareExercises() {}

    static List<Exercise> all() {
        return List.of(scales(), training(), bandwidth(), intensity(), roof(), batch(), tenGigabytes());
    }

    private static Exercise scales() {
        return new Exercise(
                "13.1",
                "How many GB do 70 billion weights take in the format Q4_0?",
                new Value(
                        () -> ModelMemory.weights(70_000_000_000L, Formats.Q4_0) / 1e9,
                        0.002,
                        List.of(
                                new Mistake(
                                        () -> 35.0,
                                        "That is 4 bits each. A block of 32 weights has a scale of 16 bits as well."),
                                new Mistake(() -> 140.0, "That is 16 bits each, as the model was published."),
                                new Mistake(() -> 315.0, "That is gigabits; a byte has 8 of them."))),
                List.of(
                        "A block of Q4_0 keeps 32 weights in 18 bytes. How many bits is that for each?",
                        "18 · 8 / 32 = 4.5 bits; `70 * 4.5 / 8`"),
                "A name such as Q4 says the bits of a weight; the file has the scales, too.");
    }

    private static Exercise training() {
        return new Exercise(
                "13.2",
                "Write how many GB the states of a training with AdamW take in mixed precision, from billions of"
                        + " parameters.",
                new Code<DoubleUnaryOperator>(
                        DoubleUnaryOperator.class,
                        "billions -> 0",
                        List.of(states(1.5), states(8), states(70), states(0.0014))),
                List.of(
                        "Weights and gradients in 2 bytes; weights, first means and second means in 4.",
                        "2 + 2 + 4 + 4 + 4 bytes for each parameter.",
                        "`billions -> 16 * billions`"),
                "Eight times what it takes to run the model in 16 bits, and that is before any activation.");
    }

    private static Trial<DoubleUnaryOperator> states(double billions) {
        return new Trial<>(
                billions + " billion parameters",
                code -> code.applyAsDouble(billions),
                () -> TrainingMemory.mixed(Math.round(billions * 1e9)).states() / 1e9);
    }

    private static Exercise bandwidth() {
        Device device = Devices.named("RTX 4090");
        return new Exercise(
                "13.3",
                "A graphics card reads 1,008 GB/s from its memory. How many tokens a second can it write at most with a"
                        + " model whose weights are 16 GB?",
                new Value(
                        () -> device.decode(16e9),
                        0.01,
                        List.of(
                                new Mistake(
                                        () -> 16.0 / 1008,
                                        "That is the seconds for one token; the question is the other way round."),
                                new Mistake(
                                        () -> 1008.0 * 16,
                                        "Each token needs all weights once: what must be divided?"))),
                List.of("For each token, every weight has to come from memory once.", "`1008.0 / 16`"),
                "Half the bytes for each weight are twice the tokens: that is why quantized models are faster.");
    }

    private static Exercise intensity() {
        return new Exercise(
                "13.4",
                "When one text is written, each weight takes part in one multiplication and one addition. How many"
                        + " operations is that for each byte, if a weight has 4 bits?",
                new Value(
                        () -> 2 / 0.5,
                        1e-3,
                        List.of(
                                new Mistake(() -> 1.0, "That is so for 16 bits."),
                                new Mistake(() -> 0.5, "That divides by the bits; a byte has 8 of them."),
                                new Mistake(() -> 0.25, "That is bytes for each operation."))),
                List.of("4 bits are half a byte.", "`2 / 0.5`"),
                "Processors can do 10 to 300 operations in the time of a byte. Writing one text leaves most of them idle.");
    }

    private static Exercise roof() {
        return new Exercise(
                "13.5",
                "Write the roofline: the operations per second that are possible.",
                new Code<Roof>(
                        Roof.class,
                        "(flops, bandwidth, intensity) -> flops",
                        List.of(
                                roof(989e12, 3.35e12, 1),
                                roof(989e12, 3.35e12, 1000),
                                roof(200e9, 20e9, 10),
                                roof(200e9, 20e9, 9.5))),
                List.of(
                        "Bytes come at `bandwidth`; with each come `intensity` operations.",
                        "`Math.min(flops, bandwidth * intensity)`"),
                "One line of code; the difficult part is to know the intensity.");
    }

    private static Trial<Roof> roof(double flops, double bandwidth, double intensity) {
        return new Trial<>(
                "%.3g FLOP/s, %.3g bytes/s and %.3g FLOP for each byte".formatted(flops, bandwidth, intensity),
                code -> code.attainable(flops, bandwidth, intensity),
                () -> new Roofline("asked", flops, bandwidth).attainable(intensity));
    }

    private static Exercise batch() {
        Roofline card = Devices.named("RTX 3080").roofline();
        return new Exercise(
                "13.6",
                "A GeForce RTX 3080 does 59.5 TFLOP/s and reads 760 GB/s. Weights have 16 bits. How many texts at least"
                        + " must be written at once, so that arithmetic is the limit and not memory? (Leave keys and values"
                        + " aside.)",
                new Value(
                        () -> {
                            int texts = 1;
                            while (card.boundByMemory(new Workload("texts", 2.0 * texts, 2, 1))) texts++;
                            return texts;
                        },
                        new Mistake(() -> 78, "Nearly: at 78 the memory is still the limit, by a hair."),
                        new Mistake(
                                () -> 157, "A weight has two bytes and takes two operations: that is one for each.")),
                List.of(
                        "With `B` texts each weight that was fetched is used `B` times: 2 B operations for 2 bytes.",
                        "The roof bends at 59.5e12 / 760e9 operations for each byte.",
                        "`(int) Math.ceil(59.5e12 / 760e9)`"),
                "Providers write many texts at once on one machine. Alone at home, you pay for a processor that waits.");
    }

    private static Exercise tenGigabytes() {
        ModelShape mistral = KnownModels.named("Mistral 7B");
        return new Exercise(
                "13.7",
                "In which of F16, Q8_0, Q6_K, Q5_0, Q4_0 with the most bits does Mistral 7B fit into 10 GB with its whole"
                        + " context, if a tenth of the memory stays free?",
                new Value(
                        () -> List.of(Formats.F16, Formats.Q8_0, Formats.Q6_K, Formats.Q5_0, Formats.Q4_0).stream()
                                .filter(format -> Fitting.of(10e9, List.of(mistral), List.of(format))
                                                .tokens(mistral, format)
                                        == mistral.context())
                                .findFirst()
                                .orElseThrow()
                                .name(),
                        new Mistake(() -> "F16", "7.2 billion weights of 2 bytes are 14.5 GB."),
                        new Mistake(
                                () -> "Q4_0",
                                "It fits, and so does a format with more bits: 9 GB are there to be used.")),
                List.of(
                        "`Fitting.of(10e9, List.of(KnownModels.named(\"Mistral 7B\")), Formats.all())` shows it.",
                        "In which cell does it say *all*? Take the leftmost of those that are asked for."),
                "Its window keeps the cache small; the same sum for another model may end otherwise.");
    }
}

package org.vitrina.lesson;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;

/// The exercises of `01-two-files`: parameters, bytes, and the code that runs them.
final class TwoFilesExercises {
    private TwoFilesExercises() {}

    static List<Exercise> all() {
        return List.of(magic(), matrix(), memory(), bits(), gigabytes(), squeezed());
    }

    private static Exercise magic() {
        return new Exercise(
                "1.1",
                "Which four letters does every GGUF file begin with?",
                new Value(
                        () -> new String(new byte[] {0x47, 0x47, 0x55, 0x46}, StandardCharsets.US_ASCII),
                        new Mistake(() -> "gguf", "Nearly: they are capitals, and a reader compares byte by byte.")),
                List.of(
                        "The cell that shows the first bytes has them: `47 47 55 46`.",
                        "`new String(first, 0, 4)` makes a text of four bytes."),
                "Formats begin with such a mark so that a program can refuse a wrong file at once.");
    }

    private static Exercise matrix() {
        return new Exercise(
                "1.2",
                "How many parameters does a matrix with 4,096 inputs and 11,008 outputs have?",
                new Value(
                        () -> 4_096L * 11_008,
                        new Mistake(() -> 4_096L + 11_008, "That is the sum; every input is joined to every output.")),
                List.of("There is one number for each pair of an input and an output.", "`4096 * 11008`"),
                "A matrix like this stands three times in each of the 32 layers of Llama 2 7B.");
    }

    private static Exercise memory() {
        return new Exercise(
                "1.3",
                "How many gigabytes (of 1,000,000,000 bytes) do 8 billion parameters of 16 bits take?",
                new Value(
                        () -> 16.0,
                        0.001,
                        List.of(
                                new Mistake(() -> 128.0, "That counts bits; a byte has 8 of them."),
                                new Mistake(() -> 8.0, "That is one byte each; 16 bits are two."))),
                List.of("16 bits are 2 bytes.", "8 billion times 2 bytes."),
                "Whoever says *8B* says 16 GB in the usual 16 bits, before a single token was read.");
    }

    private static Exercise bits() {
        return new Exercise(
                "1.4",
                "With how many whole bits per parameter, at most, does a model of 70 billion fit into 40 GB?",
                new Value(
                        () -> (int) (40e9 * 8 / 70e9),
                        new Mistake(() -> 5, "70 billion times 5 bits are 43.75 GB: just too much."),
                        new Mistake(() -> 0, "40 divided by 70 is in bytes; a byte has 8 bits.")),
                List.of("40 GB are 320 billion bits.", "`(int) (40e9 * 8 / 70e9)`"),
                "This is why 4 bits are so popular. What they cost is the subject of lesson 12.");
    }

    private static Exercise gigabytes() {
        return new Exercise(
                "1.5",
                "Write code that returns the gigabytes of a model from its billions of parameters and its bits.",
                new Code<DoubleBinaryOperator>(
                        DoubleBinaryOperator.class,
                        "(billions, bits) -> 0",
                        List.of(takes(70, 16, 140), takes(8, 4, 4), takes(0.135, 8, 0.135), takes(405, 16, 810))),
                List.of("Bits to bytes: divide by 8.", "`(billions, bits) -> billions * bits / 8`"),
                "Billions of parameters and gigabytes have the same nine zeros, so they cancel.");
    }

    private static Trial<DoubleBinaryOperator> takes(double billions, double bits, double gigabytes) {
        return new Trial<>(
                billions + " billion parameters of " + (int) bits + " bits",
                code -> code.applyAsDouble(billions, bits),
                () -> gigabytes);
    }

    private static Exercise squeezed() {
        return new Exercise(
                "1.6",
                "10 TB of text became 140 GB of parameters. How many times smaller is that?",
                new Value(
                        () -> 10_000.0 / 140,
                        0.01,
                        List.of(new Mistake(
                                () -> 140.0 / 10_000,
                                "That is which part is left; the question is the other way round."))),
                List.of("10 TB are 10,000 GB.", "`10_000.0 / 140`"),
                "A program such as gzip makes text about 3 times smaller and gives every letter back. At 71 times,"
                        + " a model cannot: what it kept is how text goes, not the text.");
    }
}

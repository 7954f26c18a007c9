package org.vitrina.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrina.autograd.Parameter;
import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;
import org.vitrina.show.Observer;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.Perplexity;

/// Tells an observer what a step of a training does, as [LearningStep]s. Where nobody watches it does nothing, and
/// what it does it only reads.
final class LearningTale {
    /// How many tokens of a batch are told.
    private static final int TOKENS = 10;

    /// How many of the likeliest tokens are told.
    private static final int LIKELIEST = 6;

    private final Observer watch;
    private final Tokenizer tokenizer;
    private final Trainable model;
    private Batch batch;
    private int from;
    private Variable logits;

    /// The logits of the tokens that are told, shape `[10, V]`.
    private float[][] told;

    private int[] tokens;
    private int came;
    private double[] norms;
    private double[][] weights;

    LearningTale(Observer watch, Tokenizer tokenizer, Trainable model) {
        this.watch = watch;
        this.tokenizer = tokenizer;
        this.model = model;
    }

    /// The model has read the first batch of the step; nothing was computed from its logits yet.
    void read(Tape tape, Batch batch, Variable logits) {
        if (watch == Observer.NONE) return;
        this.batch = batch;
        this.logits = tape.keep(logits);
        from = firstThatCounts(batch);
        told = rows(logits.value());
        watch.step(
                LearningStep.BatchTaken.NAME,
                () -> new LearningStep.BatchTaken(
                        texts(batch.inputs(), from, to()), targets(), batch.sequences(), batch.positions()));
        choose();
        watch.step(LearningStep.LogitsComputed.NAME, () -> {
            int row = place();
            return new LearningStep.LogitsComputed(
                    after(),
                    texts(tokens, 0, tokens.length),
                    Arrays.stream(tokens)
                            .mapToDouble(id -> told[row - from][id])
                            .toArray(),
                    Arrays.stream(tokens)
                            .mapToDouble(id -> Math.exp(-Perplexity.nll(told[row - from], id)))
                            .toArray(),
                    came,
                    logits.value().columns());
        });
    }

    /// The gradient of the first batch was handed back.
    void handedBack(double loss) {
        if (watch == Observer.NONE) return;
        watch.step(
                LearningStep.LossTaken.NAME,
                () -> new LearningStep.LossTaken(targets(), losses(told), loss, batch.counted()));
        watch.step(LearningStep.LogitsPushed.NAME, () -> {
            int row = place();
            // of the mean over the batch it is but a small part
            double share = share(row);
            return new LearningStep.LogitsPushed(
                    after(),
                    texts(tokens, 0, tokens.length),
                    Arrays.stream(tokens)
                            .mapToDouble(id -> -number(logits.gradient(), row, id) / share)
                            .toArray(),
                    came);
        });
    }

    /// All batches of the step were learned from; the optimizer comes next.
    void collected(int passes) {
        if (watch == Observer.NONE) return;
        norms = model.parameters().stream()
                .mapToDouble(parameter -> length(parameter.gradient()) / passes)
                .toArray();
        weights = model.parameters().stream()
                .map(parameter -> numbers(parameter.value()))
                .toArray(double[][]::new);
    }

    /// The optimizer took its step.
    void moved(double norm, double clip, double rate) {
        if (watch == Observer.NONE) return;
        List<String> names = model.parameters().stream().map(Parameter::name).toList();
        watch.step(LearningStep.GradientFound.NAME, () -> new LearningStep.GradientFound(names, norms, norm, clip));
        watch.step(LearningStep.WeightsMoved.NAME, () -> {
            double[] moves = new double[weights.length];
            for (int i = 0; i < moves.length; i++) {
                double[] now = numbers(model.parameters().get(i).value());
                double sum = 0;
                for (int j = 0; j < now.length; j++) sum += (now[j] - weights[i][j]) * (now[j] - weights[i][j]);
                moves[i] = Math.sqrt(sum / now.length);
            }
            return new LearningStep.WeightsMoved(names, moves, rate, model.size());
        });
    }

    /// The step is over.
    void over(double loss, Workers workers) {
        watch.step(LearningStep.ReadAgain.NAME, () -> {
            var still = new Tape(workers).remembering(false);
            Variable again = model.logits(still, batch);
            float[][] now = rows(again.value());
            double mean =
                    still.crossEntropy(again, batch.targets(), batch.weights()).scalar();
            return new LearningStep.ReadAgain(targets(), losses(told), losses(now), loss, mean);
        });
    }

    private static int firstThatCounts(Batch batch) {
        for (int i = 0; batch.weights() != null && i < batch.weights().length; i++) {
            // not so near to the end of a row that too little of it is left
            if (batch.weights()[i] > 0) return i - Math.max(0, i % batch.positions() + TOKENS - batch.positions());
        }
        return 0;
    }

    private int to() {
        return from + Math.min(TOKENS, batch.positions());
    }

    /// Returns the position whose logits are told: the last of the shown ones that counts.
    private int place() {
        int last = to() - 1;
        while (batch.weights() != null && last > from && batch.weights()[last] == 0) last--;
        return last;
    }

    private double share(int row) {
        if (batch.weights() == null) return 1.0 / batch.targets().length;
        double sum = 0;
        for (float weight : batch.weights()) sum += weight;
        return batch.weights()[row] / sum;
    }

    /// Takes the likeliest tokens at the position whose logits are told, and the one that came.
    private void choose() {
        float[] last = told[place() - from];
        int target = batch.targets()[place()];
        var some = new ArrayList<>(IntStream.range(0, last.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer id) -> -last[id]))
                .limit(LIKELIEST)
                .toList());
        if (!some.contains(target)) some.add(target);
        tokens = some.stream().mapToInt(Integer::intValue).toArray();
        came = some.indexOf(target);
    }

    private float[][] rows(Tensor logits) {
        int columns = logits.columns();
        return IntStream.range(from, to())
                .map(row -> logits.offset() + row * columns)
                .mapToObj(at -> Arrays.copyOfRange(logits.data(), at, at + columns))
                .toArray(float[][]::new);
    }

    private double[] losses(float[][] rows) {
        return IntStream.range(from, to())
                .mapToDouble(row -> Perplexity.nll(rows[row - from], batch.targets()[row]))
                .toArray();
    }

    private List<String> targets() {
        return texts(batch.targets(), from, to());
    }

    private String after() {
        return tokenizer
                .decode(Arrays.copyOfRange(batch.inputs(), from, place() + 1))
                .strip();
    }

    private List<String> texts(int[] ids, int from, int to) {
        return Arrays.stream(ids, from, to)
                .mapToObj(id -> tokenizer.token(id).text())
                .toList();
    }

    private static double number(Tensor rows, int row, int column) {
        return rows.data()[rows.offset() + row * rows.columns() + column];
    }

    private static double length(Tensor numbers) {
        double sum = 0;
        for (double number : numbers(numbers)) sum += number * number;
        return Math.sqrt(sum);
    }

    private static double[] numbers(Tensor tensor) {
        double[] numbers = new double[tensor.size()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = tensor.data()[tensor.offset() + i];
        return numbers;
    }
}

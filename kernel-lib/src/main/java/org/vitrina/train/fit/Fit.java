package org.vitrina.train.fit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.knowm.xchart.XYChart;
import org.vitrina.autograd.Parameter;
import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import org.vitrina.tensor.Workers;
import org.vitrina.train.AdamW;

/// A net that learns from examples, all of them at each step. Keeps the net as it was at some of the steps,
/// so that one can look back. Displays as the curve of its loss.
public final class Fit implements Showable {
    /// The steps after which the net is kept: about this many for each tenfold.
    private static final int KEPT = 8;

    private static final AdamW.Settings PLAIN_ADAM = new AdamW.Settings(0.9f, 0.999f, 1e-8f, 0, 0);

    private final Mlp net;
    private final Examples examples;
    private final Examples unseen;
    private final Optimizer optimizer;
    private final Tape tape = new Tape(Workers.ONE);
    private final List<Double> losses = new ArrayList<>();
    private final NavigableMap<Integer, Double> unseenLosses = new TreeMap<>();
    private final NavigableMap<Integer, Mlp> kept = new TreeMap<>();

    private boolean live;

    private interface Optimizer {
        void step();
    }

    private Fit(Mlp net, Examples examples, Examples unseen, Optimizer optimizer) {
        this.net = net;
        this.examples = examples;
        this.unseen = unseen;
        this.optimizer = optimizer;
        keep();
    }

    /// Returns a net that is about to learn, by [gradient descent][GradientDescent].
    ///
    /// @param rate the learning rate
    public static Fit descent(Mlp net, Examples examples, double rate) {
        return new Fit(net, examples, null, new GradientDescent(net.parameters(), rate)::step);
    }

    /// Returns a net that is about to learn, by [AdamW] without decay: a step downhill, too, with a rate of
    /// its own for each number, and usually there in fewer steps.
    public static Fit adam(Mlp net, Examples examples, double rate) {
        return adam(net, examples, null, rate);
    }

    /// Returns a net that is about to learn by [AdamW], and what it did not learn from is watched beside
    /// it.
    ///
    /// @param unseen further examples of the same kind, for measuring alone; null for none
    public static Fit adam(Mlp net, Examples examples, Examples unseen, double rate) {
        var adam = new AdamW(net.parameters(), PLAIN_ADAM);
        return new Fit(net, examples, unseen, () -> adam.step((float) rate, 1, Workers.ONE));
    }

    /// Records the loss of a net on `tape`: the mean of the squared errors, or, for classes, of `-log p` of
    /// the right one, in nats.
    public static Variable loss(Tape tape, Mlp net, Examples examples) {
        Variable out = net.outputs(tape, tape.constant(examples.inputs()).labelled("x"));
        return examples.classes() > 0
                ? tape.crossEntropy(out, examples.classOf(), null)
                : tape.mean(tape.square(
                        tape.minus(out, tape.constant(examples.targets()).labelled("target"))));
    }

    /// Returns the loss of a net, without learning from the examples.
    public static double loss(Mlp net, Examples examples) {
        return loss(new Tape(Workers.ONE).remembering(false), net, examples).scalar();
    }

    /// Has [#run] draw the picture while it learns, where somebody watches; returns this.
    public Fit live() {
        live = true;
        return this;
    }

    /// Takes `steps` more steps and returns this. Stops where the loss is no longer a number: then the
    /// steps were too large.
    ///
    /// @throws java.util.concurrent.CancellationException if the thread was interrupted
    public Fit run(int steps) {
        int begin = done();
        try (var task = Progress.task("fitting", steps)) {
            while (done() < begin + steps && !ranAway()) {
                step();
                if (done() % 16 == 0 || done() == begin + steps) {
                    if (live) {
                        task.figure(() -> new Figure.Plot(picture()));
                    }
                    task.at(done() - begin, String.format(Locale.ROOT, "loss %.4f", losses.getLast()));
                }
            }
        }
        keep();
        return this;
    }

    private void step() {
        tape.reset();
        Variable loss = loss(tape, net, examples);
        losses.add((double) loss.scalar());
        if (unseen != null && (isRound(done()) || done() % 10 == 1)) {
            unseenLosses.put(done(), loss(net, unseen));
        }
        tape.backward(loss);
        optimizer.step();
        if (isRound(done())) {
            keep();
        }
    }

    private void keep() {
        kept.put(done(), net.copy());
    }

    /// Returns whether a step is one of about [#KEPT] for each tenfold.
    private static boolean isRound(int step) {
        return step > 0 && (int) (KEPT * Math.log10(step)) != (int) (KEPT * Math.log10(step + 1.0));
    }

    /// Returns how many steps were taken.
    public int done() {
        return losses.size();
    }

    /// Returns whether the loss became so large that it is no number any more.
    public boolean ranAway() {
        return !losses.isEmpty() && !Double.isFinite(losses.getLast());
    }

    /// Returns the net that learns.
    public Mlp net() {
        return net;
    }

    /// Returns the loss before each step.
    public List<Double> losses() {
        return Collections.unmodifiableList(losses);
    }

    /// Returns the loss on the unseen examples before some of the steps, counted from 1.
    public NavigableMap<Integer, Double> unseenLosses() {
        return Collections.unmodifiableNavigableMap(unseenLosses);
    }

    /// Returns the numbers of the steps after which the net was kept, 0 for the beginning.
    public List<Integer> stages() {
        return List.copyOf(kept.keySet());
    }

    /// Returns the net as it was after `step` steps, or at the last stage before that.
    public Mlp at(int step) {
        Map.Entry<Integer, Mlp> stage = kept.floorEntry(step);
        if (stage == null) {
            throw new IllegalArgumentException("steps are counted from 0, but step " + step + " was asked for");
        }
        return stage.getValue();
    }

    /// Returns one number of a parameter at each of the [#stages].
    ///
    /// @param name of the parameter, such as `w` of a single neuron
    /// @throws IllegalArgumentException if there is none of that name; the message lists those there are
    public double[] path(String name) {
        return kept.values().stream()
                .mapToDouble(then -> then.parameters().stream()
                        .filter(parameter -> parameter.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("the net has no parameter '" + name
                                + "'; it has "
                                + then.parameters().stream()
                                        .map(Parameter::name)
                                        .toList()))
                        .value()
                        .toArray()[0])
                .toArray();
    }

    /// Returns the share of the examples, the unseen ones where there are any, whose class comes out
    /// likeliest.
    public double accuracy() {
        Examples asked = unseen == null ? examples : unseen;
        if (asked.classes() == 0) {
            throw new IllegalStateException("only classes are right or wrong; for numbers, ask for the loss");
        }
        var out = net.outputs(asked.inputs());
        int[] right = asked.classOf();
        int count = 0;
        for (int i = 0; i < right.length; i++) {
            count += out.row(i).argmax() == right[i] ? 1 : 0;
        }
        return count / (double) right.length;
    }

    /// Returns the examples with what the net, as it was after `step` steps, makes of every place: a line,
    /// or a ground in the colour of the class.
    public XYChart picture(int step) {
        return FitPicture.of(at(step), examples, title(at(step), step));
    }

    /// Returns the picture as it is now.
    public XYChart picture() {
        return FitPicture.of(net, examples, title(net, done()));
    }

    private String title(Mlp then, int step) {
        String name = String.format(Locale.ROOT, "After %,d steps: loss %.3f", step, loss(then, examples));
        return unseen == null
                ? name
                : name + String.format(Locale.ROOT, ", on unseen examples %.3f", loss(then, unseen));
    }

    /// Returns the loss over the steps as a chart, with that on unseen examples where there are any.
    public XYChart chart() {
        String unit = examples.classes() > 0 ? "loss (nats per example)" : "loss (mean squared error)";
        if (unseen == null) {
            return Charts.line("Loss while learning", "step", unit, losses);
        }
        var lines = new LinkedHashMap<String, List<Double>>();
        List<Double> steps =
                unseenLosses.keySet().stream().map(Integer::doubleValue).toList();
        lines.put(
                "on the examples",
                unseenLosses.keySet().stream().map(i -> losses.get(i - 1)).toList());
        lines.put("on unseen examples", List.copyOf(unseenLosses.values()));
        return Charts.lines("Loss while learning", "step", unit, steps, lines);
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Plot(chart()).mime();
    }

    @Override
    public String text() {
        String now = ranAway()
                ? "the loss ran away"
                : losses.isEmpty()
                        ? "nothing learned yet"
                        : String.format(Locale.ROOT, "loss %.4f", loss(net, examples));
        return net + ", " + done() + " steps: " + now;
    }

    @Override
    public String toString() {
        return text();
    }
}

package org.vitrina.hardware;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.vitrina.file.ModelFacts;
import org.vitrina.file.ModelFile;
import org.vitrina.file.ModelReport;
import org.vitrina.transformer.Config;
import org.vitrina.transformer.Model;

/// The sizes of a model from which its memory and its speed follow.
///
/// @param name       what it is called
/// @param parameters how many numbers were trained
/// @param layers     how many blocks, `L`
/// @param width      the width of the residual stream, `d`
/// @param heads      how many heads ask
/// @param kvHeads    how many heads have keys and values
/// @param headWidth  the width of a head, `d_h`
/// @param hidden     the width of the feed-forward layers
/// @param vocabulary how many tokens it knows, `V`
/// @param tied       whether the embedding is the output matrix, too
/// @param context    how many positions it was made for
/// @param window     how many positions back a layer with a window sees; 0 where no layer has one
/// @param global     how many of the layers see everything
/// @param source     where these figures are published
public record ModelShape(
        String name,
        long parameters,
        int layers,
        int width,
        int heads,
        int kvHeads,
        int headWidth,
        int hidden,
        int vocabulary,
        boolean tied,
        int context,
        int window,
        int global,
        String source) {
    public ModelShape {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        if (parameters < 1
                || layers < 1
                || width < 1
                || heads < 1
                || kvHeads < 1
                || headWidth < 1
                || hidden < 1
                || vocabulary < 1
                || context < 1) {
            throw new IllegalArgumentException("every size of a model is at least 1, but '" + name + "' has "
                    + List.of(parameters, layers, width, heads, kvHeads, headWidth, hidden, vocabulary, context));
        }
        if (window < 0 || global < 0 || global > layers || (window == 0 && global != layers)) {
            throw new IllegalArgumentException("layers see everything or have a window, but of the " + layers
                    + " layers of '" + name + "' " + global + " see everything, and the window is " + window);
        }
    }

    /// Returns a model all of whose layers see everything.
    public static ModelShape of(
            String name,
            long parameters,
            int layers,
            int width,
            int heads,
            int kvHeads,
            int headWidth,
            int hidden,
            int vocabulary,
            boolean tied,
            int context,
            String source) {
        return new ModelShape(
                name,
                parameters,
                layers,
                width,
                heads,
                kvHeads,
                headWidth,
                hidden,
                vocabulary,
                tied,
                context,
                0,
                layers,
                source);
    }

    /// Returns the sizes of an open model.
    public static ModelShape of(Model model) {
        return of(model.name(), model.parameters(), model.config());
    }

    private static ModelShape of(String name, long parameters, Config config) {
        int layers = config.layers();
        int window = config.sliding() == null ? 0 : config.sliding().window();
        int global = window == 0 ? layers : layers / config.sliding().every();
        return new ModelShape(
                name,
                parameters,
                layers,
                config.width(),
                config.attention().heads(),
                config.attention().kvHeads(),
                config.attention().width(),
                config.hidden(),
                config.vocabulary(),
                !config.has(Config.Part.SEPARATE_OUTPUT),
                config.context(),
                window,
                global,
                "the model itself");
    }

    /// Returns the sizes that a file tells of its model, which need not be one that runs here. Only the
    /// file's header is read.
    ///
    /// @throws IllegalArgumentException if the file does not tell a size, or one that no model has
    public static ModelShape of(String name, ModelFile file) {
        ModelReport report = ModelReport.of(file);
        ModelFacts facts = report.facts();
        int layers = size(name, facts, "layers");
        int heads = size(name, facts, "heads");
        Object key = file.metadata().get(facts.text("architecture").orElse("") + ".attention.sliding_window");
        int window = key instanceof Integer positions && positions > 0 ? positions : 0;
        // files do not say which layers have the window: the last of each group has none
        int group = switch (facts.text("architecture").orElse("")) {
            case "gemma2", "gpt-oss", "gpt_oss" -> 2;
            case "gemma3", "gemma3_text" -> 6;
            default -> Integer.MAX_VALUE;
        };
        return new ModelShape(
                name,
                Math.max(1, report.parameters()),
                layers,
                size(name, facts, "width"),
                heads,
                facts.number("kvHeads").isPresent() ? size(name, facts, "kvHeads") : heads,
                size(name, facts, "headWidth"),
                size(name, facts, "feedForward"),
                size(name, facts, "vocabulary"),
                !file.tensors().containsKey("output.weight") && !file.tensors().containsKey("lm_head.weight"),
                size(name, facts, "context"),
                window,
                window == 0 ? layers : layers / group,
                "the file");
    }

    private static int size(String name, ModelFacts facts, String fact) {
        OptionalLong number = facts.number(fact);
        if (number.isEmpty() || number.getAsLong() < 1 || number.getAsLong() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("to say what '" + name + "' needs, its file has to tell its " + fact
                    + ", a number of at least 1, but it tells "
                    + (number.isEmpty() ? "nothing" : number.getAsLong()));
        }
        return (int) number.getAsLong();
    }

    /// Returns how many positions all layers together keep keys and values for, after `tokens` tokens:
    /// all of them in a layer that sees everything, at most the window in one that has a window.
    public long keptPositions(long tokens) {
        if (tokens < 0) {
            throw new IllegalArgumentException("a context has at least 0 tokens, but got " + tokens);
        }
        long local = window == 0 ? 0 : Math.multiplyExact((long) layers - global, Math.min(tokens, window));
        return Math.addExact(Math.multiplyExact((long) global, tokens), local);
    }

    /// Returns how many numbers are kept for one position of one layer: a key and a value for each head.
    public long numbersPerPosition() {
        return 2L * kvHeads * headWidth;
    }

    /// Returns the bytes of keys and values for `tokens` tokens:
    /// `2 · L · kvHeads · headWidth · T · bytes`, with fewer positions where layers have a window.
    ///
    /// @param bytesPerNumber 2 for 16-bit floats, 1 for 8 bits
    public double cacheBytes(long tokens, double bytesPerNumber) {
        return (double) keptPositions(tokens) * numbersPerPosition() * bytesPerNumber;
    }

    /// Returns how many tokens of context fit into `bytes` of keys and values, at most `most`; 0 if none
    /// does.
    public long tokensIn(double bytes, double bytesPerNumber, long most) {
        long low = 0;
        long high = most;
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (cacheBytes(middle, bytesPerNumber) <= bytes) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    /// Returns how many parameters a model of Llama's shape with these sizes has: the embedding, an
    /// output matrix where it is not tied, and for each layer queries, keys, values and output, three
    /// feed-forward matrices and two norms.
    public long llamaParameters() {
        long d = width;
        long attention = 2 * d * heads * headWidth + 2 * d * kvHeads * headWidth;
        long layer = attention + 3 * d * hidden + 2 * d;
        return (tied ? 1 : 2) * d * vocabulary + layers * layer + d;
    }

    /// Returns how many parameters are multiplied with for each token: all but a table in which the token
    /// is only looked up.
    public long multiplied() {
        return tied ? parameters : parameters - (long) vocabulary * width;
    }
}

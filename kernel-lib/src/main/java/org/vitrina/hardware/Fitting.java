package org.vitrina.hardware;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vitrina.quantize.Format;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;

/// What fits into a memory: for each model and each number format the longest context for which there is
/// room beside the weights.
///
/// @param memory        bytes that there are
/// @param reserve       the share of them that is left free for the system, the program and its buffers
/// @param bytesPerValue of a number in keys and values
public record Fitting(
        double memory, double reserve, double bytesPerValue, List<ModelShape> models, List<Format> formats)
        implements Showable {
    /// Returns what fits if a tenth is left free and keys and values have 16 bits.
    public static Fitting of(double memory, List<ModelShape> models, List<Format> formats) {
        return new Fitting(memory, 0.1, 2, models, formats);
    }

    public Fitting {
        if (!(memory > 0) || !(reserve >= 0 && reserve < 1) || !(bytesPerValue > 0)) {
            throw new IllegalArgumentException("a memory has more than 0 bytes, of which 0 to below all are left free,"
                    + " but got " + memory + " bytes and a share of " + reserve);
        }
        models = List.copyOf(models);
        formats = List.copyOf(formats);
    }

    /// Returns how many tokens of context fit beside the weights, at most as many as the model was made
    /// for; -1 if not even the weights do.
    public long tokens(ModelShape model, Format format) {
        return tokens(model, ModelMemory.weights(model.parameters(), format), memory, reserve, bytesPerValue);
    }

    /// Returns how many tokens of context fit beside weights of `weights` bytes, at most as many as the
    /// model was made for; -1 if not even the weights do.
    public static long tokens(ModelShape model, double weights, double memory, double reserve, double bytesPerValue) {
        double left = memory * (1 - reserve) - weights - ModelMemory.activations(model, ModelMemory.ROWS);
        return left < 0 ? -1 : model.tokensIn(left, bytesPerValue, model.context());
    }

    /// Returns a cell for each model and format: how much of the model's own context fits.
    public Figure.Heatmap figure() {
        double[][] shares = models.stream()
                .map(model -> formats.stream()
                        .mapToDouble(format -> {
                            long tokens = tokens(model, format);
                            return tokens < 0 ? Double.NaN : (double) tokens / model.context();
                        })
                        .toArray())
                .toArray(double[][]::new);
        List<List<String>> texts = models.stream()
                .map(model -> formats.stream()
                        .map(format -> text(model, tokens(model, format)))
                        .toList())
                .toList();
        return new Figure.Heatmap(
                "tokens of context that fit beside the weights into %s; darker: more of what the model was made for"
                        .formatted(Amounts.bytes(memory)),
                "model",
                "number format",
                // a space in a label is shown as a dot
                models.stream().map(model -> model.name().replace(' ', '-')).toList(),
                formats.stream().map(Format::name).toList(),
                shares,
                texts);
    }

    private static String text(ModelShape model, long tokens) {
        if (tokens < 0) return "–";
        return tokens == model.context() ? "all:" + Amounts.tokens(tokens) : String.format(Locale.ROOT, "%,d", tokens);
    }

    @Override
    public String toString() {
        return models.stream()
                .map(model -> model.name() + ": "
                        + formats.stream()
                                .map(format -> format.name() + " " + text(model, tokens(model, format)))
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public MimeBundle mime() {
        return figure().mime();
    }
}

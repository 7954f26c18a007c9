package org.vitrina.kernel;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.series.Series;
import org.vitrina.interact.Part;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// Finds the forms in which a value is shown. `text/plain` is always among them, and whatever a value's own
/// code does while it is asked, a bundle comes back.
final class Displayers {
    private final StockRenderer renderer = new StockRenderer();
    private final IJavaCells ijava;

    Displayers(IJavaCells ijava) {
        this.ijava = ijava;
    }

    Renderer renderer() {
        return renderer;
    }

    MimeBundle show(Object value) {
        if (value instanceof Part part) {
            // runs code of the cell, and what that throws is the cell's error
            return part.mime();
        }
        return guarded(value, () -> forms(value));
    }

    /// Shows a value as these MIME types and as text. A type that it cannot be shown as is left out, as in IJava.
    MimeBundle show(Object value, String... types) {
        if (types.length == 0) {
            return show(value);
        }
        return value instanceof Part part
                ? only(part.mime(), part, types)
                : guarded(value, () -> only(forms(value, types), value, types));
    }

    private static MimeBundle guarded(Object value, Supplier<MimeBundle> show) {
        try {
            return show.get();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return MimeBundle.of(CellNames.ofClass(value.getClass().getName()) + " (it cannot be shown: "
                    + CellNames.ofClass(e.getClass().getName()) + (e.getMessage() == null ? "" : ": " + e.getMessage())
                    + ")");
        }
    }

    private static MimeBundle only(MimeBundle all, Object value, String... types) {
        var chosen = MimeBundle.of(all.text());
        for (String type : types) {
            Object form = all.forms().get(type);
            if (form == null) {
                form = otherForm(value, type);
            }
            if (form != null) {
                chosen = chosen.with(type, form);
            }
            if (all.metadata().containsKey(type)) {
                chosen = chosen.withMetadata(type, all.metadata().get(type));
            }
        }
        return chosen;
    }

    /// Returns a form that nobody gets who does not ask for it, or null.
    private static Object otherForm(Object value, String type) {
        return switch (value) {
            case CharSequence text when StockRenderer.TEXTS.contains(type) -> text.toString();
            case BufferedImage image
            when type.equals("image/jpeg") || type.equals("image/gif") ->
                encoded(image, type.substring("image/".length()));
            case null, default -> null;
        };
    }

    private static byte[] encoded(BufferedImage image, String format) {
        // JPEG knows no transparency
        var opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        opaque.createGraphics().drawImage(image, 0, 0, Color.WHITE, null);
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(opaque, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("the image could not be written to memory", e);
        }
        return bytes.toByteArray();
    }

    private MimeBundle forms(Object value, String... types) {
        if (value != null && renderer.knows(value)) {
            return renderer.show(value, types);
        }
        if (value != null && ijava.knows(value)) {
            return ijava.show(value, types);
        }
        return switch (value) {
            case null -> MimeBundle.of("null");
            case MimeBundle bundle -> bundle;
            case DisplayData data -> StockRenderer.bundle(data, "");
            case Showable showable -> showable.mime();
            case Chart<?, ?> chart -> chart(chart);
            case BufferedImage image -> image(image);
            case Table table -> new Figure.Data(table).mime();
            case Column<?> column -> new Figure.Data(Table.create(column.name(), column)).mime();
            case Map<?, ?> map -> MimeBundle.of(ValueText.of(map)).withHtml(ValueHtml.ofMap(map));
            case Collection<?> items
            when ValueHtml.areRecords(items) ->
                MimeBundle.of(ValueText.of(items)).withHtml(ValueHtml.ofRecords(items));
            case Object[] rows
            when ValueHtml.isMatrix(rows) -> MimeBundle.of(ValueText.of(rows)).withHtml(ValueHtml.ofMatrix(rows));
            default -> MimeBundle.of(ValueText.of(value));
        };
    }

    /// Returns a value as text on one line, for a list of variables.
    String line(Object value) {
        String text;
        try {
            text = value instanceof Table table ? table.shape() : ValueText.of(value);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            text = "(it cannot be shown: " + e.getClass().getName() + ")";
        }
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= 120 ? line : line.substring(0, 119) + "…";
    }

    private static MimeBundle chart(Chart<?, ?> chart) {
        String title = chart.getTitle() == null || chart.getTitle().isBlank() ? "" : " “" + chart.getTitle() + "”";
        String series =
                chart.getSeriesCollection().stream().map(Series::getName).collect(Collectors.joining(", "));
        return MimeBundle.of("Chart" + title + (series.isEmpty() ? "" : ": " + series))
                .withPng(Charts.png(chart), chart.getWidth(), chart.getHeight());
    }

    private static MimeBundle image(BufferedImage image) {
        return MimeBundle.of("Image, " + image.getWidth() + " × " + image.getHeight() + " pixels")
                .withPng(Charts.png(image), image.getWidth(), image.getHeight());
    }
}

package org.vitrina.show;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Draws small matrices side by side.
final class TilesImage {
    /// How wide and how high all tiles together may be, in CSS pixels.
    private static final int WIDTH = 760;

    private static final int HEIGHT = 900;

    private static final int SMALLEST_TILE = 12;
    private static final int LARGEST_TILE = 120;
    private static final int GAP = 4;
    private static final int LABEL = 16;
    private static final int SCALE = 2;
    private static final Color FRAME = new Color(0xC8CED4);
    private static final Color TEXT = new Color(0x1B1F24);

    private TilesImage() {}

    static String html(Figure.Tiles tiles) {
        String axes = "%s ↓  %s →; white is 0, the strongest colour %s"
                .formatted(tiles.rowAxis(), tiles.columnAxis(), FigureText.number(largest(tiles)));
        BufferedImage image = image(tiles);
        return FigureHtml.image(Charts.png(image), image.getWidth() / SCALE, tiles.title()) + "<small>"
                + Html.escape(axes) + "</small>";
    }

    static MimeBundle withPng(MimeBundle forms, Figure.Tiles tiles) {
        BufferedImage image = image(tiles);
        return forms.withPng(Charts.png(image), image.getWidth() / SCALE, image.getHeight() / SCALE);
    }

    static byte[] png(Figure.Tiles tiles) {
        return Charts.png(image(tiles));
    }

    private static BufferedImage image(Figure.Tiles tiles) {
        int columns = Math.max(1, tiles.columns().size());
        int left = 10 + 7 * tiles.rows().stream().mapToInt(String::length).max().orElse(0);
        int fitting = Math.min(
                        (WIDTH - left) / columns,
                        HEIGHT / Math.max(1, tiles.rows().size()))
                - GAP;
        int tile = Math.clamp(fitting, SMALLEST_TILE, LARGEST_TILE);
        int width = left + columns * (tile + GAP);
        int height = LABEL + Math.max(1, tiles.rows().size()) * (tile + GAP);
        var image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        try {
            canvas.setColor(Color.WHITE);
            canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
            canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, SCALE * 11));
            labels(canvas, tiles, left, tile);
            double largest = largest(tiles);
            for (int r = 0; r < tiles.rows().size(); r++) {
                for (int c = 0; c < tiles.columns().size(); c++) {
                    int x = SCALE * (left + c * (tile + GAP));
                    int y = SCALE * (LABEL + r * (tile + GAP));
                    draw(canvas, image, tiles.matrices().get(r).get(c), x, y, SCALE * tile, largest);
                }
            }
        } finally {
            canvas.dispose();
        }
        return image;
    }

    private static void labels(Graphics2D canvas, Figure.Tiles tiles, int left, int tile) {
        canvas.setColor(TEXT);
        FontMetrics font = canvas.getFontMetrics();
        List<String> columns = tiles.columns();
        for (int c = 0; c < columns.size(); c++) {
            int middle = SCALE * (left + c * (tile + GAP)) + SCALE * tile / 2;
            canvas.drawString(columns.get(c), middle - font.stringWidth(columns.get(c)) / 2, SCALE * (LABEL - 4));
        }
        List<String> rows = tiles.rows();
        for (int r = 0; r < rows.size(); r++) {
            int middle = SCALE * (LABEL + r * (tile + GAP)) + SCALE * tile / 2;
            canvas.drawString(
                    rows.get(r), SCALE * (left - 6) - font.stringWidth(rows.get(r)), middle + font.getAscent() / 2 - 2);
        }
    }

    /// Draws one matrix; each pixel shows the largest value of those that it covers, so that none is lost.
    private static void draw(
            Graphics2D canvas, BufferedImage image, double[][] matrix, int x, int y, int size, double largest) {
        canvas.setColor(FRAME);
        canvas.drawRect(x - 1, y - 1, size + 1, size + 1);
        int rows = matrix.length;
        for (int py = 0; py < size && rows > 0; py++) {
            int fromRow = py * rows / size;
            int toRow = Math.max(fromRow + 1, (py + 1) * rows / size);
            int columns = matrix[fromRow].length;
            for (int px = 0; px < size && columns > 0; px++) {
                int from = px * columns / size;
                int to = Math.max(from + 1, (px + 1) * columns / size);
                image.setRGB(x + px, y + py, HeatmapHtml.colour(strongest(matrix, fromRow, toRow, from, to), largest));
            }
        }
    }

    private static double strongest(double[][] matrix, int fromRow, int toRow, int from, int to) {
        double strongest = 0;
        for (int r = fromRow; r < toRow; r++) {
            for (int c = from; c < to; c++) {
                if (Math.abs(matrix[r][c]) > Math.abs(strongest)) {
                    strongest = matrix[r][c];
                }
            }
        }
        return strongest;
    }

    private static double largest(Figure.Tiles tiles) {
        return tiles.matrices().stream()
                .flatMap(List::stream)
                .flatMap(matrix -> matrix.length == 0 ? Stream.empty() : Arrays.stream(matrix))
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(0);
    }
}

package org.vitrina.show;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/// Draws boxes and arrows.
final class GraphImage {
    private static final int SCALE = 2;
    private static final int MARGIN = 6;
    private static final int GAP_ACROSS = 34;
    private static final int GAP_DOWN = 12;
    private static final int LINE = 16;
    private static final int PADDING = 8;
    private static final int NARROWEST = 112;
    private static final int WIDEST = 170;

    /// The light colours of cells, as in `figure.css`.
    private static final Color[] FILLS = {
        new Color(0xD5E6F5), new Color(0xFDEBC8), new Color(0xD3EFE4),
        new Color(0xF5E1EC), new Color(0xFBDCCB), new Color(0xE6E6E6),
    };

    private static final Color TEXT = new Color(0x1B1F24);
    private static final Color FRAME = new Color(0x8C959F);
    private static final Color ARROW = new Color(0x6E7781);
    private static final Color MARK = new Color(0xB34700);
    private static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private final Figure.Graph graph;
    private final GraphLayout layout;
    private final int[] left;
    private final int[] widths;
    private final int height;
    private final int lines;

    private GraphImage(Figure.Graph graph) {
        this.graph = graph;
        layout = GraphLayout.of(graph);
        lines = 1
                + graph.vertices().stream()
                        .mapToInt(v -> v.lines().size())
                        .max()
                        .orElse(0);
        int columns = Arrays.stream(layout.columns()).max().orElse(0) + 1;
        widths = new int[columns];
        Arrays.fill(widths, NARROWEST);
        Graphics2D ruler = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        for (int i = 0; i < layout.columns().length; i++) {
            int column = layout.columns()[i];
            widths[column] = Math.min(
                    WIDEST,
                    Math.max(widths[column], needed(ruler, graph.vertices().get(i))));
        }
        ruler.dispose();
        left = new int[columns];
        for (int column = 0; column < columns; column++) {
            left[column] = column == 0 ? MARGIN : left[column - 1] + widths[column - 1] + GAP_ACROSS;
        }
        double lowest = Arrays.stream(layout.rows()).max().orElse(0);
        height = (int) Math.ceil(2 * MARGIN + lowest * (box() + GAP_DOWN) + box());
    }

    static String html(Figure.Graph graph) {
        var drawing = new GraphImage(graph);
        String alt = graph.title() + "\n" + FigureText.graph(graph);
        return "<div class=\"vitrina-wide\">" + FigureHtml.image(Charts.png(drawing.image()), drawing.width(), alt)
                + "</div>";
    }

    static MimeBundle withPng(MimeBundle forms, Figure.Graph graph) {
        var drawing = new GraphImage(graph);
        return forms.withPng(Charts.png(drawing.image()), drawing.width(), drawing.height);
    }

    private int width() {
        return left[left.length - 1] + widths[widths.length - 1] + MARGIN;
    }

    private int box() {
        return lines * LINE + 2 * PADDING - 4;
    }

    private static int needed(Graphics2D ruler, Figure.Vertex vertex) {
        int needed = ruler.getFontMetrics(BOLD).stringWidth(VisibleText.line(vertex.text()));
        for (String line : vertex.lines()) {
            needed = Math.max(needed, ruler.getFontMetrics(PLAIN).stringWidth(VisibleText.line(line)));
        }
        return needed + 2 * PADDING;
    }

    private BufferedImage image() {
        var image = new BufferedImage(SCALE * width(), SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        try {
            canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            canvas.setColor(Color.WHITE);
            canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
            canvas.scale(SCALE, SCALE);
            graph.edges().forEach(edge -> arrow(canvas, edge));
            for (int i = 0; i < graph.vertices().size(); i++) {
                box(canvas, i);
            }
        } finally {
            canvas.dispose();
        }
        return image;
    }

    private double top(int vertex) {
        return MARGIN + layout.rows()[vertex] * (box() + GAP_DOWN);
    }

    private void arrow(Graphics2D canvas, Figure.Edge edge) {
        int from = layout.columns()[edge.from()];
        double x1 = left[from] + widths[from];
        double y1 = top(edge.from()) + box() / 2.0;
        double x2 = left[layout.columns()[edge.to()]];
        double y2 = top(edge.to()) + box() / 2.0;
        double middle = Math.max(x1 + 4, x2 - GAP_ACROSS / 2.0);
        canvas.setColor(ARROW);
        canvas.setStroke(new BasicStroke(1.3f));
        canvas.draw(new CubicCurve2D.Double(x1, y1, middle, y1, middle, y2, x2 - 5, y2));
        var head = new Path2D.Double();
        head.moveTo(x2, y2);
        head.lineTo(x2 - 7, y2 - 4);
        head.lineTo(x2 - 7, y2 + 4);
        head.closePath();
        canvas.fill(head);
    }

    private void box(Graphics2D canvas, int i) {
        Figure.Vertex vertex = graph.vertices().get(i);
        int column = layout.columns()[i];
        var outline = new RoundRectangle2D.Double(left[column], top(i), widths[column], box(), 8, 8);
        canvas.setColor(FILLS[vertex.colour()]);
        canvas.fill(outline);
        canvas.setColor(vertex.marked() ? MARK : FRAME);
        canvas.setStroke(new BasicStroke(vertex.marked() ? 3 : 1));
        canvas.draw(outline);
        canvas.setColor(TEXT);
        double y = top(i) + PADDING + 10;
        line(canvas, BOLD, vertex.text(), column, y);
        for (String text : vertex.lines()) {
            y += LINE;
            line(canvas, PLAIN, text, column, y);
        }
    }

    private void line(Graphics2D canvas, Font font, String text, int column, double y) {
        canvas.setFont(font);
        String shown = VisibleText.line(text);
        var metrics = canvas.getFontMetrics();
        while (shown.length() > 1 && metrics.stringWidth(shown) > widths[column] - PADDING) {
            shown = shown.substring(0, shown.offsetByCodePoints(shown.length(), shown.endsWith("…") ? -2 : -1)) + "…";
        }
        float x = left[column] + (widths[column] - metrics.stringWidth(shown)) / 2f;
        canvas.drawString(shown, x, (float) y);
    }
}

package org.vitrina.kernel.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrina.kernel.notebook.Cell;
import org.vitrina.kernel.notebook.CellOutput;
import org.vitrina.kernel.notebook.Notebook;
import org.vitrina.kernel.notebook.NotebookRun;

@DisplayName("A lesson's page")
class NotebookPageTests {
    private static final String FONT_SAFE = "<>&\"'";

    @Nested
    @DisplayName("has around its content")
    class Frame {
        private final String html = page(notebook(
                "{\"vitrina\": {\"language\": \"es-PE\"}}",
                new Cell.Markdown("a", "# One & *two*\n\nText.\n\n## A part\n\n### A smaller part"),
                new Cell.Code("b", "1")));

        @Test
        @DisplayName("the language of the notebook, a title, and words of its own in that language")
        void language() {
            assertTrue(html.startsWith("<!DOCTYPE html>\n<html lang=\"es-PE\">"), html.substring(0, 60));
            assertTrue(html.contains("<title>One &amp; two</title>"));
            assertTrue(html.contains("aria-label=\"Contenido\""));
        }

        @Test
        @DisplayName("a contents list under the title, with the anchors of the headings")
        void contents() {
            assertTrue(html.contains("<li class=\"level2\"><a href=\"#a-part\">A part</a></li>"));
            assertTrue(html.contains("<li class=\"level3\"><a href=\"#a-smaller-part\">A smaller part</a></li>"));
            assertTrue(html.indexOf("</h1>") < html.indexOf("<nav class=\"contents\""));
        }

        @Test
        @DisplayName("nothing that a browser would fetch")
        void selfContained() {
            assertFalse(html.matches("(?s).*<(link|iframe|object|embed|base)\\b.*"));
            assertFalse(html.matches("(?s).*(src|srcset|poster)=\"(?!data:).*"));
            assertFalse(html.matches("(?s).*(url\\(|@import).*"));
        }

        @Test
        @DisplayName("the lessons before and after it")
        void neighbours() {
            String middle = new NotebookPage(
                            lesson("02", "Two"),
                            run(notebook("{}")),
                            Path.of("."),
                            Optional.of(lesson("01", "<One>")),
                            Optional.of(lesson("03", "Three")))
                    .html();
            assertTrue(middle.contains("<a rel=\"prev\" href=\"01.html\">← &lt;One&gt;</a>"), middle);
            assertTrue(middle.contains("<a rel=\"next\" href=\"03.html\">Three →</a>"), middle);
            assertTrue(middle.contains("<a href=\"index.html\">All lessons</a>"), middle);
        }

        @Test
        @DisplayName("no language that is not one")
        void hostileLanguage() {
            String html = page(notebook("{\"vitrina\": {\"language\": \"\\\"><script>alert(1)</script>\"}}"));
            assertTrue(html.startsWith("<!DOCTYPE html>\n<html lang=\"en\">"));
        }
    }

    @Nested
    @DisplayName("shows of a code cell")
    class Code {
        @Test
        @DisplayName("its coloured code, its number, and how long it ran where that is worth telling")
        void code() {
            var cell = new Cell.Code("b", "var x = 1;\n", new JsonObject(), 3, List.of(), new JsonObject());
            var run = new NotebookRun(
                    notebook("{}", cell),
                    1,
                    0,
                    0,
                    0,
                    Map.of("b", Duration.ofMillis(1234)),
                    Duration.ofSeconds(2),
                    List.of());
            String html = page(run);
            assertTrue(
                    html.contains("<code><span class=\"k\">var</span> x = <span class=\"n\">1</span>;</code>"), html);
            assertTrue(html.contains("<span class=\"count\">[3] 1.2 s</span>"), html);
            assertTrue(html.contains("Executed by Vitrina: 2.0 s"), html);
        }

        @Test
        @DisplayName("magics and other languages plain")
        void magics() {
            assertTrue(page(notebook("{}", new Cell.Code("b", "%maven a:b:1\nint x;")))
                    .contains("<span class=\"m\">%maven a:b:1</span>\n<span class=\"k\">int</span> x;"));
            assertTrue(page(notebook("{}", new Cell.Code("b", "%%html\n<b class=\"x\">")))
                    .contains("<span class=\"m\">%%html\n&lt;b class=&quot;x&quot;&gt;</span>"));
        }

        @Test
        @DisplayName("nothing of what its tags hide")
        void hidden() {
            JsonObject tag =
                    JsonParser.parseString("{\"tags\": [\"remove-input\"]}").getAsJsonObject();
            var cell = new Cell.Code(
                    "b", "secret", tag, 1, List.of(new CellOutput.Stream("stdout", "shown")), new JsonObject());
            String html = page(notebook("{}", cell));
            assertTrue(html.contains("shown") && !html.contains("secret"));
        }

        @Test
        @DisplayName("where the run stopped, with a way there, and which cells did not run")
        void stopped() {
            var failure = new NotebookRun.Failure(1, "b", "Boom: <b>", List.of());
            var run = new NotebookRun(
                    notebook("{}", new Cell.Code("b", "boom"), new Cell.Code("c", "later")),
                    1,
                    0,
                    0,
                    0,
                    Map.of(),
                    Duration.ZERO,
                    List.of(failure));
            String html = page(run);
            assertTrue(html.contains("<a href=\"#cell-b\">[1]</a> Boom: &lt;b&gt;"), html);
            assertTrue(html.contains("<section class=\"cell failed\" id=\"cell-b\">"), html);
            assertTrue(html.contains("<span class=\"count\">not run</span>"), html);
        }
    }

    @Nested
    @DisplayName("shows an output")
    class Outputs {
        @ParameterizedTest
        @DisplayName("in the richest form that it has")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"text/plain\": \"a<b\"}|<pre class=\"line\" tabindex=\"0\">a&lt;b</pre>",
                    "{\"text/plain\": \"x\", \"text/html\": \"<i>y</i>\"}|<div class=\"rich\"><i>y</i></div>",
                    "{\"text/plain\": \"x\", \"text/html\": \"<i>y</i>\", \"image/png\": \"iVBORw==\"}|<i>y</i>",
                    "{\"text/plain\": \"a \\\"chart\\\"\", \"image/png\": \"iVBO\\nRw==\"}|<img src=\"data:image/png;base64,iVBORw==\" alt=\"a &quot;chart&quot;\" width=\"800\">",
                    "{\"text/plain\": \"x\", \"image/svg+xml\": \"<svg onload='alert(1)'/>\"}|<img src=\"data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9J2FsZXJ0KDEpJy8+\" alt=\"x\">",
                    "{\"text/plain\": \"x\", \"text/markdown\": \"**y** <script>\"}|<strong>y</strong> &lt;script&gt;",
                    "{\"text/plain\": \"x\", \"text/latex\": \"$$\\\\alpha$$\"}|<math display=\"block\" alttext=\"\\alpha\"><mi>α</mi></math>",
                    "{\"text/plain\": \"x\", \"text/latex\": \"$\\\\alpha$\"}|<math alttext=\"\\alpha\"><mi>α</mi></math>",
                    "{\"text/plain\": \"x\", \"image/png\": \"\\\"><script>\"}|<pre class=\"line\" tabindex=\"0\">x</pre>",
                    "{\"application/json\": {\"a\": \"<b>\"}}|{&quot;a&quot;:&quot;&lt;b&gt;&quot;}",
                })
        void forms(String data, String expected) {
            JsonObject width =
                    JsonParser.parseString("{\"image/png\": {\"width\": 800}}").getAsJsonObject();
            var output =
                    new CellOutput.Display(JsonParser.parseString(data).getAsJsonObject(), width, new JsonObject());
            String html = page(output);
            assertTrue(html.contains(expected), html.substring(html.indexOf("<main>")));
        }

        @Test
        @DisplayName("printed in colours, as spans, and errors with the traceback")
        void terminal() {
            assertTrue(page(new CellOutput.Stream("stdout", "\u001B[31mred\u001B[0m <b>"))
                    .contains("<span class=\"ansi31\">red</span> &lt;b&gt;"));
            assertTrue(page(new CellOutput.Stream("stderr", "warn"))
                    .contains("class=\"out stderr\" role=\"group\" aria-label=\"Error output\""));
            assertTrue(page(new CellOutput.Error("E", "v", List.of("line <1>", "^"), new JsonObject()))
                    .contains("line &lt;1&gt;\n^"));
            assertTrue(page(new CellOutput.Error("E", "v", List.of(), new JsonObject()))
                    .contains(">E: v</pre>"));
        }

        @Test
        @DisplayName("with a size that is not a number as if it had none")
        void hostileSize() {
            JsonObject size = JsonParser.parseString("{\"image/png\": {\"width\": \"1\\\" onload=\\\"alert(1)\"}}")
                    .getAsJsonObject();
            JsonObject data =
                    JsonParser.parseString("{\"image/png\": \"AAAA\"}").getAsJsonObject();
            assertTrue(
                    page(new CellOutput.Display(data, size, new JsonObject())).contains("base64,AAAA\" alt=\"\">"));
        }

        private String page(CellOutput output) {
            return NotebookPageTests.page(
                    notebook("{}", new Cell.Code("b", "x", new JsonObject(), 1, List.of(output), new JsonObject())));
        }
    }

    @Test
    @DisplayName("whose every text is hostile still holds only its own elements")
    void hostile() {
        String evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)>" + FONT_SAFE;
        var cells = List.of(
                new Cell.Markdown(
                        "a",
                        "# " + evil + "\n\n## " + evil + "\n\n[" + evil + "](" + evil + ")\n\n`" + evil + "` $" + evil
                                + "$"),
                new Cell.Code(
                        "b",
                        evil,
                        new JsonObject(),
                        1,
                        List.of(
                                new CellOutput.Stream("stdout", evil),
                                new CellOutput.Stream(evil, evil),
                                new CellOutput.Error(evil, evil, List.of(evil), new JsonObject())),
                        new JsonObject()));
        var failure = new NotebookRun.Failure(1, "b", evil, List.of(evil));
        var run = new NotebookRun(Notebook.of(cells), 1, 0, 0, 0, Map.of(), Duration.ZERO, List.of(failure));
        String html = page(run)
                + NotebookIndex.html(
                        evil, List.of(new NotebookIndex.Entry(Lesson.of(evil, run.notebook()), Optional.of(run))));
        assertFalse(html.contains("<script"), html);
        assertFalse(html.contains("<img"), html);
    }

    @Test
    @DisplayName("tells code and errors apart by colours that have the contrast of WCAG 2.2 AA on their ground")
    void contrast() {
        Map<String, String> variables = new TreeMap<>();
        Matcher variable = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});").matcher(PageFrame.STYLE);
        while (variable.find()) {
            variables.put(variable.group(1), variable.group(2));
        }
        for (String name : List.of(
                "ink",
                "soft",
                "link",
                "keyword",
                "string",
                "number",
                "comment",
                "annotation",
                "magic",
                "bad",
                "good")) {
            for (String ground : List.of("paper", "code-paper", "bad-paper")) {
                assertContrast(variables.get(name), variables.get(ground), name + " on " + ground);
            }
        }
        Matcher ansi = Pattern.compile("\\.ansi(3[0-7])[^{]*\\{ color: (#[0-9a-f]{6}); }")
                .matcher(PageFrame.STYLE);
        int colours = 0;
        while (ansi.find()) {
            colours++;
            assertContrast(ansi.group(2), variables.get("bad-paper"), "ansi" + ansi.group(1) + " in an error");
        }
        assertEquals(8, colours);
    }

    private static void assertContrast(String ink, String paper, String what) {
        double light = Math.max(luminance(ink), luminance(paper));
        double dark = Math.min(luminance(ink), luminance(paper));
        double ratio = (light + 0.05) / (dark + 0.05);
        assertTrue(ratio >= 4.5, what + " has a contrast of " + ratio);
    }

    /// Returns the relative luminance as WCAG 2.2 defines it.
    private static double luminance(String colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double c = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    @Nested
    @DisplayName("and the list of lessons")
    class Index {
        @Test
        @DisplayName("says what each lesson is about and how its run went")
        void entries() {
            Notebook notebook = notebook(
                    "{}",
                    new Cell.Markdown("a", "# Title\n\nThe *first* paragraph, with $x$ and `code`.\n\nThe second."));
            var failure = new NotebookRun.Failure(3, "a", "Boom", List.of());
            var failed = new NotebookRun(notebook, 1, 0, 0, 0, Map.of(), Duration.ZERO, List.of(failure));
            Lesson lesson = Lesson.of("02-x.ipynb", notebook);
            String html = NotebookIndex.html(
                    "All",
                    List.of(
                            new NotebookIndex.Entry(lesson, Optional.of(run(notebook))),
                            new NotebookIndex.Entry(lesson, Optional.of(failed)),
                            new NotebookIndex.Entry(lesson, Optional.empty())));
            assertTrue(html.contains("<a href=\"02-x.html\">Title</a>"), html);
            assertTrue(html.contains("<p>The first paragraph, with x and code.</p>"), html);
            assertTrue(html.contains("✓ 0 cells, 0.0 s"), html);
            assertTrue(html.contains("✗ cell 3: Boom"), html);
            assertEquals(2, html.split("class=\"status", -1).length - 1);
        }

        @Test
        @DisplayName("calls a lesson by its file's name if it has no heading")
        void noHeading() {
            assertEquals("02-x", Lesson.of("02-x.ipynb", notebook("{}")).title());
        }
    }

    private static Notebook notebook(String metadata, Cell... cells) {
        return new Notebook(List.of(cells), JsonParser.parseString(metadata).getAsJsonObject(), 5, new JsonObject());
    }

    private static NotebookRun run(Notebook notebook) {
        return new NotebookRun(notebook, 0, 0, 0, 0, Map.of(), Duration.ZERO, List.of());
    }

    private static Lesson lesson(String name, String title) {
        return new Lesson(name + ".html", title, "", "en");
    }

    private static String page(Notebook notebook) {
        return page(run(notebook));
    }

    private static String page(NotebookRun run) {
        return new NotebookPage(
                        Lesson.of("x.ipynb", run.notebook()), run, Path.of("."), Optional.empty(), Optional.empty())
                .html();
    }
}

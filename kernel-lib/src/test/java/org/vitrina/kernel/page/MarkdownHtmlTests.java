package org.vitrina.kernel.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Markdown in a page")
class MarkdownHtmlTests {
    @TempDir
    Path home;

    private Path folder;

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createDirectory(home.resolve("lesson"));
    }

    private final Headings headings = new Headings();

    private String html(String markdown) {
        return new MarkdownHtml(headings, new Images(folder, new JsonObject())).html(markdown);
    }

    @Nested
    @DisplayName("follows CommonMark and GitHub's tables:")
    class Standard {
        @ParameterizedTest
        @DisplayName("examples of the specification 0.31.2")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "*foo bar*|<p><em>foo bar</em></p>", // example 350
                    "**foo bar**|<p><strong>foo bar</strong></p>", // 378
                    "`` foo ` bar ``|<p><code>foo ` bar</code></p>", // 329, without its escapes
                    "[link](/uri \"title\")|<p><a href=\"/uri\" title=\"title\">link</a></p>", // 482
                    "<http://foo.bar.baz>|<p><a href=\"http://foo.bar.baz\">http://foo.bar.baz</a></p>", // 594
                    "1.  a|<ol><li>a</li></ol>",
                })
        void examples(String markdown, String expected) {
            assertEquals(expected, html(markdown).strip().replace("\n", ""));
        }

        @Test
        @DisplayName("a table has a head, a body and the alignment of its columns")
        void table() {
            String html = html("| a | b |\n|---|--:|\n| 1 | 2 |\n");
            assertTrue(html.contains("<th align=\"right\">b</th>"), html);
            assertTrue(html.contains("<td align=\"right\">2</td>"), html);
        }
    }

    @Nested
    @DisplayName("has formulas")
    class Formulas {
        @ParameterizedTest
        @DisplayName("between dollars, and leaves prices and code alone")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "$x$|1",
                    "a $x$ b $y$ c|2",
                    "$5 and $6|0",
                    "from $5 to $6, or $7|0",
                    "$20,000 and USD$30,000|0", // Pandoc's manual
                    "`` `$x$` ``|0",
                    "\\$x\\$|0",
                    "$ x $|0",
                    "$x|0",
                    "$$|0",
                    "$$x$$ is in a line|1",
                    "costs $5: $x$|1",
                    "$a_b$ and *c_d*|1",
                })
        void dollars(String markdown, int formulas) {
            String html = html(markdown);
            assertEquals(formulas, html.split("<math", -1).length - 1, html);
        }

        @Test
        @DisplayName("whose underscores and stars are not emphasis")
        void raw() {
            String html = html("$a_1 * b_2 * c_3$");
            assertFalse(html.contains("<em>"), html);
            assertEquals(3, html.split("<msub>", -1).length - 1, html);
        }

        @Test
        @DisplayName("on lines of their own, also where a line begins like a list")
        void displayed() {
            String html = html("before\n$$\na\n- b\n+ c\n$$\nafter");
            assertTrue(html.contains("<math display=\"block\""), html);
            assertFalse(html.contains("<li>"), html);
            assertTrue(html.contains("<p>after</p>"), html);
        }

        @Test
        @DisplayName("in bare environments")
        void environment() {
            assertTrue(html("\\begin{align}\na &= b\n\\end{align}").contains("<mtable"));
        }

        @Test
        @DisplayName("that end at an empty line at the latest, so that a stray $$ does not take the rest along")
        void unclosed() {
            String html = html("$$\na = b\n\n# After");
            assertTrue(html.contains("<p>$$a = b") || html.contains("<p>$$\na = b"), html);
            assertTrue(html.contains("<h1 id=\"after\">"), html);
        }
    }

    @Nested
    @DisplayName("of its HTML")
    class RawHtml {
        @ParameterizedTest
        @DisplayName("lets through what only formats")
        @ValueSource(
                strings = {
                    "H<sub>2</sub>O",
                    "x<sup>2</sup>",
                    "<kbd>Shift</kbd>",
                    "one<br>two",
                    "<span lang=\"es\">el gato</span>",
                })
        void passes(String html) {
            assertEquals("<p>" + html + "</p>", html(html).strip());
        }

        @Test
        @DisplayName("folds a solution away and still formats the Markdown in it")
        void details() {
            String html = html("<details><summary>Solution</summary>\n\n**so**\n\n</details>\n\nafter");
            assertTrue(html.contains("<details><summary>Solution</summary>"), html);
            assertTrue(html.contains("<strong>so</strong>"), html);
            assertTrue(html.indexOf("</details>") < html.indexOf("after"), html);
        }

        @ParameterizedTest
        @DisplayName("shows the rest as text")
        @ValueSource(
                strings = {
                    "<script>alert(1)</script>",
                    "a <script src=\"http://evil.example/x.js\"></script>",
                    "<ScRiPt>alert(1)</sCrIpT>",
                    "<img src=x onerror=alert(1)>",
                    "<b onclick=\"alert(1)\">x</b>",
                    "<details ontoggle=alert(1) open>x</details>",
                    "<iframe src=\"http://evil.example\"></iframe>",
                    "<svg onload=alert(1)>",
                    "<style>body{display:none}</style>",
                    "<a href=\"javascript:alert(1)\">x</a>",
                    "<a href=\"java&#115;cript:alert(1)\" onclick=x>x</a>",
                    "<a href=\" &#1; javascript:alert(1)\">x</a>",
                    "<form action=\"http://evil.example\"><input></form>",
                    "<meta http-equiv=refresh content=0>",
                    "<link rel=stylesheet href=http://evil.example>",
                    "<p style=\"background:url(http://evil.example)\">x</p>",
                    "<object data=x></object>",
                    "<math><mtext></mtext></math>",
                    "<base href=\"http://evil.example\">",
                    "[x](javascript:alert(1))",
                    "[x](JaVaScRiPt:alert(1))",
                    "[x](data:text/html,<script>alert(1)</script>)",
                    "[x](vbscript:x)",
                    "![x](javascript:alert(1))",
                    "<scr<script>ipt>alert(1)</script>",
                    "<!-- --><script>alert(1)</script>",
                    "<![CDATA[<script>]]>",
                    "<?php echo 1 ?>",
                })
        void escaped(String markdown) {
            String html = html(markdown);
            String tags = html.replaceAll("\"[^\"]*\"", "\"\"");
            assertFalse(
                    tags.matches("(?is).*<(script|iframe|svg|style|form|input|meta|link|object|math|base|img)\\b.*"),
                    html);
            assertFalse(tags.matches("(?is).*<[^>]*\\son\\w+\\s*=.*"), html);
            assertFalse(html.matches("(?is).*(href|src)=\"\\s*(java|vb)script.*"), html);
            assertFalse(html.matches("(?is).*<[^>]*(href|src|url)[=(]\"?https?://evil.*"), html);
        }

        @Test
        @DisplayName("closes what a cell leaves open, and keeps the rest of the page from being closed")
        void balanced() {
            assertTrue(html("<details>\n\nopen").strip().endsWith("</details>"));
            assertTrue(html("</div></section></main>x").contains("&lt;/main&gt;"));
        }
    }

    @Nested
    @DisplayName("has links")
    class Linked {
        @ParameterizedTest
        @DisplayName("that lead from a notebook to its page and to the anchors of headings")
        @CsvSource({
            "02-tokenization.ipynb, 02-tokenization.html",
            "02-x.ipynb#Train-a-tokenizer, 02-x.html#train-a-tokenizer",
            "02-x.ipynb#¿Qué-es?, 02-x.html#qué-es",
            "'#The-Formula', '#the-formula'",
            "'#Qu%C3%A9', '#qué'",
            "'#100%', '#100'",
            "https://example.org/a.ipynb, https://example.org/a.ipynb",
            "data.csv, data.csv",
        })
        void rewritten(String address, String expected) {
            assertEquals(expected, Links.rewrite(address));
        }
    }

    @Nested
    @DisplayName("has headings")
    class Anchors {
        @Test
        @DisplayName("with anchors that are unique in the page and keep letters of any script")
        void anchors() {
            html("# The *same*\n\n## The same\n\n### ¿Qué es `BPE`?\n\n## 数え方\n\n## !?");
            assertEquals(
                    List.of("the-same", "the-same-1", "qué-es-bpe", "数え方", "section"),
                    headings.all().stream().map(Headings.Heading::anchor).toList());
        }
    }

    @Nested
    @DisplayName("has pictures")
    class Pictures {
        private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

        @Test
        @DisplayName("from the notebook's folder, put into the page")
        void embedded() throws IOException {
            Files.createDirectories(folder.resolve("img"));
            Files.write(folder.resolve("img/a b.png"), PNG);
            assertEquals(
                    "<p><img src=\"data:image/png;base64,iVBORw==\" alt=\"a cat\"></p>",
                    html("![a cat](<img/a b.png>)").strip());
            assertTrue(html("<img src=\"img/a%20b.png\" width=\"50\">").contains("iVBORw==\" width=\"50\" alt=\"\">"));
        }

        @Test
        @DisplayName("attached to the cell")
        void attached() {
            JsonObject attachments = JsonParser.parseString("{\"p.png\": {\"image/png\": \"iVBORw==\"}}")
                    .getAsJsonObject();
            String html = new MarkdownHtml(headings, new Images(folder, attachments)).html("![p](attachment:p.png)");
            assertTrue(html.contains("<img src=\"data:image/png;base64,iVBORw==\" alt=\"p\">"), html);
        }

        @ParameterizedTest
        @DisplayName("never from outside the folder, never from the network, and says so")
        @CsvSource(
                delimiter = '|',
                value = {
                    "../secret.png|lies outside the notebook&#39;s folder",
                    "/etc/secret.png|lies outside the notebook&#39;s folder",
                    "%2e%2e/secret.png|lies outside the notebook&#39;s folder",
                    "link.png|lies outside the notebook&#39;s folder",
                    "none.png|there is no such file",
                    "notes.txt|not a PNG, JPEG, GIF, WebP or SVG picture",
                    "https://evil.example/a.png|pages load nothing from the network",
                    "//evil.example/a.png|pages load nothing from the network",
                    "file:///etc/secret.png|pages load nothing from the network",
                    "data:text/html;base64,AAAA|pages load nothing from the network",
                    "attachment:none.png|the cell has no such attachment",
                    "a%00.png|that is not a file name",
                })
        void refused(String address, String why) throws IOException {
            Path outside = Files.write(home.resolve("secret.png"), PNG);
            Files.createSymbolicLink(folder.resolve("link.png"), outside);
            String html = html("![alt](" + address + ")");
            assertTrue(html.contains(why), html);
            assertFalse(html.contains("<img"), html);
        }
    }

    @ParameterizedTest
    @DisplayName("that is nested or repeated without end is answered in time and on the stack there is")
    @ValueSource(
            strings = {
                "> ",
                "- ",
                "*a ",
                "**a ",
                "[",
                "![",
                "[a](",
                "<details>",
                "<a ",
                "`",
                "$",
                "$$",
                "$a ",
                "<!--",
                "&amp;",
                "|a",
                "_",
                "<b a='",
                "#",
                "~",
                "\\",
                "<![CDATA[",
                "<div><p><b>"
            })
    void hostile(String part) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> html(part.repeat(20_000)));
    }
}

package org.vitrina.kernel.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.Property;
import org.vitrina.show.Html;

@DisplayName("Code and terminal text in a page")
class HighlightTests {
    @Nested
    @DisplayName("Java code")
    class Java {
        @ParameterizedTest
        @DisplayName("has its comments, strings, numbers, keywords and annotations marked")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "int x = 0x1F;|[k:int] x = [n:0x1F];",
                    "1_000.5e-3f + .5|[n:1_000.5e-3f] + [n:.5]",
                    "a.b(1..2)|a.b([n:1.][n:.2])",
                    "// x \"y\"|[c:// x \"y\"]",
                    "/* a */ b|[c:/* a */] b",
                    "\"a // \\\" b\" + 'c'|[s:\"a // \\\" b\"] + [s:'c']",
                    "@Override public|[a:@Override] [k:public]",
                    "@interface X|@[k:interface] X",
                    "format1 x2y|format1 x2y",
                    "größe = 1|größe = [n:1]",
                    "a < b && c|a < b && c",
                })
        void marked(String code, String expected) {
            assertEquals(expected, marks(JavaHighlighter.html(code)));
        }

        @Test
        @DisplayName("keeps a text block whole, quotes inside included")
        void textBlock() {
            String block = "\"\"\"\n a \"b\" \\\"\"\" c\n \"\"\"";
            assertEquals("x = [s:" + block + "];", marks(JavaHighlighter.html("x = " + block + ";")));
        }

        @ParameterizedTest
        @DisplayName("that is unfinished is marked to the end of the line or the code")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {"\"abc|[s:\"abc]", "/* abc|[c:/* abc]", "'|[s:']", "\"\"\"abc|[s:\"\"\"abc]", "\"a\\|[s:\"a]\\"
                })
        void unfinished(String code, String expected) {
            assertEquals(expected, marks(JavaHighlighter.html(code)));
        }

        @Test
        @DisplayName("says in the page exactly what it said before, whatever it is")
        void unchanged() {
            String alphabet = "ab1.0xe\"'\\/*@ \n<>&_é\uD83D\uDE00{}";
            Property.forRandom(2_000, random -> {
                var code = new StringBuilder();
                for (int i = random.nextInt(40); i > 0; i--) {
                    code.appendCodePoint(alphabet.codePointAt(random.nextInt(alphabet.length())));
                }
                String text = JavaHighlighter.html(code.toString()).replaceAll("</?span[^>]*>", "");
                assertEquals(Html.escape(code.toString()), text);
            });
        }

        @ParameterizedTest
        @DisplayName("of any length is coloured in time")
        @ValueSource(strings = {"\"", "/*", "\"\"\"", "'a", "1.", "@a", "a", "\"\\", "/**", "0x"})
        void endless(String part) {
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> JavaHighlighter.html(part.repeat(100_000)));
        }

        private static String marks(String html) {
            Matcher span = Pattern.compile("<span class=\"(.)\">(.*?)</span>", Pattern.DOTALL)
                    .matcher(html);
            return span.replaceAll("[$1:$2]")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&#39;", "'")
                    .replace("&amp;", "&");
        }
    }

    @Nested
    @DisplayName("text for a terminal")
    class Ansi {
        @ParameterizedTest
        @DisplayName("has its colours as spans and its other escapes dropped")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "E[31mredE[0m plain|<span class=\"ansi31\">red</span> plain",
                    "E[1;34mxE[22myE[39mz|<span class=\"bold ansi34\">x</span><span class=\"ansi34\">y</span>z",
                    "E[mx|x",
                    "E[38;5;196mxE[49m|<span style=\"color:rgb(255,0,0)\">x</span>",
                    "E[38;2;1;2;3mx|<span style=\"color:rgb(1,2,3)\">x</span>",
                    "E[48;5;1mx|<span class=\"ansi31\">x</span>",
                    "E[2J<b>E[10;5H|&lt;b&gt;",
                    "E]0;titleE\\x|x",
                    "E[999999999999999999mx|x",
                    "E[38;5mx|x",
                    "E[|``",
                    "E|``",
                })
        void colours(String text, String expected) {
            assertEquals(expected, AnsiHtml.html(text.replace('E', '\u001B')));
        }

        @Test
        @DisplayName("shows the last state of a line that was rewritten")
        void rewritten() {
            assertEquals("3/3\nend\n", AnsiHtml.html("1/3\r2/3\r3/3\nend\r\n"));
        }

        @ParameterizedTest
        @DisplayName("never becomes a tag")
        @ValueSource(strings = {"<script>alert(1)</script>", "\u001B[31\"onclick=\"m<i>", "\u001B[<script>m"})
        void escaped(String text) {
            String html = AnsiHtml.html(text);
            assertTrue(html.replaceAll("</?span( class=\"[a-z0-9 ]*\")?>", "").indexOf('<') < 0, html);
        }

        @ParameterizedTest
        @DisplayName("of any length is converted in time")
        @ValueSource(strings = {"\u001B[", "\u001B]", "\r", "\u001B[31m", "\u001B[3;", "\r\n"})
        void endless(String part) {
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> AnsiHtml.html(part.repeat(100_000)));
        }
    }
}

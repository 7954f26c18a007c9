package org.vitrina.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.kernel.Inspection;
import org.vitrina.show.MimeBundle;

@DisplayName("What is known about a name")
class DocumentationTests {
    private static MimeBundle page(String signature, String javadoc) {
        return Documentation.of(new Inspection(List.of(new Inspection.Entry(signature, javadoc))));
    }

    @Test
    @DisplayName("is a page with the signature, the comment and its parts")
    void page() {
        MimeBundle page = page("int Math.abs(int a)", """
                 Returns the absolute value of an {@code int} value, as {@link Math#abs(long) abs} does.
                 <ul><li>If {@code a < 0}, the negation.
                 <li>Else itself.</ul>

                 @param   a   the argument, see {@code int[]}
                 @return  the absolute value
                          of the argument
                 @throws  ArithmeticException if there is none
                 @author  somebody
                 @see     Math#abs(long)
                """);
        assertEquals("""
                int Math.abs(int a)

                Returns the absolute value of an int value, as abs does.

                - If a < 0, the negation.
                - Else itself.

                Parameters
                    a the argument, see int[]
                Returns
                    the absolute value of the argument
                Throws
                    ArithmeticException if there is none
                See
                    Math.abs(long)""", page.text());
        String html = page.html().orElseThrow();
        assertTrue(html.contains("<pre><code>int Math.abs(int a)</code></pre>"), html);
        assertTrue(html.contains("<code>a &lt; 0</code>"), html);
        assertFalse(html.contains("somebody"), html);
    }

    @Test
    @DisplayName("keeps the lines of an example")
    void example() {
        MimeBundle page =
                page("String", "Such as:\n <pre>\n     String s = \"a\";\n     s.length();\n </pre>\n and so on.");
        assertTrue(page.text().contains("     String s = \"a\";\n     s.length();"), page.text());
    }

    @Test
    @DisplayName("is read as Markdown where it is Markdown")
    void markdown() {
        String html = page("Walk", "Steps of *one* run, see `next()`:\n\n- `at(i)`\n- `size()`\n\n@return a walk")
                .html()
                .orElseThrow();
        assertAll(
                () -> assertTrue(html.contains("<em>one</em>"), html),
                () -> assertTrue(html.contains("<li><code>at(i)</code></li>"), html),
                () -> assertTrue(html.contains("<dt>Returns</dt><dd>a walk"), html));
    }

    @Test
    @DisplayName("has references, tags and snippets of a Markdown comment as code, and keeps what is in code")
    void markdownOfJavadoc() {
        var entry = new Inspection.Entry("T", """
                Shape `[T, d]`, as [Walk] and [#next()] and [steps][org.vitrina.show.Step] and
                [org.vitrina.show.Walk#at(int)] say; see [the paper](https://arxiv.org/abs/1706.03762),
                {@code <T>} and {@link java.util.List lists}.

                {@snippet :
                for (int i = 0; i < 3; i++) {
                    walk.next();
                }
                }

                {@snippet class="Examples" region="none"}
                @param ids the ids, shape `[T]`
                """, true);
        MimeBundle page = Documentation.of(new Inspection(List.of(entry)));
        String html = page.html().orElseThrow();
        assertAll(
                () -> assertTrue(
                        html.contains("<code>[T, d]</code>, as <code>Walk</code> and <code>next()</code>"), html),
                () -> assertTrue(html.contains("and steps and\n<code>Walk.at(int)</code> say"), html),
                () -> assertTrue(html.contains("href=\"https://arxiv.org/abs/1706.03762\""), html),
                () -> assertTrue(html.contains("<code>&lt;T&gt;</code> and lists."), html),
                () -> assertTrue(
                        html.contains("<pre><code>for (int i = 0; i &lt; 3; i++) {\n    walk.next();\n}\n"), html),
                () -> assertFalse(html.contains("region"), html),
                () -> assertTrue(html.contains("<dd><code>ids</code> the ids, shape <code>[T]</code></dd>"), html));
    }

    @Test
    @DisplayName("tells how many overloads it leaves out")
    void many() {
        var entry = new Inspection.Entry("void f()", "");
        String text = Documentation.of(new Inspection(java.util.Collections.nCopies(15, entry)))
                .text();
        assertTrue(text.endsWith("… and 3 more."), text);
    }

    @Nested
    @DisplayName("and comes from a hostile comment")
    class Hostile {
        @Test
        @DisplayName("shows scripts, handlers and odd links as text or not at all")
        void scripts() {
            String html = page("T<script>", """
                    <script>alert(1)</script> <img src=x onerror=alert(2)> <a href="javascript:alert(3)">x</a>
                    <b onclick="alert(4)">b</b> <a href='https://example.org/"onmouseover=alert(5)'>y</a> {@code </code><script>}
                    """).html().orElseThrow();
            assertAll(
                    () -> assertFalse(html.contains("<script"), html),
                    () -> assertFalse(html.contains("<img"), html),
                    () -> assertFalse(html.contains("href=\"javascript"), html),
                    () -> assertFalse(html.contains("<b "), html),
                    () -> assertTrue(html.contains("<b>b</b>"), html),
                    () -> assertFalse(html.contains("\"onmouseover"), html));
        }

        @Test
        @DisplayName("never opens another tag than those allowed, whatever it is made of")
        void random() {
            String[] pieces = {
                "<",
                ">",
                "/",
                "{@code ",
                "}",
                "{",
                "@param ",
                "<b>",
                "</b>",
                "<script>",
                "<!--",
                "-->",
                "&",
                "&lt;",
                "\"",
                "'",
                " ",
                "\n",
                "a",
                "😀",
                "<a href=\"http://x\">",
                "{@link ",
                "#",
                "`",
                "<pre>",
                "\uD83D"
            };
            forRandom(2_000, random -> {
                var text = new StringBuilder();
                for (int i = random.nextInt(30); i > 0; i--) {
                    text.append(pieces[random.nextInt(pieces.length)]);
                }
                String html = page("x", text.toString()).html().orElseThrow();
                String known = "</?(div|pre|code|b|a|p|dl|dt|dd|em|strong|ul|ol|li|br|h[1-6]|hr|blockquote)"
                        + "( class=\"vitrina-doc\"| class=\"language-[^\"<>]*\"| href=\"[^\"<>]*\"( rel=\"no[a-z]+\")?| rel=\"nofollow\" href=\"[^\"<>]*\")?( /)?>";
                assertFalse(html.replaceAll(known, "").contains("<"), html);
            });
        }
    }
}

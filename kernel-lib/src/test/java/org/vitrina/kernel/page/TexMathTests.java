package org.vitrina.kernel.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.time.Duration;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.Property;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

@DisplayName("A formula in TeX")
class TexMathTests {
    @ParameterizedTest
    @DisplayName("becomes the MathML that MathML Core's own examples and the TeXbook give it")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x|<mi>x</mi>",
                "12.5|<mn>12.5</mn>",
                "a - b|<mrow><mi>a</mi><mo>−</mo><mi>b</mi></mrow>",
                "x_i^2|<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>",
                "x^23|<mrow><msup><mi>x</mi><mn>2</mn></msup><mn>3</mn></mrow>",
                "\\frac12|<mfrac><mn>1</mn><mn>2</mn></mfrac>",
                "\\frac{a}{b+c}|<mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mi>c</mi></mrow></mfrac>",
                "\\sqrt[3]{x}|<mroot><mi>x</mi><mn>3</mn></mroot>",
                "\\mathbb{R}|<mi>ℝ</mi>",
                "\\mathcal{L}|<mi>ℒ</mi>",
                "\\mathbf{W}|<mi>\uD835\uDC16</mi>",
                "\\boldsymbol{\\theta}|<mi>\uD835\uDEC9</mi>",
                "\\mathrm{d}x|<mrow><mi mathvariant=\"normal\">d</mi><mi>x</mi></mrow>",
                "\\text{if } x|<mrow><mtext>if\u00A0</mtext><mi>x</mi></mrow>",
                "a<b|<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>",
                "\\le \\to|<mrow><mo>≤</mo><mo>→</mo></mrow>",
                "f''|<msup><mi>f</mi><mo>′′</mo></msup>",
                "x_{<t}|<msub><mi>x</mi><mrow><mo lspace=\"0\" rspace=\"0\">&lt;</mo><mi>t</mi></mrow></msub>",
                "\\sum_i|<munder><mo movablelimits=\"true\">∑</mo><mi>i</mi></munder>",
                "\\int_0|<msub><mo>∫</mo><mn>0</mn></msub>",
                "50\\%|<mrow><mn>50</mn><mi>%</mi></mrow>",
                "\\hat y|<mover accent=\"true\"><mi>y</mi><mo stretchy=\"false\">^</mo></mover>",
                "\\not=|<mo>=\u0338</mo>",
            })
    void mathml(String tex, String expected) {
        assertEquals(
                "<math alttext=\"" + org.vitrina.show.Html.escape(tex) + "\">" + expected + "</math>",
                TexMath.html(tex, false));
    }

    @ParameterizedTest
    @DisplayName("that the course uses is read without anything unknown, as well-formed XML")
    @ValueSource(
            strings = {
                "\\mathrm{softmax}(z)_i = \\frac{e^{z_i/\\tau}}{\\sum_{j=1}^{V} e^{z_j/\\tau}}",
                "\\operatorname{softmax}\\left(\\frac{QK^\\top}{\\sqrt{d_k}}\\right)V",
                "\\mathcal{L}(\\theta) = -\\frac{1}{T}\\sum_{t=1}^{T} \\log p_\\theta(x_t \\mid x_{<t})",
                "\\begin{aligned} a &= b \\\\ &= c \\end{aligned}",
                "\\begin{cases} 1 & \\text{if } x > 0 \\\\ 0 & \\text{else} \\end{cases}",
                "\\begin{pmatrix} \\cos m\\theta & -\\sin m\\theta \\\\ \\sin m\\theta & \\cos m\\theta \\end{pmatrix}",
                "\\lVert x \\rVert_2 = \\sqrt{\\sum_i x_i^2}, \\quad \\lfloor x \\rceil",
                "\\mathrm{KL}(p \\,\\|\\, q) = \\mathbb{E}_{x \\sim p}\\left[\\log \\frac{p(x)}{q(x)}\\right]",
                "\\underbrace{a+b}_{\\text{two}} \\overset{!}{=} \\widehat{xy} \\in \\mathbb{R}^{T\\times d_\\text{model}}",
                "\\operatorname*{arg\\,max}_{\\theta} \\prod_{i} \\sigma\\bigl(r_i\\bigr) \\approx 10^{-3}\\,\\text{MB}",
            })
    void course(String tex) {
        String html = TexMath.html(tex, true);
        assertTrue(html.startsWith("<math display=\"block\""), html);
        assertFalse(html.contains("unknown"), html);
        parse(html);
    }

    @Test
    @DisplayName("has a sign, not a difference, where nothing stands on the left")
    void sign() {
        assertTrue(TexMath.html("x = -1", false).contains("<mo form=\"prefix\" lspace=\"0\" rspace=\"0\">−</mo>"));
        assertTrue(TexMath.html("(x) -1", false).contains("<mo>−</mo>"));
    }

    @Nested
    @DisplayName("that is wrong or hostile")
    class Hostile {
        @Test
        @DisplayName("shows an unknown command by its name instead of dropping it")
        void unknown() {
            assertTrue(TexMath.html("\\foo x", false).contains(">\\foo</mtext><mi>x</mi>"));
        }

        @ParameterizedTest
        @DisplayName("is shown as its source, with the reason")
        @CsvSource(
                delimiter = '|',
                value = {
                    "{ x|'}' is missing at the end",
                    "x }|'}' closes nothing",
                    "\\frac{1}|something is missing at the end",
                    "x^|something is missing at the end",
                    "x_1_2|two subscripts hang on one thing",
                    "\\left( x|'\\right' is missing at the end",
                    "\\begin{matrix} a \\end{cases}|\\begin{matrix} is ended by \\end{cases}",
                    "\\begin{foo} a \\end{foo}|\\begin{foo} is not known",
                    "\\sqrt[3|something is missing at the end",
                    "\\text x|'{' is missing before 'x'",
                })
        void reason(String tex, String why) {
            String html = TexMath.html(tex, false);
            assertTrue(html.startsWith("<code class=\"unreadable\" title=\"not a formula that can be drawn: "), html);
            assertTrue(html.contains(org.vitrina.show.Html.escape(why)), html);
            assertTrue(html.endsWith(">" + org.vitrina.show.Html.escape(tex) + "</code>"), html);
        }

        @ParameterizedTest
        @DisplayName("never becomes a tag, a link or a command of the reader's machine")
        @ValueSource(
                strings = {
                    "<script>alert(1)</script>",
                    "\\text{<script>alert(1)</script>}",
                    "\\operatorname{</math><script>}",
                    "\\href{javascript:alert(1)}{x}",
                    "\\input{/etc/passwd}",
                    "\\foo<img src=x onerror=alert(1)>",
                    "\" onmouseover=\"alert(1)",
                })
        void injection(String tex) {
            String html = TexMath.html(tex, false);
            assertFalse(html.contains("<script") || html.contains("<img") || html.contains("href="), html);
            assertFalse(html.matches("(?s).*<[^>]*\" on.*"), html);
            parse(html);
        }

        @ParameterizedTest
        @DisplayName("of any length or depth is answered at once")
        @ValueSource(
                strings = {
                    "{",
                    "\\sqrt",
                    "x^{",
                    "\\left(",
                    "\\begin{matrix}",
                    "\\frac",
                    "'",
                    "\\mathbf",
                    "\\text{",
                    "a",
                    "\\newcommand{\\a}{\\a\\a}\\a",
                    "\\\\",
                    "&"
                })
        void endless(String part) {
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                TexMath.html(part.repeat(TexMath.MOST_CHARACTERS / part.length()), true);
                assertTrue(TexMath.html(part.repeat(TexMath.MOST_CHARACTERS + 1), true)
                        .contains("unreadable"));
            });
        }

        @Test
        @DisplayName("made of random pieces is always well-formed XML")
        void random() {
            String[] pieces = {
                "\\frac",
                "{",
                "}",
                "^",
                "_",
                "&",
                "\\\\",
                "x",
                "12",
                "\\left",
                "\\right",
                "(",
                ")",
                "\\begin{matrix}",
                "\\end{matrix}",
                "\\text{a<b}",
                "\\sum",
                "\\hat",
                "<",
                "\"",
                "\\",
                "$",
                "\uD83D\uDE00",
                "\uD800",
                "'",
                "\\sqrt",
                "[",
                "]",
                "~",
                " "
            };
            Property.forRandom(3_000, random -> {
                var tex = new StringBuilder();
                for (int i = random.nextInt(14); i >= 0; i--) {
                    tex.append(pieces[random.nextInt(pieces.length)]);
                }
                parse(TexMath.html(tex.toString(), random.nextBoolean()));
            });
        }
    }

    private static Document parse(String xml) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml.replace("&quot;", "'"))));
        } catch (Exception e) {
            throw new AssertionError(xml + ": " + e.getMessage(), e);
        }
    }
}

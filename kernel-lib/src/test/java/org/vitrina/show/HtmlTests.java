package org.vitrina.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.vitrina.Property.forRandom;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

@DisplayName("Text in HTML")
class HtmlTests {
    @Test
    @DisplayName("reads back as it was, in an element and in an attribute, for any valid text")
    void roundTrip() {
        forRandom(500, random -> {
            var text = new StringBuilder();
            random.ints(random.nextInt(40), 0x20, 0x11_0000)
                    .map(c -> random.nextBoolean() ? "<>&\"'a ".charAt(c % 7) : c)
                    .filter(c -> Character.isDefined(c)
                            && !Character.isISOControl(c)
                            && Character.getType(c) != Character.SURROGATE
                            && (c & 0xFFFE) != 0xFFFE)
                    .forEach(text::appendCodePoint);
            // the oracle is the JDK's XML parser
            var element =
                    parse("<p title=\"" + Html.escape(text.toString()) + "\">" + Html.escape(text.toString()) + "</p>");
            assertEquals(text.toString(), element.getTextContent());
            assertEquals(text.toString(), element.getAttribute("title"));
        });
    }

    @Test
    @DisplayName("that HTML forbids becomes U+FFFD: control characters, lone surrogates, noncharacters")
    void forbidden() {
        assertEquals("a\uFFFDb\uFFFD\uFFFD\uFFFD", Html.escape("a\u0000b\uD800\uFFFE\u0085"));
        assertEquals("line\nend\ttab", Html.escape("line\nend\ttab"));
    }

    @Test
    @DisplayName("made visible shows what a reader would not see")
    void visible() {
        assertEquals("a·b↵→", VisibleText.of("a b\n\t"));
        assertEquals("⟨U+200B⟩⟨U+00A0⟩⟨U+0007⟩", VisibleText.of("\u200B\u00A0\u0007"));
        assertEquals("◌\u0301", VisibleText.of("\u0301"), "a lone accent gets a circle to stand on");
        assertEquals("e\u0301", VisibleText.of("e\u0301"));
        assertEquals("⟨U+D800⟩", VisibleText.of("\uD800"));
        assertEquals("\\xE2\\x80", VisibleText.ofBytes(new byte[] {(byte) 0xE2, (byte) 0x80}));
    }

    @Test
    @DisplayName("made visible leaves an emoji family one picture, but shows a joiner that stands alone")
    void emoji() {
        assertEquals("👩\u200D👧", VisibleText.of("👩\u200D👧"));
        assertEquals("⟨U+200D⟩", VisibleText.of("\u200D"));
    }

    @Test
    @DisplayName("made visible never holds a control character, whatever comes in")
    void neverHidden() {
        forRandom(500, random -> {
            var text = new StringBuilder();
            random.ints(20, 0, 0x3000).forEach(text::appendCodePoint);
            assertFalse(VisibleText.of(text.toString()).codePoints().anyMatch(Character::isISOControl));
        });
    }

    private static org.w3c.dom.Element parse(String xml) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(xml, e);
        }
    }
}

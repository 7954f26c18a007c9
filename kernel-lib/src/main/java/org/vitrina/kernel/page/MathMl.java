package org.vitrina.kernel.page;

import java.util.List;
import org.vitrina.show.Html;

/// Writes the elements of MathML that formulas are made of.
final class MathMl {
    private MathMl() {}

    static String attach(String base, String sub, String sup, boolean below) {
        if (sub == null && sup == null) {
            return base;
        }
        String name = sub == null ? (below ? "mover" : "msup") : sup == null ? (below ? "munder" : "msub") : null;
        if (name == null) {
            name = below ? "munderover" : "msubsup";
        }
        return element(name, base + (sub == null ? "" : sub) + (sup == null ? "" : sup));
    }

    static String fence(String c) {
        return "<mo stretchy=\"false\">" + escape(c) + "</mo>";
    }

    static String space(String width) {
        return "<mspace width=\"" + width + "\"/>";
    }

    /// Returns the last character of a MathML atom with a stroke through it.
    static String negated(String atom) {
        return atom.replaceAll("<[^>]*>", "").replace("&lt;", "<").replace("&gt;", ">") + '\u0338';
    }

    static boolean isFence(String text) {
        return "{}[]⟨⟩⌊⌋⌈⌉|‖".contains(text);
    }

    static String element(String name, String inside) {
        return "<" + name + ">" + inside + "</" + name + ">";
    }

    /// Returns text with the spaces kept that a browser would drop at its ends.
    static String spaced(String text) {
        return escape(text.replace(' ', '\u00A0'));
    }

    static String escape(String text) {
        return Html.escape(text);
    }

    static String group(List<String> atoms) {
        return atoms.size() == 1 ? atoms.getFirst() : "<mrow>" + String.join("", atoms) + "</mrow>";
    }
}

package org.vitrina.kernel.page;

import static org.vitrina.kernel.page.MathMl.attach;
import static org.vitrina.kernel.page.MathMl.element;
import static org.vitrina.kernel.page.MathMl.escape;
import static org.vitrina.kernel.page.MathMl.fence;
import static org.vitrina.kernel.page.MathMl.group;
import static org.vitrina.kernel.page.MathMl.isFence;
import static org.vitrina.kernel.page.MathMl.negated;
import static org.vitrina.kernel.page.MathMl.space;
import static org.vitrina.kernel.page.MathMl.spaced;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.vitrina.kernel.page.TexSymbols.Kind;
import org.vitrina.kernel.page.TexSymbols.Symbol;

/// Reads one formula, from left to right, and writes it as MathML.
final class TexParser {
    private static final int DEEPEST = 60;
    private static final Pattern CLOSING = Pattern.compile("[)\\]}⟩⌋⌉|‖]</mo>$");

    private final TexScanner in;
    private TexAlphabet alphabet = TexAlphabet.ITALIC;
    private int depth;
    private int scripts;

    TexParser(String tex) {
        in = new TexScanner(tex);
    }

    String formula() {
        String all = row();
        if (!in.atEnd()) {
            throw new TexException("'" + in.next() + "' closes nothing");
        }
        return all;
    }

    /// Reads up to what closes the group, cell, row or environment around it, and leaves that.
    private String row() {
        var atoms = new ArrayList<String>();
        while (!in.atEnd() && !in.atAny("}", "&", "\\\\", "\\end", "\\right", "\\middle", "\\cr")) {
            atoms.add(atSign(atoms) ? sign() : scripted());
        }
        return group(atoms);
    }

    /// Returns whether a plus or minus comes that has nothing on its left to be added to.
    private boolean atSign(List<String> before) {
        if (!in.atAny("-", "+", "\\pm", "\\mp")) {
            return false;
        }
        String last = before.isEmpty() ? "<mo" : before.getLast();
        return last.startsWith("<mo") && !CLOSING.matcher(last).find();
    }

    private String sign() {
        String sign = in.next();
        String text = sign.equals("-")
                ? "−"
                : sign.equals("+") ? "+" : TexSymbols.of(sign.substring(1)).text();
        return "<mo form=\"prefix\" lspace=\"0\" rspace=\"0\">" + text + "</mo>";
    }

    /// Reads one atom with the scripts that hang on it.
    private String scripted() {
        boolean below = in.atLimits();
        String base = in.atAny("^", "_", "'") ? "<mrow></mrow>" : atom();
        in.skip("\\limits");
        in.skip("\\nolimits");
        String sub = null;
        String sup = null;
        while (true) {
            if (in.skip("_")) {
                if (sub != null) {
                    throw new TexException("two subscripts hang on one thing; braces say which is which");
                }
                sub = script();
            } else if (in.skip("^")) {
                sup = sup == null ? script() : twice();
            } else if (in.at("'")) {
                var primes = new StringBuilder();
                while (in.skip("'")) {
                    primes.append('′');
                }
                sup = sup == null ? "<mo>" + primes + "</mo>" : twice();
            } else {
                return attach(base, sub, sup, below);
            }
        }
    }

    /// Reads a sub- or superscript, in which operators stand without spaces around them.
    private String script() {
        scripts++;
        String script = argument();
        scripts--;
        return script;
    }

    private String operator(String text) {
        return scripts > 0 ? "<mo lspace=\"0\" rspace=\"0\">" + text + "</mo>" : "<mo>" + text + "</mo>";
    }

    private static String twice() {
        throw new TexException("two superscripts hang on one thing; braces say which is which");
    }

    /// Reads what a command or a script applies to: a group in braces, or one atom.
    private String argument() {
        if (in.atEnd()) {
            throw new TexException("something is missing at the end");
        }
        if (in.atAny("}", "&", "\\\\", "^", "_")) {
            throw new TexException("something is missing before '" + in.next() + "'");
        }
        return in.atDigit() ? "<mn>" + escape(in.next()) + "</mn>" : atom();
    }

    private String braces() {
        in.expect("{");
        String inside = row();
        in.expect("}");
        return inside;
    }

    private String atom() {
        if (in.atEnd()) {
            throw new TexException("something is missing at the end");
        }
        if (++depth > DEEPEST) {
            throw new TexException("groups are nested more than " + DEEPEST + " deep");
        }
        String atom;
        if (in.at("{")) {
            atom = braces();
        } else if (in.atDigit()) {
            atom = "<mn>" + escape(in.number()) + "</mn>";
        } else {
            String token = in.next();
            atom = token.startsWith("\\") && token.length() > 1 ? command(token.substring(1)) : character(token);
        }
        depth--;
        return atom;
    }

    private String character(String c) {
        return switch (c) {
            case "-" -> operator("−");
            case "*" -> operator("∗");
            case "(", ")", "[", "]" -> fence(c);
            case "|" -> "<mo stretchy=\"false\" lspace=\"0\" rspace=\"0\">|</mo>";
            case "~" -> space("0.25em");
            case "/" -> "<mo lspace=\"0\" rspace=\"0\">/</mo>";
            default -> Character.isLetter(c.codePointAt(0)) ? name(c) : operator(escape(c));
        };
    }

    private String name(String letter) {
        String written = escape(alphabet.write(letter));
        return alphabet == TexAlphabet.UPRIGHT
                ? "<mi mathvariant=\"normal\">" + written + "</mi>"
                : "<mi>" + written + "</mi>";
    }

    private String command(String name) {
        TexAlphabet chosen = TexAlphabet.of(name);
        if (chosen != null) {
            return inAlphabet(chosen);
        }
        if (TexSymbols.ACCENTS.containsKey(name)) {
            boolean wide = name.length() > 5;
            return "<mover accent=\"true\">" + argument() + "<mo stretchy=\"" + wide + "\">"
                    + TexSymbols.ACCENTS.get(name) + "</mo></mover>";
        }
        return switch (name) {
            case "frac", "dfrac", "tfrac" -> element("mfrac", argument() + argument());
            case "binom" ->
                element(
                        "mrow",
                        "<mo>(</mo><mfrac linethickness=\"0\">" + argument() + argument() + "</mfrac><mo>)</mo>");
            case "sqrt" -> root();
            case "text", "textrm", "textnormal", "mbox" -> element("mtext", spaced(in.text()));
            case "textbf" -> element("mtext", spaced(TexAlphabet.BOLD.write(in.text())));
            case "textit", "emph" -> "<mtext style=\"font-style:italic\">" + spaced(in.text()) + "</mtext>";
            case "texttt" -> "<mtext style=\"font-family:monospace\">" + spaced(in.text()) + "</mtext>";
            case "operatorname", "operatorname*" -> function(in.text(), name.endsWith("*"));
            case "underline" -> "<munder accentunder=\"true\">" + argument() + "<mo>_</mo></munder>";
            case "underbrace" -> "<munder>" + argument() + "<mo stretchy=\"true\">⏟</mo></munder>";
            case "overset", "stackrel" -> swapped("mover");
            case "underset" -> swapped("munder");
            case "left" -> fenced();
            case "begin" -> new TexTable(in, this::row).environment(in.text());
            case "not" -> "<mo>" + escape(negated(argument())) + "</mo>";
            case "displaystyle" -> "<mstyle displaystyle=\"true\">" + row() + "</mstyle>";
            case "textstyle", "scriptstyle", "limits", "nolimits" -> "<mrow></mrow>";
            case "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "bigm" -> large(name);
            case "bmod" -> "<mo lspace=\"0.222em\" rspace=\"0.222em\">mod</mo>";
            case "mid" -> "<mo stretchy=\"false\" lspace=\"0.278em\" rspace=\"0.278em\">|</mo>";
            case "boxed" -> "<mrow style=\"border:1px solid;padding:0.2em\">" + argument() + "</mrow>";
            case "phantom" -> element("mphantom", argument());
            default -> symbol(name);
        };
    }

    private String symbol(String name) {
        Symbol symbol = TexSymbols.of(name);
        if (symbol == null) {
            return "<mtext class=\"unknown\" title=\"not a known command\">" + escape("\\" + name) + "</mtext>";
        }
        return switch (symbol.kind()) {
            case NAME -> name(symbol.text());
            case OPERATOR -> isFence(symbol.text()) ? fence(symbol.text()) : operator(escape(symbol.text()));
            case LIMITS -> "<mo movablelimits=\"true\">" + symbol.text() + "</mo>";
            case INTEGRAL -> "<mo>" + symbol.text() + "</mo>";
            case FUNCTION, FUNCTION_LIMITS -> function(symbol.text(), symbol.kind() == Kind.FUNCTION_LIMITS);
            case SPACE -> space(symbol.text());
        };
    }

    /// Writes a function's name, with a thin space after it unless a bracket follows.
    private String function(String name, boolean limits) {
        String after = in.atAny("(", "[", "\\left", "\\!") || in.atEnd() ? "0" : "0.167em";
        return "<mo lspace=\"0.167em\" rspace=\"%s\"%s>%s</mo>"
                .formatted(after, limits ? " movablelimits=\"true\"" : "", escape(name));
    }

    private String inAlphabet(TexAlphabet chosen) {
        if (chosen == TexAlphabet.UPRIGHT && in.atPlainGroup()) {
            return "<mi mathvariant=\"normal\">" + escape(in.text()) + "</mi>";
        }
        TexAlphabet outside = alphabet;
        alphabet = chosen;
        try {
            return argument();
        } finally {
            alphabet = outside;
        }
    }

    private String root() {
        if (!in.skip("[")) {
            return element("msqrt", argument());
        }
        var index = new ArrayList<String>();
        while (!in.at("]")) {
            index.add(scripted());
        }
        in.expect("]");
        return element("mroot", argument() + group(index));
    }

    private String swapped(String name) {
        String script = argument();
        return element(name, argument() + script);
    }

    private String fenced() {
        var parts = new StringBuilder(delimiter());
        parts.append(row());
        while (in.skip("\\middle")) {
            parts.append(delimiter()).append(row());
        }
        in.expect("\\right");
        return element("mrow", parts.append(delimiter()).toString());
    }

    private String delimiter() {
        return "<mo stretchy=\"true\" fence=\"true\">" + delimiterText() + "</mo>";
    }

    private String large(String size) {
        String em =
                size.startsWith("bigg") || size.startsWith("Bigg") ? "2.4em" : size.startsWith("B") ? "1.8em" : "1.2em";
        return "<mo stretchy=\"true\" symmetric=\"true\" minsize=\"%s\" maxsize=\"%s\">%s</mo>"
                .formatted(em, em, delimiterText());
    }

    private String delimiterText() {
        if (in.atEnd()) {
            throw new TexException("a bracket is missing at the end");
        }
        String token = in.next();
        Symbol symbol = token.startsWith("\\") ? TexSymbols.of(token.substring(1)) : null;
        return token.equals(".") ? "" : escape(symbol == null ? token : symbol.text());
    }
}

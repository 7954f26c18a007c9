package org.vitrina.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.vitrina.chat.JinjaToken.Kind;

/// Reads the tags of a template. What is not known here is refused by its name and line.
final class JinjaParser {
    private static final int DEEPEST = 64;

    private final JinjaTokens tokens;
    private final JinjaExpressionParser expressions;
    private int depth;
    private int loops;

    private JinjaParser(JinjaTokens tokens) {
        this.tokens = tokens;
        expressions = new JinjaExpressionParser(tokens);
    }

    static List<JinjaNode> parse(String template) {
        var tokens = new JinjaTokens(JinjaLexer.tokens(template));
        var parser = new JinjaParser(tokens);
        List<JinjaNode> nodes = parser.until(Set.of());
        if (tokens.peek().kind() != Kind.END) {
            throw tokens.wrong("the end");
        }
        return nodes;
    }

    /// Reads up to a tag of one of these names, which is left standing at its name; or to the end.
    private List<JinjaNode> until(Set<String> names) {
        if (++depth > DEEPEST) {
            throw tokens.wrong("tags that nest at most " + DEEPEST + " deep");
        }
        var nodes = new ArrayList<JinjaNode>();
        while (tokens.peek().kind() != Kind.END) {
            JinjaToken token = tokens.next();
            switch (token.kind()) {
                case DATA -> nodes.add(new JinjaNode.Data(token.text()));
                case VARIABLE_BEGIN -> {
                    nodes.add(new JinjaNode.Print(expressions.tuple(), token.line()));
                    tokens.expect(Kind.VARIABLE_END, "'}}'");
                }
                default -> {
                    JinjaToken name = tokens.peek();
                    if (names.contains(name.text()) && name.kind() == Kind.NAME) {
                        depth--;
                        return nodes;
                    }
                    nodes.add(tag());
                }
            }
        }
        if (!names.isEmpty()) {
            throw tokens.wrong(
                    "{% " + String.join(" %} or {% ", names.stream().sorted().toList()) + " %}");
        }
        depth--;
        return nodes;
    }

    private JinjaNode tag() {
        JinjaToken name = tokens.expect(Kind.NAME, "the name of a tag");
        return switch (name.text()) {
            case "if" -> conditional();
            case "for" -> loop(name.line());
            case "set" -> set(name.line());
            case "macro" -> macro();
            case "generation" -> {
                endTag();
                yield new JinjaNode.Group(body("endgeneration"));
            }
            case "break", "continue" -> {
                if (loops == 0) {
                    throw new ChatTemplateException(name.line(), "{% " + name.text() + " %} stands in no loop");
                }
                endTag();
                yield name.text().equals("break") ? new JinjaNode.Break() : new JinjaNode.Continue();
            }
            default ->
                throw new ChatTemplateException(
                        name.line(),
                        "the tag {% " + name.text()
                                + " %} is not known here; known are if, for, set, macro, generation, "
                                + "break and continue");
        };
    }

    private void endTag() {
        tokens.expect(Kind.BLOCK_END, "'%}'");
    }

    /// Reads up to the tag `end`, and that.
    private List<JinjaNode> body(String end) {
        List<JinjaNode> body = until(Set.of(end));
        tokens.next();
        endTag();
        return body;
    }

    private JinjaNode conditional() {
        var branches = new ArrayList<JinjaNode.Branch>();
        List<JinjaNode> otherwise = List.of();
        String tag = "if";
        while (!tag.equals("endif")) {
            if (tag.equals("else")) {
                endTag();
                otherwise = until(Set.of("endif"));
            } else {
                JinjaExpression condition = expressions.tuple();
                endTag();
                branches.add(new JinjaNode.Branch(condition, until(Set.of("elif", "else", "endif"))));
            }
            tag = tokens.next().text();
        }
        endTag();
        return new JinjaNode.If(branches, otherwise);
    }

    private JinjaNode loop(int line) {
        var names = new ArrayList<String>();
        do {
            names.add(tokens.expect(Kind.NAME, "the name of a variable").text());
        } while (tokens.take(","));
        if (!tokens.takeName("in")) {
            throw tokens.wrong("'in'");
        }
        JinjaExpression of = expressions.withoutChoice();
        JinjaExpression condition = tokens.takeName("if") ? expressions.expression() : null;
        if (tokens.takeName("recursive")) {
            throw new ChatTemplateException(line, "a recursive loop is not known here");
        }
        endTag();
        loops++;
        List<JinjaNode> body = until(Set.of("else", "endfor"));
        loops--;
        List<JinjaNode> otherwise = List.of();
        if (tokens.next().text().equals("else")) {
            endTag();
            otherwise = until(Set.of("endfor"));
            tokens.next();
        }
        endTag();
        return new JinjaNode.For(names, of, condition, body, otherwise, line);
    }

    private JinjaNode set(int line) {
        String name = tokens.expect(Kind.NAME, "the name of a variable").text();
        String attribute =
                tokens.take(".") ? tokens.expect(Kind.NAME, "an attribute").text() : null;
        if (tokens.take("=")) {
            JinjaExpression value = expressions.tuple();
            endTag();
            return new JinjaNode.Set(name, attribute, value, line);
        }
        if (attribute != null || tokens.peek().kind() != Kind.BLOCK_END) {
            throw tokens.wrong("'='");
        }
        endTag();
        return new JinjaNode.SetBlock(name, body("endset"));
    }

    private JinjaNode macro() {
        String name = tokens.expect(Kind.NAME, "the name of a macro").text();
        var parameters = new ArrayList<String>();
        var defaults = new ArrayList<JinjaExpression>();
        tokens.expect("(");
        while (!tokens.take(")")) {
            parameters.add(tokens.expect(Kind.NAME, "a parameter").text());
            if (tokens.take("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw tokens.wrong("a value for this parameter, as the one before has one");
            }
            if (!tokens.peek().isOperator(")")) {
                tokens.expect(",");
            }
        }
        endTag();
        int outer = loops;
        loops = 0;
        List<JinjaNode> body = body("endmacro");
        loops = outer;
        return new JinjaNode.Macro(name, parameters, defaults, body);
    }
}

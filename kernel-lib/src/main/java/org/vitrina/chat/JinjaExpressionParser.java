package org.vitrina.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.vitrina.chat.JinjaExpression.Arguments;
import org.vitrina.chat.JinjaToken.Kind;

/// Reads the expressions of a template, with Jinja's precedence: choice, or, and, not, comparison, sum,
/// joining
/// (`~`), product, sign, then what follows a value.
final class JinjaExpressionParser {
    private static final int DEEPEST = 100;

    /// Operators, items, calls and filters that one tag may have; each is one call deeper when it is run.
    private static final int MOST_LINKS = 1_000;

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final JinjaTokens tokens;
    private int depth;
    private int links;

    JinjaExpressionParser(JinjaTokens tokens) {
        this.tokens = tokens;
    }

    /// Reads an expression, or several with commas between them, which are a list.
    JinjaExpression tuple() {
        links = 0;
        JinjaExpression first = expression();
        if (!tokens.peek().isOperator(",")) {
            return first;
        }
        var items = new ArrayList<JinjaExpression>();
        items.add(first);
        while (tokens.take(",")) {
            items.add(expression());
        }
        return new JinjaExpression.Items(items);
    }

    JinjaExpression expression() {
        JinjaExpression value = withoutChoice();
        while (tokens.takeName("if")) {
            link();
            JinjaExpression condition = withoutChoice();
            JinjaExpression otherwise = tokens.takeName("else") ? expression() : null;
            value = new JinjaExpression.Choice(condition, value, otherwise);
        }
        return value;
    }

    /// Reads an expression without `if`, which ends it.
    JinjaExpression withoutChoice() {
        if (++depth > DEEPEST) {
            throw tokens.wrong("expressions that nest at most " + DEEPEST + " deep");
        }
        JinjaExpression value = and();
        while (tokens.takeName("or")) {
            link();
            value = new JinjaExpression.Or(value, and());
        }
        depth--;
        return value;
    }

    /// Counts an operator, an item, a call or a filter.
    private void link() {
        if (++links > MOST_LINKS) {
            throw tokens.wrong("a tag with at most " + MOST_LINKS + " operators and calls");
        }
    }

    private JinjaExpression and() {
        JinjaExpression value = not();
        while (tokens.takeName("and")) {
            link();
            value = new JinjaExpression.And(value, not());
        }
        return value;
    }

    private JinjaExpression not() {
        int negations = 0;
        while (tokens.takeName("not")) {
            link();
            negations++;
        }
        JinjaExpression value = comparison();
        for (; negations > 0; negations--) {
            value = new JinjaExpression.Not(value);
        }
        return value;
    }

    private JinjaExpression comparison() {
        int line = tokens.peek().line();
        JinjaExpression first = sum();
        var operators = new ArrayList<String>();
        var others = new ArrayList<JinjaExpression>();
        while (true) {
            JinjaToken token = tokens.peek();
            if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
                operators.add(tokens.next().text());
            } else if (tokens.takeName("in")) {
                operators.add("in");
            } else if (token.isName("not") && tokens.peekSecond().isName("in")) {
                tokens.next();
                tokens.next();
                operators.add("not in");
            } else {
                return operators.isEmpty() ? first : new JinjaExpression.Comparison(first, operators, others, line);
            }
            others.add(sum());
        }
    }

    private JinjaExpression sum() {
        JinjaExpression value = joined();
        while (tokens.peek().isOperator("+") || tokens.peek().isOperator("-")) {
            link();
            JinjaToken operator = tokens.next();
            value = new JinjaExpression.Operation(operator.text(), value, joined(), operator.line());
        }
        return value;
    }

    private JinjaExpression joined() {
        JinjaExpression value = product();
        while (tokens.peek().isOperator("~")) {
            link();
            JinjaToken operator = tokens.next();
            value = new JinjaExpression.Operation("~", value, product(), operator.line());
        }
        return value;
    }

    private JinjaExpression product() {
        JinjaExpression value = signed(true);
        while (tokens.peek().kind() == Kind.OPERATOR
                && Set.of("*", "/", "//", "%").contains(tokens.peek().text())) {
            link();
            JinjaToken operator = tokens.next();
            value = new JinjaExpression.Operation(operator.text(), value, signed(true), operator.line());
        }
        return value;
    }

    private JinjaExpression signed(boolean withFilters) {
        if (++depth > DEEPEST) {
            throw tokens.wrong("expressions that nest at most " + DEEPEST + " deep");
        }
        JinjaToken token = tokens.peek();
        JinjaExpression value;
        if (tokens.take("-")) {
            value = new JinjaExpression.Negative(signed(false), token.line());
        } else if (tokens.take("+")) {
            value = signed(false);
        } else {
            value = primary();
        }
        depth--;
        value = followed(value);
        return withFilters ? filtered(value) : value;
    }

    private JinjaExpression primary() {
        JinjaToken token = tokens.next();
        return switch (token.kind()) {
            case NAME ->
                switch (token.text()) {
                    case "true", "True" -> new JinjaExpression.Literal(true);
                    case "false", "False" -> new JinjaExpression.Literal(false);
                    case "none", "None" -> new JinjaExpression.Literal(null);
                    default -> new JinjaExpression.Name(token.text(), token.line());
                };
            case STRING -> {
                var text = new StringBuilder(token.text());
                while (tokens.peek().kind() == Kind.STRING) {
                    text.append(tokens.next().text());
                }
                yield new JinjaExpression.Literal(Traced.template(text.toString()));
            }
            case INTEGER -> new JinjaExpression.Literal(Long.parseLong(token.text()));
            case FLOAT -> new JinjaExpression.Literal(Double.parseDouble(token.text()));
            case OPERATOR ->
                switch (token.text()) {
                    case "(" -> {
                        if (tokens.take(")")) {
                            yield new JinjaExpression.Items(List.of());
                        }
                        JinjaExpression inside = tuple();
                        tokens.expect(")");
                        yield inside;
                    }
                    case "[" -> new JinjaExpression.Items(items("]"));
                    case "{" -> mapping();
                    default -> throw notAValue(token);
                };
            default -> throw notAValue(token);
        };
    }

    private static ChatTemplateException notAValue(JinjaToken token) {
        return new ChatTemplateException(token.line(), "expected a value, found " + token.shown());
    }

    private List<JinjaExpression> items(String end) {
        var items = new ArrayList<JinjaExpression>();
        while (!tokens.take(end)) {
            items.add(expression());
            if (!tokens.peek().isOperator(end)) {
                tokens.expect(",");
            }
        }
        return items;
    }

    private JinjaExpression mapping() {
        var keys = new ArrayList<JinjaExpression>();
        var values = new ArrayList<JinjaExpression>();
        while (!tokens.take("}")) {
            keys.add(expression());
            tokens.expect(":");
            values.add(expression());
            if (!tokens.peek().isOperator("}")) {
                tokens.expect(",");
            }
        }
        return new JinjaExpression.Mapping(keys, values);
    }

    /// Reads attributes, items and calls behind a value.
    private JinjaExpression followed(JinjaExpression of) {
        JinjaExpression value = of;
        while (true) {
            link();
            int line = tokens.peek().line();
            if (tokens.take(".")) {
                JinjaToken name = tokens.next();
                value = switch (name.kind()) {
                    case NAME -> new JinjaExpression.Attribute(value, name.text(), line);
                    case INTEGER ->
                        new JinjaExpression.Item(value, new JinjaExpression.Literal(Long.parseLong(name.text())), line);
                    default -> throw new ChatTemplateException(line, "expected an attribute, found " + name.shown());
                };
            } else if (tokens.take("[")) {
                value = item(value, line);
            } else if (tokens.peek().isOperator("(")) {
                value = new JinjaExpression.Call(value, arguments(), line);
            } else {
                return value;
            }
        }
    }

    private JinjaExpression item(JinjaExpression of, int line) {
        var parts = new JinjaExpression[3];
        int part = 0;
        boolean isSlice = false;
        while (!tokens.take("]")) {
            if (tokens.take(":")) {
                isSlice = true;
                if (++part > 2) {
                    throw tokens.wrong("']'");
                }
            } else {
                if (parts[part] != null) {
                    throw tokens.wrong("']'");
                }
                parts[part] = expression();
            }
        }
        if (isSlice) {
            return new JinjaExpression.Slice(of, parts[0], parts[1], parts[2], line);
        }
        if (parts[0] == null) {
            throw new ChatTemplateException(line, "expected an index between '[' and ']'");
        }
        return new JinjaExpression.Item(of, parts[0], line);
    }

    private JinjaExpression filtered(JinjaExpression of) {
        JinjaExpression value = of;
        while (true) {
            link();
            int line = tokens.peek().line();
            if (tokens.take("|")) {
                String name = tokens.expect(Kind.NAME, "the name of a filter").text();
                Arguments arguments = tokens.peek().isOperator("(") ? arguments() : Arguments.NONE;
                value = new JinjaExpression.Filter(value, JinjaFilters.known(name, line), arguments, line);
            } else if (tokens.takeName("is")) {
                value = test(value, line);
            } else if (tokens.peek().isOperator("(")) {
                value = new JinjaExpression.Call(value, arguments(), line);
            } else {
                return value;
            }
        }
    }

    private JinjaExpression test(JinjaExpression of, int line) {
        boolean negated = tokens.takeName("not");
        String name =
                JinjaChecks.known(tokens.expect(Kind.NAME, "the name of a test").text(), line);
        Arguments arguments = Arguments.NONE;
        JinjaToken next = tokens.peek();
        if (next.isOperator("(")) {
            arguments = arguments();
        } else if (startsArgument(next)) {
            arguments = new Arguments(List.of(followed(primary())), List.of());
        }
        JinjaExpression test = new JinjaExpression.Test(of, name, arguments, line);
        return negated ? new JinjaExpression.Not(test) : test;
    }

    private static boolean startsArgument(JinjaToken token) {
        return switch (token.kind()) {
            case STRING, INTEGER, FLOAT -> true;
            case NAME -> !Set.of("else", "or", "and", "is", "if", "not", "in").contains(token.text());
            case OPERATOR -> token.text().equals("[") || token.text().equals("{");
            default -> false;
        };
    }

    private Arguments arguments() {
        tokens.expect("(");
        var values = new ArrayList<JinjaExpression>();
        var names = new ArrayList<String>();
        while (!tokens.take(")")) {
            if (tokens.peek().kind() == Kind.NAME && tokens.peekSecond().isOperator("=")) {
                names.add(tokens.next().text());
                tokens.next();
            } else if (!names.isEmpty()) {
                throw tokens.wrong("an argument with a name, as the one before has one");
            }
            values.add(expression());
            if (!tokens.peek().isOperator(")")) {
                tokens.expect(",");
            }
        }
        return new Arguments(values, names);
    }
}

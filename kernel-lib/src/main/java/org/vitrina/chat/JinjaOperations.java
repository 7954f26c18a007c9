package org.vitrina.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vitrina.chat.JinjaValues.Undefined;

/// Python's arithmetic and comparisons.
final class JinjaOperations {
    private JinjaOperations() {}

    static Object compute(String operator, Object left, Object right, int line) {
        if (operator.equals("~")) {
            return JinjaValues.text(left).plus(JinjaValues.text(right));
        }
        if (operator.equals("+") && left instanceof Traced one && right instanceof Traced other) {
            return one.plus(other);
        }
        if (operator.equals("+") && left instanceof List<?> one && right instanceof List<?> other) {
            var both = new ArrayList<Object>(one);
            both.addAll(other);
            return both;
        }
        Object a = number(left);
        Object b = number(right);
        if (a instanceof Long one && b instanceof Long other && !operator.equals("/")) {
            return whole(operator, one, other, line);
        }
        if (a instanceof Number one && b instanceof Number other) {
            return real(operator, one.doubleValue(), other.doubleValue(), line);
        }
        throw new ChatTemplateException(
                line, "cannot compute " + JinjaValues.kind(left) + " " + operator + " " + JinjaValues.kind(right));
    }

    private static Object number(Object value) {
        return value instanceof Boolean flag ? Long.valueOf(flag ? 1 : 0) : value;
    }

    private static Object whole(String operator, long a, long b, int line) {
        try {
            return switch (operator) {
                case "+" -> Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                case "*" -> Math.multiplyExact(a, b);
                case "//" -> Math.floorDiv(a, b);
                default -> Math.floorMod(a, b);
            };
        } catch (ArithmeticException e) {
            throw new ChatTemplateException(line, a + " " + operator + " " + b + " has no result: " + e.getMessage());
        }
    }

    private static Object real(String operator, double a, double b, int line) {
        if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw new ChatTemplateException(line, "nothing can be divided by 0");
        }
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.floor(a / b);
            default -> a - b * Math.floor(a / b);
        };
    }

    static boolean compare(String operator, Object left, Object right, int line) {
        return switch (operator) {
            case "==" -> JinjaValues.areEqual(left, right);
            case "!=" -> !JinjaValues.areEqual(left, right);
            case "in" -> contains(right, left, line);
            case "not in" -> !contains(right, left, line);
            default -> {
                int order = order(operator, left, right, line);
                yield switch (operator) {
                    case "<" -> order < 0;
                    case "<=" -> order <= 0;
                    case ">" -> order > 0;
                    default -> order >= 0;
                };
            }
        };
    }

    private static int order(String operator, Object left, Object right, int line) {
        if (left instanceof Traced one && right instanceof Traced other) {
            return one.text().compareTo(other.text());
        }
        if (number(left) instanceof Number one && number(right) instanceof Number other) {
            return Double.compare(one.doubleValue(), other.doubleValue());
        }
        throw new ChatTemplateException(
                line, "cannot compare " + JinjaValues.kind(left) + " " + operator + " " + JinjaValues.kind(right));
    }

    static boolean contains(Object all, Object one, int line) {
        return switch (all) {
            case Traced text when one instanceof Traced part -> text.text().contains(part.text());
            case List<?> items -> items.stream().anyMatch(item -> JinjaValues.areEqual(item, one));
            case Map<?, ?> map -> map.containsKey(one);
            case Undefined _ -> false;
            case null, default ->
                throw new ChatTemplateException(
                        line, "cannot look for " + JinjaValues.kind(one) + " in " + JinjaValues.kind(all));
        };
    }
}

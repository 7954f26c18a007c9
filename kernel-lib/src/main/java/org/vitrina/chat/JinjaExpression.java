package org.vitrina.chat;

import java.util.List;

/// An expression of a template.
sealed interface JinjaExpression {
    /// A text, a number, true, false or none.
    record Literal(Object value) implements JinjaExpression {}

    record Name(String name, int line) implements JinjaExpression {}

    /// `[a, b]`, or the tuple `(a, b)`.
    record Items(List<JinjaExpression> items) implements JinjaExpression {}

    /// `{key: value}`.
    record Mapping(List<JinjaExpression> keys, List<JinjaExpression> values) implements JinjaExpression {}

    /// `of.name`.
    record Attribute(JinjaExpression of, String name, int line) implements JinjaExpression {}

    /// `of[index]`.
    record Item(JinjaExpression of, JinjaExpression index, int line) implements JinjaExpression {}

    /// `of[from:to:step]`; what is left out is null.
    record Slice(JinjaExpression of, JinjaExpression from, JinjaExpression to, JinjaExpression step, int line)
            implements JinjaExpression {}

    /// `function(arguments)`.
    record Call(JinjaExpression function, Arguments arguments, int line) implements JinjaExpression {}

    /// `of | name(arguments)`.
    record Filter(JinjaExpression of, String name, Arguments arguments, int line) implements JinjaExpression {}

    /// `of is name(arguments)`.
    record Test(JinjaExpression of, String name, Arguments arguments, int line) implements JinjaExpression {}

    record Not(JinjaExpression of) implements JinjaExpression {}

    record Negative(JinjaExpression of, int line) implements JinjaExpression {}

    record And(JinjaExpression left, JinjaExpression right) implements JinjaExpression {}

    record Or(JinjaExpression left, JinjaExpression right) implements JinjaExpression {}

    /// `left operator right`, by arithmetic or by joining texts.
    record Operation(String operator, JinjaExpression left, JinjaExpression right, int line)
            implements JinjaExpression {}

    /// `first operators[0] others[0] operators[1] others[1] …`, each compared with the one before it.
    record Comparison(JinjaExpression first, List<String> operators, List<JinjaExpression> others, int line)
            implements JinjaExpression {}

    /// `yes if condition else no`; `no` may be null.
    record Choice(JinjaExpression condition, JinjaExpression yes, JinjaExpression no) implements JinjaExpression {}

    /// What stands in the brackets of a call; `names` belong to the last `values`.
    record Arguments(List<JinjaExpression> values, List<String> names) {
        static final Arguments NONE = new Arguments(List.of(), List.of());
    }
}

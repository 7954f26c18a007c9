package org.vitrina.chat;

import java.util.List;

/// A part of a parsed template.
sealed interface JinjaNode {
    /// Text that stands in the template.
    record Data(String text) implements JinjaNode {}

    /// `{{ value }}`.
    record Print(JinjaExpression value, int line) implements JinjaNode {}

    /// `{% if %}`: the first branch whose condition holds.
    record If(List<Branch> branches, List<JinjaNode> otherwise) implements JinjaNode {}

    record Branch(JinjaExpression condition, List<JinjaNode> body) {}

    /// `{% for names in of if condition %}`.
    ///
    /// @param condition null where there is none
    record For(
            List<String> names,
            JinjaExpression of,
            JinjaExpression condition,
            List<JinjaNode> body,
            List<JinjaNode> otherwise,
            int line)
            implements JinjaNode {}

    /// `{% set name = value %}` or `{% set name.attribute = value %}`.
    ///
    /// @param attribute null where there is none
    record Set(String name, String attribute, JinjaExpression value, int line) implements JinjaNode {}

    /// `{% set name %}…{% endset %}`.
    record SetBlock(String name, List<JinjaNode> body) implements JinjaNode {}

    /// `{% macro name(parameters) %}`; `defaults` belong to the last parameters.
    record Macro(String name, List<String> parameters, List<JinjaExpression> defaults, List<JinjaNode> body)
            implements JinjaNode {}

    /// `{% generation %}`, which only marks what a model wrote.
    record Group(List<JinjaNode> body) implements JinjaNode {}

    record Break() implements JinjaNode {}

    record Continue() implements JinjaNode {}
}

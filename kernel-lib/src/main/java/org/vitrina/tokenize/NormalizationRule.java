package org.vitrina.tokenize;

import java.util.regex.Pattern;

/// One thing that is done to a text before it is cut into pieces: a [Normalization.Rule], or one of those here,
/// which need a text of their own.
public sealed interface NormalizationRule
        permits Normalization.Rule,
                NormalizationRule.Replace,
                NormalizationRule.ReplaceMatches,
                NormalizationRule.Prepend,
                NormalizationRule.Strip {
    /// Returns the name of the rule, such as `NFC`.
    String name();

    /// Returns what the rule does, to follow its name in a sentence.
    String meaning();

    /// Returns `text` with the rule applied.
    String apply(String text);

    /// Replaces each `target`.
    record Replace(String target, String replacement) implements NormalizationRule {
        @Override
        public String name() {
            return "REPLACE";
        }

        @Override
        public String meaning() {
            return "replaces '%s' by '%s'".formatted(target, replacement);
        }

        @Override
        public String apply(String text) {
            return target.isEmpty() ? text : text.replace(target, replacement);
        }
    }

    /// Replaces each place that `pattern` fits, by `replacement` as it is.
    record ReplaceMatches(Pattern pattern, String replacement) implements NormalizationRule {
        /// @param regex in Java's syntax, read as [RegexSplit] reads it
        /// @throws IllegalArgumentException if `regex` is no expression
        public ReplaceMatches(String regex, String replacement) {
            this(RegexSplit.compile(regex), replacement);
        }

        @Override
        public String name() {
            return "REPLACE_MATCHES";
        }

        @Override
        public String meaning() {
            return "replaces what '%s' fits by '%s'".formatted(pattern, replacement);
        }

        @Override
        public String apply(String text) {
            var out = new StringBuilder();
            int[] end = {0};
            RegexSplit.search(pattern, text, matcher -> {
                out.append(text, end[0], matcher.start()).append(replacement);
                end[0] = matcher.end();
            });
            return end[0] == 0 && out.isEmpty()
                    ? text
                    : out.append(text, end[0], text.length()).toString();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ReplaceMatches(Pattern otherPattern, String otherReplacement)
                    && pattern.pattern().equals(otherPattern.pattern())
                    && replacement.equals(otherReplacement);
        }

        @Override
        public int hashCode() {
            return 31 * pattern.pattern().hashCode() + replacement.hashCode();
        }
    }

    /// Puts `prefix` before a text that is not empty.
    record Prepend(String prefix) implements NormalizationRule {
        @Override
        public String name() {
            return "PREPEND";
        }

        @Override
        public String meaning() {
            return "puts '%s' before the text".formatted(prefix);
        }

        @Override
        public String apply(String text) {
            return text.isEmpty() ? text : prefix + text;
        }
    }

    /// Removes the white space at the beginning, at the end, or both.
    record Strip(boolean beginning, boolean end) implements NormalizationRule {
        @Override
        public String name() {
            return "STRIP";
        }

        @Override
        public String meaning() {
            return "removes white space at "
                    + (beginning && end ? "both ends" : beginning ? "the beginning" : end ? "the end" : "no end");
        }

        @Override
        public String apply(String text) {
            int from = 0;
            int to = text.length();
            while (beginning && from < to && isSpace(text.charAt(from))) {
                from++;
            }
            while (end && to > from && isSpace(text.charAt(to - 1))) {
                to--;
            }
            return text.substring(from, to);
        }

        private static boolean isSpace(char c) {
            return (CharClass.of(c) & CharClass.SPACE) != 0;
        }
    }
}

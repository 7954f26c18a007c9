package org.vitrina.tokenize;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.vitrina.show.Figure;
import org.vitrina.show.Observer;
import org.vitrina.show.Step;
import org.vitrina.show.Walk;

/// What is done to a text before it is cut into pieces, rule by rule.
///
/// The same word can be written with different code points: `é` is U+00E9, or `e` and a combining accent,
/// U+0065 U+0301. To a model these are different tokens unless something makes them one
/// ([Unicode UAX #15](https://www.unicode.org/reports/tr15/)). Most rules also lose something that cannot
/// be had back, which is why GPT-2 and its successors use none.
///
/// @param rules what to do, in order; none leaves every text as it is
public record Normalization(List<NormalizationRule> rules) {
    /// Changes nothing.
    public static final Normalization NONE = new Normalization(List.of());

    public Normalization {
        rules = List.copyOf(rules);
    }

    /// Returns the normalization that applies `rules` in this order.
    public static Normalization of(NormalizationRule... rules) {
        return new Normalization(List.of(rules));
    }

    /// A rule that needs nothing but the text.
    public enum Rule implements NormalizationRule {
        /// Joins letters with the marks behind them where Unicode has a code point for both: `e` and U+0301
        /// become U+00E9.
        NFC("composes letters with their marks") {
            @Override
            public String apply(String text) {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        },
        /// Takes letters and their marks apart: U+00E9 becomes `e` and U+0301.
        NFD("takes letters and their marks apart") {
            @Override
            public String apply(String text) {
                return Normalizer.normalize(text, Normalizer.Form.NFD);
            }
        },
        /// Like [#NFC], and also replaces what is only another form of a character: `ﬁ` becomes `fi`, `²`
        /// becomes `2`, a full-width letter a plain one.
        NFKC("replaces compatibility forms and composes") {
            @Override
            public String apply(String text) {
                return Normalizer.normalize(text, Normalizer.Form.NFKC);
            }
        },
        /// Like [#NFD], and also replaces what is only another form of a character.
        NFKD("replaces compatibility forms and takes letters and their marks apart") {
            @Override
            public String apply(String text) {
                return Normalizer.normalize(text, Normalizer.Form.NFKD);
            }
        },
        /// Turns letters into lower case, by the rules that hold for no language in particular.
        LOWER_CASE("turns letters into lower case") {
            @Override
            public String apply(String text) {
                return text.toLowerCase(Locale.ROOT);
            }
        },
        /// Turns letters into lower case one by one, so that a Greek sigma at the end of a word becomes σ and
        /// not ς; what Hugging Face's tokenizers do.
        LOWER_CASE_EACH("turns each letter by itself into lower case") {
            @Override
            public String apply(String text) {
                var lower = new StringBuilder(text.length());
                text.codePoints().forEach(c -> {
                    if (c < 0x80) {
                        lower.append((char) Character.toLowerCase(c));
                    } else {
                        lower.append(Character.toString(c).toLowerCase(Locale.ROOT));
                    }
                });
                return lower.toString();
            }
        },
        /// Removes marks that stand as characters of their own: of `e` and U+0301 the second.
        STRIP_MARKS("removes marks that are characters of their own") {
            @Override
            public String apply(String text) {
                return ALL_MARKS.matcher(text).replaceAll("");
            }
        },
        /// Removes non-spacing marks, as BERT's uncased models do: `ñ` becomes `n`. Letters that Unicode
        /// does not take apart, such as `ø` and `ł`, stay; in Hindi or Hebrew this removes vowels.
        STRIP_ACCENTS("removes accents and other non-spacing marks") {
            @Override
            public String apply(String text) {
                String bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                        .replaceAll("");
                return Normalizer.normalize(bare, Normalizer.Form.NFC);
            }
        },
        /// Turns each run of white space into one space and removes it at both ends.
        COLLAPSE_WHITESPACE("turns each run of white space into one space") {
            @Override
            public String apply(String text) {
                String single = SPACES.matcher(text).replaceAll(" ");
                int from = single.startsWith(" ") ? 1 : 0;
                return single.substring(from, Math.max(from, single.length() - (single.endsWith(" ") ? 1 : 0)));
            }
        };

        private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
        private static final Pattern ALL_MARKS = Pattern.compile("\\p{M}+");
        private static final Pattern SPACES = Pattern.compile("\\p{IsWhite_Space}+");

        private final String meaning;

        Rule(String meaning) {
            this.meaning = meaning;
        }

        @Override
        public String meaning() {
            return meaning;
        }
    }

    /// Returns the normalized text.
    public String apply(String text) {
        return apply(text, Observer.NONE);
    }

    /// Returns the normalized text, and tells `watch` after each rule what it did.
    public String apply(String text, Observer watch) {
        String current = text;
        for (NormalizationRule rule : rules) {
            String before = current;
            String after = rule.apply(before);
            watch.step(RuleApplied.NAME, () -> new RuleApplied(rule, before, after));
            current = after;
        }
        return current;
    }

    /// Returns the walk over what each rule does to `text`.
    public Walk<RuleApplied> walk(String text) {
        var recorder = Walk.recorder();
        apply(text, recorder);
        return recorder.walk("Normalization", RuleApplied.class);
    }

    @Override
    public String toString() {
        return rules.isEmpty()
                ? "none"
                : String.join(", ", rules.stream().map(NormalizationRule::name).toList());
    }

    /// A rule was applied.
    public record RuleApplied(NormalizationRule rule, String before, String after) implements Step {
        static final String NAME = "normalize.rule";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            String what = rule.name() + " " + rule.meaning() + ": ";
            if (before.equals(after)) {
                return what + size(before) + (codePointsBefore() == 1 ? " stays" : " stay") + " the same.";
            }
            return what + size(before) + (codePointsBefore() == 1 ? " becomes " : " become ") + size(after) + ".";
        }

        /// Returns the number of code points before the rule.
        public int codePointsBefore() {
            return before.codePointCount(0, before.length());
        }

        public int codePointsAfter() {
            return after.codePointCount(0, after.length());
        }

        /// Returns the number of bytes in UTF-8 before the rule.
        public int bytesBefore() {
            return before.getBytes(StandardCharsets.UTF_8).length;
        }

        public int bytesAfter() {
            return after.getBytes(StandardCharsets.UTF_8).length;
        }

        @Override
        public SequencedMap<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            values.put("rule", rule.name());
            values.put("before", before);
            values.put("after", after);
            values.put("code points before", codePointsBefore());
            values.put("code points after", codePointsAfter());
            values.put("bytes before", bytesBefore());
            values.put("bytes after", bytesAfter());
            return values;
        }

        /// Returns the characters before and after with their code points; those that differ are marked.
        @Override
        public Figure figure() {
            return CodePointStrips.of(before, after);
        }

        private static String size(String text) {
            int points = text.codePointCount(0, text.length());
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            return points + (points == 1 ? " code point (" : " code points (") + bytes
                    + (bytes == 1 ? " byte" : " bytes") + " in UTF-8)";
        }
    }
}

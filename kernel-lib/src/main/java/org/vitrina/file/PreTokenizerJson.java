package org.vitrina.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.vitrina.tokenize.CutBehaviour;
import org.vitrina.tokenize.Metaspace;
import org.vitrina.tokenize.PreTokenizer;
import org.vitrina.tokenize.Prefixed;
import org.vitrina.tokenize.RegexSplit;
import org.vitrina.tokenize.SplitPattern;
import org.vitrina.tokenize.SplitSequence;

/// What `$.pre_tokenizer` says.
///
/// @param split what cuts
/// @param bytes whether the pieces are then written in GPT-2's alphabet, a character for each byte
record PreTokenizerJson(PreTokenizer split, boolean bytes) {
    /// The published expressions that have a scanner of their own. Each fits every character, so that it is the
    /// same to isolate what it finds, and to remove what is between.
    private static final Map<String, SplitPattern> PUBLISHED = Map.of(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            SplitPattern.GPT2,
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            SplitPattern.CL100K,
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            SplitPattern.QWEN2,
            "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
                    + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
                    + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"
                    + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
                    + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            SplitPattern.O200K);

    private static final String PUNCTUATION = "[\\p{IsPunctuation}!-/:-@\\[-`{-~]";
    private static final RegexSplit DIGITS = RegexSplit.isolating("\\p{N}");
    private static final RegexSplit SPACES = split("\\s", CutBehaviour.REMOVED);

    static PreTokenizerJson read(JsonPart part) throws ModelFileException {
        var parts = new ArrayList<PreTokenizer>();
        boolean bytes = false;
        for (JsonPart each : flat(part)) {
            if (bytes) {
                throw each.wrong("nothing after ByteLevel, which writes bytes as other characters");
            }
            bytes = each.at("type").text().equals("ByteLevel");
            PreTokenizer split = one(each);
            if (split == SplitPattern.NONE) {
                continue;
            }
            if (split == SplitPattern.GPT2
                    && parts.size() == 1
                    && parts.getFirst().equals(DIGITS)) {
                parts.set(0, SplitPattern.SMOLLM);
            } else {
                parts.add(split);
            }
        }
        return new PreTokenizerJson(
                parts.isEmpty() ? SplitPattern.NONE : SplitSequence.of(parts.toArray(PreTokenizer[]::new)), bytes);
    }

    /// Returns the pre-tokenizers of a sequence, also of one within another, in order.
    private static List<JsonPart> flat(JsonPart part) throws ModelFileException {
        if (part.isNothing()) {
            return List.of();
        }
        if (!part.at("type").text().equals("Sequence")) {
            return List.of(part);
        }
        var parts = new ArrayList<JsonPart>();
        for (JsonPart each : part.at("pretokenizers").list()) {
            parts.addAll(flat(each));
        }
        return parts;
    }

    private static PreTokenizer one(JsonPart part) throws ModelFileException {
        return switch (part.at("type").text()) {
            case "ByteLevel" -> {
                PreTokenizer split = part.at("use_regex").flagOr(true) ? SplitPattern.GPT2 : SplitPattern.NONE;
                yield part.at("add_prefix_space").flagOr(true) ? new Prefixed(" ", split) : split;
            }
            case "Split" -> splitAt(part);
            case "Digits" ->
                part.at("individual_digits").flagOr(false) ? DIGITS : split("\\p{N}+", CutBehaviour.ISOLATED);
            case "Punctuation" ->
                split(PUNCTUATION, part.at("behavior").constant(CutBehaviour.class, CutBehaviour.ISOLATED));
            case "Whitespace" ->
                new RegexSplit(Pattern.compile("\\w+|[^\\w\\s]+", RegexSplit.FLAGS), CutBehaviour.REMOVED, true);
            case "WhitespaceSplit" -> SPACES;
            case "BertPreTokenizer" -> SplitSequence.of(SPACES, split(PUNCTUATION, CutBehaviour.ISOLATED));
            case "CharDelimiterSplit" ->
                split(Pattern.quote(part.at("delimiter").text()), CutBehaviour.REMOVED);
            case "Metaspace" ->
                new Metaspace(
                        part.at("replacement").textOr("\u2581"),
                        part.at("add_prefix_space").flagOr(true)
                                ? part.at("prepend_scheme").constant(Metaspace.Prefix.class, Metaspace.Prefix.ALWAYS)
                                : Metaspace.Prefix.NEVER,
                        part.at("split").flagOr(true));
            default ->
                throw part.at("type")
                        .unknown(
                                "a pre-tokenizer",
                                "ByteLevel",
                                "Split",
                                "Digits",
                                "Punctuation",
                                "Whitespace",
                                "WhitespaceSplit",
                                "BertPreTokenizer",
                                "CharDelimiterSplit",
                                "Metaspace",
                                "Sequence");
        };
    }

    private static PreTokenizer splitAt(JsonPart part) throws ModelFileException {
        JsonPart pattern = part.at("pattern");
        JsonPart behavior = part.at("behavior");
        if (behavior.isNothing()) {
            throw behavior.wrong("what becomes of the places");
        }
        CutBehaviour behaviour = behavior.constant(CutBehaviour.class, CutBehaviour.ISOLATED);
        boolean inverted = part.at("invert").flagOr(false);
        if (!pattern.at("String").isNothing()) {
            String literal = pattern.at("String").text();
            if (literal.isEmpty()) {
                throw pattern.at("String").wrong("a text to cut at");
            }
            return new RegexSplit(Pattern.compile(Pattern.quote(literal)), behaviour, inverted);
        }
        SplitPattern published = PUBLISHED.get(pattern.at("Regex").text());
        boolean isolates = behaviour == (inverted ? CutBehaviour.REMOVED : CutBehaviour.ISOLATED);
        if (published != null && isolates) {
            return published;
        }
        return new RegexSplit(
                Pattern.compile(HuggingFaceRegex.toJava(pattern.at("Regex")), RegexSplit.FLAGS), behaviour, inverted);
    }

    private static RegexSplit split(String regex, CutBehaviour behaviour) {
        return new RegexSplit(Pattern.compile(regex, RegexSplit.FLAGS), behaviour, false);
    }
}

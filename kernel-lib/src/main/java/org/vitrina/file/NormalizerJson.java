package org.vitrina.file;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.tokenize.Normalization;
import org.vitrina.tokenize.NormalizationRule;

/// Reads `$.normalizer`.
final class NormalizerJson {
    private NormalizerJson() {}

    static Normalization read(JsonPart normalizer) throws ModelFileException {
        var rules = new ArrayList<NormalizationRule>();
        if (!normalizer.isNothing()) {
            read(normalizer, rules);
        }
        return new Normalization(rules);
    }

    private static void read(JsonPart normalizer, List<NormalizationRule> rules) throws ModelFileException {
        switch (normalizer.at("type").text()) {
            case "Sequence" -> {
                for (JsonPart each : normalizer.at("normalizers").list()) {
                    read(each, rules);
                }
            }
            case "NFC" -> rules.add(Normalization.Rule.NFC);
            case "NFD" -> rules.add(Normalization.Rule.NFD);
            case "NFKC" -> rules.add(Normalization.Rule.NFKC);
            case "NFKD" -> rules.add(Normalization.Rule.NFKD);
            case "Lowercase" -> rules.add(Normalization.Rule.LOWER_CASE_EACH);
            case "StripAccents" -> rules.add(Normalization.Rule.STRIP_MARKS);
            case "Strip" ->
                rules.add(new NormalizationRule.Strip(
                        normalizer.at("strip_left").flagOr(true),
                        normalizer.at("strip_right").flagOr(true)));
            case "Prepend" ->
                rules.add(new NormalizationRule.Prepend(normalizer.at("prepend").text()));
            case "Replace" -> {
                JsonPart pattern = normalizer.at("pattern");
                String content = normalizer.at("content").text();
                rules.add(
                        pattern.at("String").isNothing()
                                ? new NormalizationRule.ReplaceMatches(
                                        HuggingFaceRegex.toJava(pattern.at("Regex")), content)
                                : new NormalizationRule.Replace(
                                        pattern.at("String").text(), content));
            }
            default ->
                throw normalizer
                        .at("type")
                        .unknown(
                                "a normalizer",
                                "NFC",
                                "NFD",
                                "NFKC",
                                "NFKD",
                                "Lowercase",
                                "StripAccents",
                                "Strip",
                                "Prepend",
                                "Replace",
                                "Sequence");
        }
    }
}

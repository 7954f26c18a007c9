package org.vitrina.tokenize;

import com.knuddels.jtokkit.api.EncodingType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The vocabularies that OpenAI published and jtokkit carries; each is loaded when it is first used, and
/// then shared.
enum Published {
    R50K(
            "GPT-2",
            EncodingType.R50K_BASE,
            SplitPattern.GPT2,
            List.of("r50k", "gpt2", "gpt-2", "gpt3", "gpt-3"),
            50_256) {
        @Override
        Map<String, Integer> specialTokens() {
            return special("<|endoftext|>", 50_256);
        }
    },
    P50K("Codex", EncodingType.P50K_BASE, SplitPattern.GPT2, List.of("p50k", "codex"), 50_281) {
        @Override
        Map<String, Integer> specialTokens() {
            return special("<|endoftext|>", 50_256);
        }
    },
    CL100K(
            "GPT-4",
            EncodingType.CL100K_BASE,
            SplitPattern.CL100K,
            List.of("cl100k", "gpt4", "gpt-4", "gpt-3.5", "gpt-3.5-turbo"),
            100_256) {
        @Override
        Map<String, Integer> specialTokens() {
            return special(
                    "<|endoftext|>", 100_257,
                    "<|fim_prefix|>", 100_258,
                    "<|fim_middle|>", 100_259,
                    "<|fim_suffix|>", 100_260,
                    "<|endofprompt|>", 100_276);
        }
    },
    O200K("GPT-4o", EncodingType.O200K_BASE, SplitPattern.O200K, List.of("o200k", "gpt4o", "gpt-4o"), 199_998) {
        @Override
        Map<String, Integer> specialTokens() {
            return special("<|endoftext|>", 199_999, "<|endofprompt|>", 200_018);
        }
    };

    private final String title;
    private final EncodingType type;
    private final SplitPattern split;
    private final List<String> names;
    private final int rankEnd;
    private BpeTokenizer ours;
    private JtokkitTokenizer theirs;

    /// @param title   the model that made it known, for tables and charts
    /// @param names   the name and its aliases
    /// @param rankEnd 1 more than the highest rank; every id below is in use, as a rank or a special token
    Published(String title, EncodingType type, SplitPattern split, List<String> names, int rankEnd) {
        this.title = title;
        this.type = type;
        this.split = split;
        this.names = names;
        this.rankEnd = rankEnd;
    }

    abstract Map<String, Integer> specialTokens();

    static Published named(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(p -> p.names.contains(wanted) || p.type.getName().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no published vocabulary '" + name + "'; there are " + allNames()));
    }

    static String allNames() {
        return String.join(
                ", ",
                Arrays.stream(values())
                        .map(p ->
                                p.names.getFirst() + " (" + String.join(", ", p.names.subList(1, p.names.size())) + ")")
                        .toList());
    }

    /// Returns the name under which it was published, without `_base`.
    String shortName() {
        return names.getFirst();
    }

    /// Returns the name of the model that made it known.
    String title() {
        return title;
    }

    EncodingType type() {
        return type;
    }

    SplitPattern split() {
        return split;
    }

    /// Returns 1 more than the highest id.
    int size() {
        return specialTokens().values().stream().mapToInt(id -> id + 1).reduce(rankEnd, Math::max);
    }

    boolean isInUse(int id) {
        return id >= 0 && id < rankEnd || specialTokens().containsValue(id);
    }

    synchronized BpeTokenizer ours() {
        if (ours == null) {
            ours = BpeTokenizer.fromRanks(shortName(), ranks(), split, specialTokens());
        }
        return ours;
    }

    synchronized JtokkitTokenizer theirs() {
        if (theirs == null) {
            theirs = new JtokkitTokenizer(this);
        }
        return theirs;
    }

    /// Returns the rank of each token by its bytes, from the file in jtokkit's jar.
    Map<byte[], Integer> ranks() {
        String file = "/com/knuddels/jtokkit/" + type.getName() + ".tiktoken";
        try (InputStream in = EncodingType.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the ranks of " + shortName() + " are not on the class path; expected "
                        + file + " in jtokkit's jar");
            }
            var ranks = new HashMap<byte[], Integer>();
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int space = line.indexOf(' ');
                ranks.put(
                        Base64.getDecoder().decode(line.substring(0, space)),
                        Integer.parseInt(line.substring(space + 1)));
            }
            return ranks;
        } catch (IOException e) {
            throw new UncheckedIOException("the ranks of " + shortName() + " could not be read from " + file, e);
        }
    }

    private static Map<String, Integer> special(Object... textsAndIds) {
        var special = new LinkedHashMap<String, Integer>();
        for (int i = 0; i < textsAndIds.length; i += 2) {
            special.put((String) textsAndIds[i], (Integer) textsAndIds[i + 1]);
        }
        return special;
    }
}

package org.vitrina.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrina.show.VisibleText;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.Token;
import org.vitrina.tokenize.Tokenizer;

/// Writes what `vitrina tokenize` found: for a reader, a token a line; for a script, JSON.
final class TokenReport {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    /// Backgrounds on which black can be read, next to each other told apart by the colour-blind too.
    private static final int[] BACKGROUNDS = {153, 223, 151, 225};

    private final Terminal terminal;
    private final PrintWriter out;
    private final boolean json;

    TokenReport(Terminal terminal, PrintWriter out, boolean json) {
        this.terminal = terminal;
        this.out = out;
        this.json = json;
    }

    void tokens(Tokenizer tokenizer, String text, int[] ids) {
        List<Token> tokens = Arrays.stream(ids).mapToObj(tokenizer::token).toList();
        if (json) {
            Map<String, Object> report = counts(tokenizer, text);
            report.put("count", ids.length);
            report.put("tokens", tokens.stream().map(TokenReport::fields).toList());
            out.println(GSON.toJson(report));
            return;
        }
        if (terminal.colours()) out.println(strip(tokens) + "\n");
        int width = tokens.stream()
                .mapToInt(token -> String.valueOf(token.id()).length())
                .max()
                .orElse(1);
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            out.println("%s  %s".formatted(right(token.id(), width), piece(token, i)));
        }
        out.println();
        out.println(summary(tokenizer, text, ids.length));
    }

    void decoded(Tokenizer tokenizer, String text) {
        if (!json) {
            out.println(text);
            return;
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", tokenizer.name());
        report.put("text", text);
        out.println(GSON.toJson(report));
    }

    void compare(String text, List<Tokenizer> tokenizers) {
        if (json) {
            out.println(GSON.toJson(tokenizers.stream()
                    .map(tokenizer -> {
                        Map<String, Object> report = counts(tokenizer, text);
                        report.put("ids", tokenizer.encode(text));
                        return report;
                    })
                    .toList()));
            return;
        }
        int width = tokenizers.stream()
                .mapToInt(tokenizer -> tokenizer.name().length())
                .max()
                .orElse(0);
        for (Tokenizer tokenizer : tokenizers) {
            List<Token> tokens = tokenizer.tokens(text);
            out.println(strip(tokens));
            out.println("  " + tokenizer.name()
                    + " ".repeat(width - tokenizer.name().length()) + "  " + cost(text, tokens.size()));
        }
    }

    void trained(BpeTokenizer tokenizer, String corpus, Path file, int asked, double seconds) {
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("file", file.toString());
            report.put("vocabulary", tokenizer.vocabularySize());
            report.put("merges", tokenizer.merges());
            report.put("characters", corpus.codePointCount(0, corpus.length()));
            report.put("seconds", Math.round(seconds * 1000) / 1000.0);
            out.println(GSON.toJson(report));
            return;
        }
        out.println("%s: %,d tokens, %,d of them merges, learned from %,d characters in %.1f s"
                .formatted(
                        file,
                        tokenizer.vocabularySize(),
                        tokenizer.merges(),
                        corpus.codePointCount(0, corpus.length()),
                        seconds));
        if (tokenizer.vocabularySize() < asked)
            out.println("  fewer than %,d: no pair of tokens was left that occurs twice".formatted(asked));
    }

    private static Map<String, Object> counts(Tokenizer tokenizer, String text) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", tokenizer.name());
        report.put("characters", text.codePointCount(0, text.length()));
        report.put("bytes", text.getBytes(StandardCharsets.UTF_8).length);
        report.put("count", tokenizer.encode(text).length);
        return report;
    }

    /// A token's text is null where its bytes are no whole characters; its bytes are always there.
    private static Map<String, Object> fields(Token token) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", token.id());
        String text = new String(token.bytes(), StandardCharsets.UTF_8);
        fields.put("text", Arrays.equals(text.getBytes(StandardCharsets.UTF_8), token.bytes()) ? text : null);
        fields.put("bytes", HexFormat.of().formatHex(token.bytes()));
        return fields;
    }

    private static String summary(Tokenizer tokenizer, String text, int tokens) {
        return tokenizer.name() + ": " + cost(text, tokens);
    }

    private static String cost(String text, int tokens) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        String cost = "%s for %s, %s"
                .formatted(
                        count(tokens, "token"),
                        count(text.codePointCount(0, text.length()), "character"),
                        count(bytes, "byte"));
        return tokens == 0 ? cost : cost + ", %.2f bytes per token".formatted((double) bytes / tokens);
    }

    private static String count(int count, String what) {
        return "%,d %s%s".formatted(count, what, count == 1 ? "" : "s");
    }

    private String strip(List<Token> tokens) {
        var strip = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++)
            strip.append(i > 0 && !terminal.colours() ? "|" : "").append(piece(tokens.get(i), i));
        return strip.toString();
    }

    private String piece(Token token, int place) {
        String text = new String(token.bytes(), StandardCharsets.UTF_8);
        String visible = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), token.bytes())
                ? VisibleText.of(text)
                : VisibleText.ofBytes(token.bytes());
        if (!terminal.colours()) return visible;
        return "\u001B[30;48;5;%dm%s\u001B[0m".formatted(BACKGROUNDS[place % BACKGROUNDS.length], visible);
    }

    private static String right(int number, int width) {
        String digits = String.valueOf(number);
        return " ".repeat(width - digits.length()) + digits;
    }
}

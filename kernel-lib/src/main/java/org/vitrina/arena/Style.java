package org.vitrina.arena;

import java.util.List;
import java.util.regex.Pattern;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.tokenize.Tokenizers;

/// How an answer looks, whatever it says: what Chatbot Arena's style control counts.
///
/// @param tokens  how long it is, in tokens of GPT-4's vocabulary, whichever model wrote it
/// @param headers Markdown headers, outside code
/// @param lists   items of lists, outside code
/// @param bold    bold passages, outside code
public record Style(int tokens, int headers, int lists, int bold) {
    /// What the features are called, in the order of [#counts()].
    public static final List<String> NAMES = List.of("tokens", "headers", "lists", "bold");

    // as FastChat's add_markdown_info.py counts; UNIX_LINES, as Python knows no other line end there
    private static final int LINES = Pattern.MULTILINE | Pattern.UNIX_LINES;
    private static final Pattern CODE = Pattern.compile("```[^`]*```");
    private static final Pattern HEADER = Pattern.compile("^#{1,6}\\s", LINES);
    private static final Pattern LIST = Pattern.compile("^\\s*(?:\\d+\\.|[-*+])\\s", LINES);
    private static final Pattern STARS = Pattern.compile("\\*\\*[^*\\n]+\\*\\*");
    private static final Pattern LOW_LINES = Pattern.compile("__[^_\\n]+__");

    /// Returns the style of an answer.
    public static Style of(String answer) {
        Tokenizer tokenizer = Tokenizers.named("cl100k");
        String text = CODE.matcher(answer).replaceAll("``````");
        return new Style(
                tokenizer.encode(answer).length,
                count(HEADER, text),
                count(LIST, text),
                count(STARS, text) + count(LOW_LINES, text));
    }

    private static int count(Pattern pattern, String text) {
        return (int) pattern.matcher(text).results().count();
    }

    double[] counts() {
        return new double[] {tokens, headers, lists, bold};
    }
}

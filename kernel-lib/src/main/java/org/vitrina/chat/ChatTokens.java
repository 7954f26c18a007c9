package org.vitrina.chat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vitrina.chat.Segment.Part;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.tokenize.Stretch;
import org.vitrina.tokenize.Token;
import org.vitrina.tokenize.Tokenizer;

/// A conversation as tokens, of which each knows what it belongs to. Displays as a strip of coloured
/// tokens.
///
/// @param segments the text, in stretches of one origin
/// @param tokens   its tokens, in order
public record ChatTokens(List<Segment> segments, List<ChatToken> tokens) implements Showable {
    /// One token.
    ///
    /// @param token   its id and bytes
    /// @param part    where its first character comes from
    /// @param message the message that it belongs to, from 0; -1 for what is around them
    /// @param role    the role of that message; empty around them
    /// @param special whether it steers the model, and is not a text
    public record ChatToken(Token token, Part part, int message, String role, boolean special) {}

    public ChatTokens {
        segments = List.copyOf(segments);
        tokens = List.copyOf(tokens);
    }

    static ChatTokens of(List<Message> messages, List<Segment> segments, Tokenizer tokenizer) {
        var text = new StringBuilder();
        segments.forEach(segment -> text.append(segment.text()));
        var origin = new int[text.length()];
        int from = 0;
        for (int s = 0; s < segments.size(); s++) {
            int to = from + segments.get(s).text().length();
            java.util.Arrays.fill(origin, from, to, s);
            from = to;
        }
        String whole = text.toString();
        var tokens = new ArrayList<ChatToken>();
        for (Stretch stretch :
                tokenizer.stretches(whole, (_, begin, end) -> isTemplate(segments, origin, begin, end))) {
            int[] starts = starts(whole, stretch, tokenizer);
            for (int i = 0; i < stretch.ids().length; i++) {
                Segment segment = segments.get(origin[starts[i]]);
                String role = segment.message() < 0
                        ? ""
                        : messages.get(segment.message()).role();
                tokens.add(new ChatToken(
                        tokenizer.token(stretch.ids()[i]), segment.part(), segment.message(), role, stretch.special()));
            }
        }
        return new ChatTokens(segments, tokens);
    }

    private static boolean isTemplate(List<Segment> segments, int[] origin, int from, int to) {
        for (int i = from; i < to; i++) {
            if (segments.get(origin[i]).part() != Part.TEMPLATE) {
                return false;
            }
        }
        return true;
    }

    /// Returns the character of the text that each token of `stretch` begins at. A tokenizer may change a
    /// text, by a
    /// space before it or by normalizing; then this is as near as the number of bytes tells.
    private static int[] starts(String whole, Stretch stretch, Tokenizer tokenizer) {
        var starts = new int[stretch.ids().length];
        String text = whole.substring(stretch.from(), stretch.to());
        long bytes = text.getBytes(StandardCharsets.UTF_8).length;
        long all = 0;
        for (int id : stretch.ids()) {
            all += tokenizer.bytes(id).length;
        }
        boolean prefixed = all == bytes + 1 && starts.length > 0 && tokenizer.bytes(stretch.ids()[0])[0] == ' ';
        long done = 0;
        int at = 0;
        long passed = 0;
        for (int i = 0; i < starts.length; i++) {
            long place = prefixed ? Math.max(0, done - 1) : all == 0 ? 0 : done * bytes / all;
            while (at < text.length() - 1 && passed < place) {
                int c = text.codePointAt(at);
                passed += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
                at += Character.charCount(c);
            }
            starts[i] = stretch.from() + Math.min(at, text.length() - 1);
            done += tokenizer.bytes(stretch.ids()[i]).length;
        }
        return starts;
    }

    /// Returns the ids, in order.
    public int[] ids() {
        return tokens.stream().mapToInt(token -> token.token().id()).toArray();
    }

    /// Returns the whole text.
    public String content() {
        return String.join("", segments.stream().map(Segment::text).toList());
    }

    /// Returns the tokens as a strip: under each the role whose message it is, or what it is of the
    /// template;
    /// special tokens are marked.
    public Figure.TokenStrip strip() {
        return strip("tokens by role", tokens);
    }

    static Figure.TokenStrip strip(String title, List<ChatToken> tokens) {
        return new Figure.TokenStrip(
                title,
                tokens.stream()
                        .map(token -> new Figure.Cell(token.token().text(), label(token), token.special()))
                        .toList());
    }

    private static String label(ChatToken token) {
        return switch (token.part()) {
            case CONTENT -> token.role();
            case ROLE -> "role";
            case TEMPLATE -> token.special() ? "special" : "template";
        };
    }

    @Override
    public MimeBundle mime() {
        return strip().mime();
    }

    @Override
    public String toString() {
        return tokens.size() + " tokens of " + segments.size() + " stretches";
    }
}

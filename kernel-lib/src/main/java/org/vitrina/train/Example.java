package org.vitrina.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.chat.ChatTokens;
import org.vitrina.chat.ChatTokens.ChatToken;
import org.vitrina.chat.Message;
import org.vitrina.chat.Segment.Part;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.show.Walk;
import org.vitrina.tokenize.Tokenizer;

/// A text to learn from, as tokens, and which of them count: the loss mask. Displays as a strip in which
/// those that count are dark.
///
/// A token counts if the model is to learn to write it. Of a conversation that is what the assistant says,
/// with the token that ends it; what a person says is read and not learned, as otherwise the model learns
/// to ask.
public final class Example implements Showable {
    private final Tokenizer tokenizer;
    private final int[] ids;
    private final boolean[] counted;

    private Example(Tokenizer tokenizer, int[] ids, boolean[] counted) {
        this.tokenizer = tokenizer;
        this.ids = ids;
        this.counted = counted;
    }

    /// Returns an example of these tokens.
    ///
    /// @param counted for each, whether it counts
    public static Example of(Tokenizer tokenizer, int[] ids, boolean[] counted) {
        if (ids.length != counted.length) {
            throw new IllegalArgumentException("each token counts or does not, but there are " + ids.length
                    + " tokens and " + counted.length + " marks");
        }
        return new Example(tokenizer, ids.clone(), counted.clone());
    }

    /// Returns a text and the token `end`, all of which count.
    public static Example ofText(String text, Tokenizer tokenizer, int end) {
        var parts = new Parts(tokenizer);
        parts.add(before(tokenizer), false);
        parts.add(tokenizer.encode(text), true);
        parts.add(new int[] {end}, true);
        return parts.example();
    }

    /// Returns a prompt, what shall follow it, and the token `end`; the last two count. Prompt and
    /// completion are made into tokens each by itself, as the model will be given the prompt by itself.
    public static Example ofPair(Data.Pair pair, Tokenizer tokenizer, int end) {
        var parts = new Parts(tokenizer);
        parts.add(before(tokenizer), false);
        parts.add(tokenizer.encode(pair.prompt()), false);
        parts.add(tokenizer.encode(pair.completion()), true);
        parts.add(new int[] {end}, true);
        return parts.example();
    }

    private static int[] before(Tokenizer tokenizer) {
        return tokenizer.markers().before().stream().mapToInt(Integer::intValue).toArray();
    }

    /// Returns a conversation, of which the messages of the assistant count: each token of what it says,
    /// and behind it what the template writes up to the first special token, which is how the model says
    /// that it has finished.
    public static Example ofChat(List<Message> messages, ChatTemplate template, Tokenizer tokenizer) {
        return of(template.with(tokenizer).encode(messages, false, tokenizer), tokenizer);
    }

    /// Returns a conversation that was made into tokens, of which the messages of the assistant count.
    public static Example of(ChatTokens tokens, Tokenizer tokenizer) {
        boolean[] counted = new boolean[tokens.tokens().size()];
        boolean answering = false;
        int message = -1;
        for (int i = 0; i < counted.length; i++) {
            ChatToken token = tokens.tokens().get(i);
            boolean said = token.part() == Part.CONTENT && token.role().equals("assistant");
            if (said) {
                answering = true;
                message = token.message();
            } else if (answering && (token.part() != Part.TEMPLATE || token.message() > message)) {
                answering = false;
            }
            counted[i] = answering;
            if (answering && token.special()) {
                answering = false;
            }
        }
        return new Example(tokenizer, tokens.ids(), counted);
    }

    /// Returns the tokens.
    public int[] ids() {
        return ids.clone();
    }

    /// Returns for each token whether it counts.
    public boolean[] counted() {
        return counted.clone();
    }

    /// Returns how many tokens there are.
    public int length() {
        return ids.length;
    }

    /// Returns how many tokens are learned: those that count and have one before them.
    public int learned() {
        return (int) IntStream.range(1, ids.length).filter(i -> counted[i]).count();
    }

    /// Returns this example with every token counting.
    public Example whole() {
        boolean[] all = new boolean[ids.length];
        Arrays.fill(all, true);
        return new Example(tokenizer, ids, all);
    }

    /// Returns the first `length` tokens.
    Example upTo(int length) {
        return ids.length <= length
                ? this
                : new Example(tokenizer, Arrays.copyOf(ids, length), Arrays.copyOf(counted, length));
    }

    int id(int i) {
        return ids[i];
    }

    boolean counts(int i) {
        return counted[i];
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    /// Returns the batch of this example alone.
    public Batch batch() {
        if (learned() == 0) {
            throw new IllegalArgumentException("there is nothing to learn from an example of " + ids.length
                    + " tokens of which none counts that has one before it");
        }
        return ExampleRows.batch(List.of(List.of(this)), ids.length - 1, ids[0]);
    }

    /// Returns the tokens as a strip: dark ones count.
    public Figure.TokenStrip strip() {
        return new Figure.TokenStrip(
                "the loss mask: %d of %d tokens count".formatted(learned(), ids.length),
                IntStream.range(0, ids.length)
                        .mapToObj(i -> new Figure.Cell(
                                tokenizer.token(ids[i]).text(),
                                counted[i] ? "counts" : "–",
                                counted[i],
                                counted[i] ? 0.35 : 0))
                        .toList());
    }

    /// Returns the walk from a conversation to what the model learns: tokens, mask, predictions.
    public static Walk<MaskStep> walk(List<Message> messages, ChatTemplate template, Tokenizer tokenizer) {
        ChatTokens tokens = template.with(tokenizer).encode(messages, false, tokenizer);
        return Walk.of("From a conversation to a loss", MaskStep.of(tokens, of(tokens, tokenizer)));
    }

    @Override
    public MimeBundle mime() {
        return strip().mime();
    }

    @Override
    public String toString() {
        return ids.length + " tokens, of which " + learned() + " are learned";
    }

    private static final class Parts {
        private final Tokenizer tokenizer;
        private final List<int[]> ids = new ArrayList<>();
        private final List<Boolean> counts = new ArrayList<>();

        Parts(Tokenizer tokenizer) {
            this.tokenizer = tokenizer;
        }

        void add(int[] part, boolean counted) {
            ids.add(part);
            counts.add(counted);
        }

        Example example() {
            int[] all = ids.stream().flatMapToInt(Arrays::stream).toArray();
            boolean[] counted = new boolean[all.length];
            int at = 0;
            for (int i = 0; i < ids.size(); i++) {
                Arrays.fill(counted, at, at += ids.get(i).length, counts.get(i));
            }
            return new Example(tokenizer, all, counted);
        }
    }
}

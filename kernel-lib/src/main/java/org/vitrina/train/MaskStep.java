package org.vitrina.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.vitrina.chat.ChatTokens;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;

/// A step on the way from a conversation to what is learned of it.
public sealed interface MaskStep extends Step {
    /// The template wrote the conversation, and it became tokens.
    record ConversationRead(ChatTokens tokens) implements MaskStep {
        @Override
        public String name() {
            return "mask.tokens";
        }

        @Override
        public String caption() {
            return "The conversation is %d tokens; under each stands whose it is."
                    .formatted(tokens.tokens().size());
        }

        @Override
        public SequencedMap<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            values.put("tokens", tokens.tokens().size());
            values.put("ids", tokens.ids());
            return values;
        }

        @Override
        public Figure figure() {
            return tokens.strip();
        }
    }

    /// It was said which tokens count.
    record MaskMade(Example example) implements MaskStep {
        @Override
        public String name() {
            return "mask.counted";
        }

        @Override
        public String caption() {
            return "%d of them count: what the assistant says, and the token that ends it. The rest is read only."
                    .formatted(example.learned());
        }

        @Override
        public SequencedMap<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            values.put("counted", example.counted());
            return values;
        }

        @Override
        public Figure figure() {
            return example.strip();
        }
    }

    /// Each token that counts is predicted from all before it.
    record TargetsShifted(Example example) implements MaskStep {
        @Override
        public String name() {
            return "mask.targets";
        }

        @Override
        public String caption() {
            return "The model predicts at every token the next one, %d times; the loss is the mean over the %d that count."
                    .formatted(example.length() - 1, example.learned());
        }

        @Override
        public SequencedMap<String, Object> values() {
            Batch batch = example.batch();
            var values = new LinkedHashMap<String, Object>();
            values.put("inputs", batch.inputs());
            values.put("targets", batch.targets());
            values.put("weights", batch.weights());
            return values;
        }

        @Override
        public Figure figure() {
            Batch batch = example.batch();
            return new Figure.TokenStrip(
                    "under each token the one that is to be predicted there; dark: it counts",
                    IntStream.range(0, batch.inputs().length)
                            .mapToObj(i -> new Figure.Cell(
                                    example.tokenizer().token(batch.inputs()[i]).text(),
                                    "→ "
                                            + example.tokenizer()
                                                    .token(batch.targets()[i])
                                                    .text(),
                                    batch.weights()[i] > 0,
                                    batch.weights()[i] > 0 ? 0.35 : 0))
                            .toList());
        }
    }

    static List<MaskStep> of(ChatTokens tokens, Example example) {
        return List.of(new ConversationRead(tokens), new MaskMade(example), new TargetsShifted(example));
    }
}

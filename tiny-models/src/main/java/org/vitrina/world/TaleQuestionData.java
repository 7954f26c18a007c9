package org.vitrina.world;

import java.util.List;
import java.util.stream.LongStream;
import org.vitrina.chat.Message;
import org.vitrina.train.Data;
import org.vitrina.train.DataSource;
import org.vitrina.train.Options;

/// Conversations about tales: `{"source": "tale-questions", "conversations": 20000, "untold": 0.03}`.
final class TaleQuestionData implements DataSource {
    @Override
    public String name() {
        return "tale-questions";
    }

    @Override
    public String about() {
        return "conversations about tales of the tiny world, in English and Spanish in turn: a tale, for a share of whole"
                + " of them, or else the beginning of one; and up to questions questions with their true answers, of"
                + " which a share of untold asks for what the tale does not say";
    }

    @Override
    public Data load(Options options) {
        int conversations = options.integer("conversations", 1, 10_000_000);
        int validation = options.integer("validation", 400, 1, 10_000_000);
        int questions = options.integer("questions", 4, 1, 100);
        double untold = options.number("untold", 0.1, 0, 1);
        double whole = options.number("whole", 0, 0, 1);
        options.done();
        return new Data.Chats(
                chats(Split.TRAINING, conversations, questions, untold, whole),
                chats(Split.VALIDATION, validation, questions, untold, whole));
    }

    private static List<List<Message>> chats(Split split, int count, int questions, double untold, double whole) {
        return LongStream.range(0, count)
                .mapToObj(seed -> TaleQuestions.of(split, seed, questions, untold, TaleData.isAmong(seed, whole))
                        .messages())
                .toList();
    }
}

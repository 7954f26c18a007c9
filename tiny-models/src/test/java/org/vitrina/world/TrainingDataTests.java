package org.vitrina.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.chat.Message;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.train.Batch;
import org.vitrina.train.Data;
import org.vitrina.train.Options;
import org.vitrina.train.RecipeException;
import org.vitrina.world.Question.Kind;

@DisplayName("What the tiny models learn from")
class TrainingDataTests {
    private static final String END = "<|end|>";
    private static final Tokenizer LETTERS = BpeTokenizer.train("", 257, BpeOptions.DEFAULT.withSpecialTokens(END));

    @Nested
    @DisplayName("conversations about tales")
    class Conversations {
        private final List<TaleQuestions> many = LongStream.range(0, 1200)
                .mapToObj(seed -> TaleQuestions.of(Split.TRAINING, seed, 3, 0.2, false))
                .toList();

        @Test
        @DisplayName("ask each kind of question about as often, and for what is not told as often as was wished")
        void balanced() {
            Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
            int all = 0;
            for (TaleQuestions chat : many) {
                for (Question question : chat.questions()) {
                    counts.merge(question.kind(), 1, Integer::sum);
                    all++;
                }
            }
            // each tale asks for what is not told at most once, so that it comes a little less often than 0.2
            assertEquals(0.17, counts.remove(Kind.NOT_TOLD) / (double) all, 0.03);
            for (var each : counts.entrySet()) {
                // not every tale has something to count, or a feeling
                assertTrue(each.getValue() > all / 20, each + " of " + all);
            }
            assertEquals(6, counts.size());
        }

        @Test
        @DisplayName("answer truly, also where only the beginning of a tale is told")
        void truly() {
            for (TaleQuestions chat : many) {
                World end = chat.tale().sentences().getLast().after();
                for (Question question : chat.questions()) {
                    for (Person person : Person.values()) {
                        if (question.text().equals("Where is " + person.title() + "?")) {
                            Place place = end.places().get(person);
                            String answer = place == null ? "The tale does not say." : place.where(Language.ENGLISH);
                            assertTrue(
                                    question.isRight(answer),
                                    question + " in " + chat.tale().text());
                        }
                    }
                }
            }
        }

        @Test
        @DisplayName("are taken from the part of the data that was asked for, and no question comes twice")
        void parts() {
            var lengths = new HashSet<Integer>();
            for (TaleQuestions chat : many) {
                assertEquals(
                        Split.TRAINING,
                        Tale.of(chat.tale().seed(), chat.tale().language()).split());
                assertEquals(
                        chat.questions().size(),
                        Set.copyOf(chat.questions().stream().map(Question::text).toList())
                                .size());
                lengths.add(chat.tale().sentences().size());
            }
            assertTrue(lengths.size() > 10, "beginnings of all lengths, but there are " + lengths);
            assertEquals(Split.TEST, TaleQuestions.tale(Split.TEST, 5).split());
        }

        @Test
        @DisplayName("are written as messages in turn: the tale with the first question, then questions alone")
        void messages() {
            TaleQuestions chat = many.getFirst();
            List<Message> messages = chat.messages();
            assertEquals(6, messages.size());
            assertEquals(
                    chat.tale().text() + "\n" + chat.questions().getFirst().text(),
                    messages.getFirst().content());
            assertEquals(chat.questions().get(1).text(), messages.get(2).content());
            assertEquals(chat.questions().get(1).answer(), messages.get(3).content());
            for (int i = 0; i < 6; i++) {
                assertEquals(i % 2 == 0 ? "user" : "assistant", messages.get(i).role());
            }
        }

        @Test
        @DisplayName("are about whole tales, for the share of them that is asked for")
        void whole() throws Exception {
            for (double share : new double[] {0, 0.5, 1}) {
                var data = (Data.Chats)
                        new TaleQuestionData().load(Options.of("{\"conversations\": 40, \"whole\": " + share + "}"));
                long told = IntStream.range(0, 40)
                        .filter(seed -> data.training()
                                .get(seed)
                                .getFirst()
                                .content()
                                .startsWith(
                                        TaleQuestions.tale(Split.TRAINING, seed).text()))
                        .count();
                // a beginning may be the whole by chance
                assertEquals(40 * share, told, share == 1 ? 0 : 8, "a share of " + share);
            }
        }

        @Test
        @DisplayName("are the same for the same options")
        void same() throws Exception {
            var options = "{\"conversations\": 20, \"validation\": 5, \"questions\": 2, \"untold\": 0.5}";
            var data = new TaleQuestionData().load(Options.of(options));
            assertEquals(data, new TaleQuestionData().load(Options.of(options)));
            assertEquals(20, ((Data.Chats) data).training().size());
            var wrong = assertThrows(
                    RecipeException.class,
                    () -> new TaleQuestionData().load(Options.of("{\"conversations\": 20, \"told\": 1}")));
            assertTrue(wrong.getMessage().contains("'told'"), wrong.getMessage());
        }
    }

    @Nested
    @DisplayName("sums")
    class OfSums {
        @Test
        @DisplayName("are right, padded and backwards, and none of the test is learned from")
        void right() throws Exception {
            var data = (Data.Pairs) new SumData()
                    .load(Options.of("{\"sums\": 3000, \"digits\": 3, \"reversed\": true, \"padded\": true,"
                            + " \"easier\": 0.4}"));
            int easier = 0;
            for (Data.Pair pair : data.training()) {
                assertTrue(pair.prompt().matches("\\d{3}\\+\\d{3}="), pair.prompt());
                int a = Integer.parseInt(pair.prompt().substring(0, 3));
                int b = Integer.parseInt(pair.prompt().substring(4, 7));
                int answer = Integer.parseInt(
                        new StringBuilder(pair.completion()).reverse().toString());
                assertEquals(a + b, answer);
                assertEquals(4, pair.completion().length());
                assertEquals(Split.TRAINING, Sums.OF_MODEL.of(a, b).split());
                if (a < 100 && b < 100) easier++;
            }
            assertEquals(0.4, easier / 3000.0, 0.04);
            assertEquals(Split.TEST, Sums.OF_MODEL.of(Split.TEST, 8).split());
        }

        @Test
        @DisplayName("count their carries as they are worked out by hand")
        void carries() {
            assertEquals(0, Sums.OF_MODEL.of(123, 456).carries());
            assertEquals(1, Sums.OF_MODEL.of(47, 28).carries());
            assertEquals(3, Sums.OF_MODEL.of(999, 1).carries());
            assertEquals("047+085=2310", Sums.OF_MODEL.of(47, 85).line());
            assertTrue(Sums.OF_MODEL.isRight(Sums.OF_MODEL.of(47, 85), "2310"));
            assertFalse(Sums.OF_MODEL.isRight(Sums.OF_MODEL.of(47, 85), "0132"));
        }
    }

    @Nested
    @DisplayName("rows to recall from")
    class OfRecall {
        private final Data.Request request =
                new Data.Request(LETTERS, LETTERS.specialTokens().get(END), 16, 40, 1);

        @Test
        @DisplayName("count exactly the values that are asked for, each behind a key that stood there with it before")
        void counted() throws Exception {
            var data = (Data.Made) new RecallData().load(Options.of("{\"pairs\": 5, \"keys\": 26}"));
            var pairs = new HashSet<Integer>();
            for (int step = 0; step < 20; step++) {
                Batch batch = data.training().apply(request).at(step);
                for (int row = 0; row < 16; row++) {
                    pairs.add(check(batch, row));
                }
            }
            assertEquals(Set.of(1, 2, 3, 4, 5), pairs);
        }

        /// Returns how many different keys the row has.
        private int check(Batch batch, int row) {
            var seen = new ArrayList<Integer>();
            var keys = new HashSet<Integer>();
            for (int at = 0; at < batch.positions(); at++) {
                int i = row * batch.positions() + at;
                int before = seen.indexOf(batch.inputs()[i]);
                boolean key = batch.inputs()[i] >= 'a' && batch.inputs()[i] <= 'z';
                boolean asked = key && before >= 0;
                assertEquals(asked ? 1 : 0, batch.weights()[i]);
                if (asked) assertEquals(seen.get(before + 1), batch.targets()[i]);
                if (key) keys.add(batch.inputs()[i]);
                seen.add(batch.inputs()[i]);
            }
            return keys.size();
        }

        @Test
        @DisplayName("may be told again in order, and then everything counts that was told before")
        void again() throws Exception {
            var data = (Data.Made) new RecallData().load(Options.of("{\"pairs\": 5, \"again\": 0.5}"));
            Batch batch = data.training().apply(request).at(3);
            for (int row = 0; row < 8; row++) {
                int from = row * batch.positions();
                int period = 0;
                while (period < 2 || batch.inputs()[from + period] != batch.inputs()[from]) period++;
                for (int at = 0; at + 1 < batch.positions(); at++) {
                    boolean told = at >= period;
                    assertEquals(told ? 1 : 0, batch.weights()[from + at]);
                    if (told) assertEquals(batch.inputs()[from + at + 1 - period], batch.targets()[from + at]);
                }
            }
            check(batch, 8);
        }

        @Test
        @DisplayName("need room, and one token for each letter")
        void wrong() {
            var data = (Data.Made) new RecallData().load(Options.of("{\"pairs\": 12}"));
            var narrow = assertThrows(
                    IllegalArgumentException.class,
                    () -> data.training().apply(request).at(0));
            assertEquals("rows of 12 pairs need 47 tokens, but the recipe's batch has rows of 40", narrow.getMessage());
            Tokenizer merged = BpeTokenizer.train("aQaQaQaQ", 258, BpeOptions.DEFAULT.withSpecialTokens(END));
            var several = assertThrows(IllegalArgumentException.class, () -> RecallData.ids(merged, "aQbX"));
            assertTrue(several.getMessage().contains("makes 3 tokens of 4 letters"), several.getMessage());
        }
    }
}

package org.vitrina.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.show.Figure;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.train.UnreadTokens;

@DisplayName("Tokens that tales-base has never read")
class UnreadTests {
    @Test
    @DisplayName("are those that no tale has")
    void inTales() {
        UnreadTokens unread = UnreadTokens.of(TinyModels.talesBase());
        Tokenizer tokenizer = TinyModels.talesBase().tokenizer();
        int[] count = new int[tokenizer.vocabularySize()];
        for (int seed = 0; seed < 4_000; seed++) {
            for (int id :
                    tokenizer.encode(TaleQuestions.tale(Split.TRAINING, seed).text())) count[id]++;
        }
        List<Integer> wrong =
                Arrays.stream(unread.ids()).filter(id -> count[id] > 0).boxed().toList();
        assertEquals(List.of(), wrong, "said not to be read, and in tales");
        long met = IntStream.of(count).filter(times -> times > 0).count();
        int end = 1;
        assertTrue(count.length - met - end - unread.count() < 20, "read are " + met + ", not read " + unread.count());
    }

    @Test
    @DisplayName("are in questions: how many, and the end of the line")
    void inQuestions() {
        var strip = UnreadTokens.of(TinyModels.talesBase()).in("How many red balls?\n");
        List<String> unread = strip.cells().stream()
                .filter(Figure.Cell::marked)
                .map(Figure.Cell::text)
                .toList();
        assertEquals(List.of(" man", "y", "s", "\n"), unread, "of " + strip.cells());
        assertEquals("4 of 8 tokens were never read", strip.title());
    }
}

package org.vitrina.prompt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.Property;
import org.vitrina.generate.EndReason;
import org.vitrina.generate.Generation;
import org.vitrina.generate.Generator;
import org.vitrina.generate.LogitBias;
import org.vitrina.generate.Sampling;
import org.vitrina.generate.TopK;
import org.vitrina.show.Walk;
import org.vitrina.tokenize.Tokenizer;

@DisplayName("A generator held to a grammar")
class ConstrainedGenerationTests {
    private static final Tokenizer BYTES = Tokens.of("a", "b", "ab", "ba", "aab", "1", "22", "</s>");

    private static Generation said(Grammar grammar, Tokenizer tokenizer, long seed, int most, Sampling sampling) {
        var model = new RandomModel(tokenizer, seed);
        return Generator.of(model)
                .sampling(sampling.seed(seed).with(grammar.on(model)))
                .maxTokens(most)
                .generate("a");
    }

    @Test
    @DisplayName("writes only what java.util.regex matches, whatever the model wants and however few tokens it has")
    void regexProperty() {
        int[] lengths = {0};
        Property.forRandom(300, random -> {
            String regex = GrammarTests.regex(random, 3);
            var grammar = Grammar.regex(regex);
            int shortest = shortest(grammar, Tokens.BPE);
            if (shortest == 0 && !grammar.canBecome("a") && grammar.states() == 1) return;
            int most = shortest + 1 + random.nextInt(12);
            Sampling sampling = random.nextBoolean()
                    ? Sampling.plain().topK(3)
                    : Sampling.greedy().minP(0.5);
            Generation text;
            try {
                text = said(grammar, Tokens.BPE, random.nextInt(1_000), most, sampling);
            } catch (IllegalArgumentException onlyEmpty) {
                assertTrue(onlyEmpty.getMessage().contains("only the empty one has room"), onlyEmpty.getMessage());
                return;
            }
            lengths[0] += text.tokens().size();
            assertTrue(
                    Pattern.compile(regex).matcher(text.text()).matches(),
                    () -> regex + " and '" + text.text() + "', " + text.end() + " after at most " + most);
        });
        assertTrue(lengths[0] > 500, "only " + lengths[0] + " tokens were picked");
    }

    private static int shortest(Grammar grammar, Tokenizer tokenizer) {
        return new TokenTable(tokenizer).tokensToEnd(grammar.dfa())[0];
    }

    @Test
    @DisplayName("writes JSON that a strict reader takes, whatever the model wants and however few tokens it has")
    void jsonProperty() {
        var json = Grammar.json(2);
        var schema = Grammar.jsonSchema("""
                {"type": "object", "required": ["name", "age"], "properties": {
                  "name": {"type": "string", "maxLength": 8}, "age": {"type": "integer"},
                  "more": {"anyOf": [{"type": "null"}, {"type": "array", "items": {"type": "number"}}]}}}
                """);
        Property.forRandom(150, random -> {
            int most = 2 + random.nextInt(30);
            GrammarTests.json(said(json, Tokens.BPE, random.nextInt(10_000), most, Sampling.plain())
                    .text());
            var person = GrammarTests.json(said(schema, Tokens.BPE, random.nextInt(10_000), 40, Sampling.plain())
                            .text())
                    .getAsJsonObject();
            assertTrue(person.get("name").getAsString().codePoints().count() <= 8);
            person.get("age").getAsBigInteger();
            if (person.has("more") && !person.get("more").isJsonNull()) {
                person.get("more").getAsJsonArray().forEach(number -> number.getAsBigDecimal());
            }
        });
    }

    @Test
    @DisplayName("picks a token that is several symbols of the grammar, and never one that goes beyond it")
    void tokensAcrossSymbols() {
        var grammar = Grammar.regex("aab|b22");
        var seen = new java.util.TreeSet<String>();
        for (int seed = 0; seed < 60; seed++) {
            Generation text = said(grammar, BYTES, seed, 5, Sampling.plain());
            assertTrue(grammar.allows(text.text()), text.text());
            seen.add(text.tokens().stream()
                    .map(token -> text.text(token.id()))
                    .toList()
                    .toString());
        }
        assertEquals(
                java.util.Set.of("[a, a, b]", "[a, ab]", "[aab]", "[b, 22]"),
                seen,
                "every way to cut the two texts, no other");
    }

    @Test
    @DisplayName("never takes a path on which the vocabulary has no token to go on, though the grammar has")
    void noDeadEnd() {
        // there is no token for a single 2, so that 'b2' must not be begun
        var grammar = Grammar.regex("b2a|b1");
        for (int seed = 0; seed < 40; seed++) {
            assertEquals("b1", said(grammar, BYTES, seed, 5, Sampling.plain()).text());
        }
    }

    @Test
    @DisplayName("ends by the model's token for an end only where the text is whole")
    void endToken() {
        var grammar = Grammar.regex("(ab)+");
        int ended = 0;
        for (int seed = 0; seed < 60; seed++) {
            Generation text = said(grammar, BYTES, seed, 7, Sampling.plain());
            assertTrue(grammar.allows(text.text()), text.text());
            if (text.end() == EndReason.END_TOKEN) ended++;
        }
        assertTrue(ended > 10, "ended " + ended + " times");
    }

    @Test
    @DisplayName("ends by itself where nothing may follow, also with a model that has no token for an end")
    void complete() {
        Generation text = said(Grammar.regex("ab1"), Tokens.of("a", "b", "1"), 3, 9, Sampling.plain());
        assertEquals("ab1", text.text());
        assertEquals(EndReason.COMPLETE, text.end());
        assertEquals(3, text.tokens().size());
    }

    @Test
    @DisplayName("counts the probability of a pick by the model's own distribution and its chance by what was allowed")
    void chance() {
        Generation text = said(Grammar.regex("1"), BYTES, 1, 3, Sampling.plain());
        assertEquals(1, text.tokens().getFirst().chance(), 1e-9);
        assertTrue(text.tokens().getFirst().probability() < 1);
        assertEquals(1, text.tokens().getFirst().kept());
    }

    @Test
    @DisplayName("is stopped by a stop token only where the text is whole")
    void stopToken() {
        var model = new RandomModel(BYTES, 2);
        var grammar = Grammar.regex("[ab]{4}1?");
        for (int seed = 0; seed < 20; seed++) {
            String text = Generator.of(model)
                    .sampling(Sampling.plain().seed(seed).with(grammar.on(model)))
                    .stopTokens(5)
                    .text("a");
            assertTrue(grammar.allows(text), text);
        }
    }

    @Test
    @DisplayName("keeps to the model's context")
    void context() {
        var model = new RandomModel(BYTES, 2, 6, 3);
        var grammar = Grammar.regex("(a|b)*1");
        for (int seed = 0; seed < 30; seed++) {
            String text = Generator.of(model)
                    .sampling(Sampling.plain().seed(seed).with(grammar.on(model)))
                    .maxTokens(50)
                    .text("aab");
            assertTrue(grammar.allows(text), text);
        }
    }

    @Test
    @DisplayName("says what is wrong where no allowed text can be written")
    void impossible() {
        String tokens = assertThrows(
                        IllegalArgumentException.class,
                        () -> Grammar.regex("xyz").on(BYTES))
                .getMessage();
        assertTrue(tokens.contains("has no tokens to write any text that xyz allows"), tokens);
        String room = assertThrows(
                        IllegalArgumentException.class,
                        () -> said(Grammar.regex("1{6}"), BYTES, 1, 4, Sampling.plain()))
                .getMessage();
        assertTrue(room.contains("the shortest text that 1{6} allows has 6 tokens, but there is room for 4"), room);
        String empty = assertThrows(
                        IllegalArgumentException.class,
                        () -> said(Grammar.regex("(aaaa)?"), Tokens.of("a"), 1, 2, Sampling.plain()))
                .getMessage();
        assertTrue(empty.contains("only the empty one has room in 2 tokens"), empty);
        String banned = assertThrows(
                        IllegalArgumentException.class,
                        () -> said(
                                Grammar.regex("1"),
                                BYTES,
                                1,
                                4,
                                Sampling.plain().ban(5)))
                .getMessage();
        assertTrue(banned.contains("the logit bias bans every token that could be picked here"), banned);
    }

    @Test
    @DisplayName("comes first in its chain, and refuses another place, a second one and stop strings")
    void place() {
        var step = Grammar.regex("a").on(BYTES);
        Sampling chain = Sampling.plain().topK(2).logitBias(1, 2).with(step);
        assertEquals(step, chain.steps().getFirst());
        assertEquals(List.of(step, new LogitBias(java.util.Map.of(1, 2.0)), new TopK(2)), chain.steps());
        assertEquals(
                2,
                Sampling.plain()
                        .topK(2)
                        .with(step)
                        .with(Grammar.regex("b").on(BYTES))
                        .steps()
                        .size());
        String second = assertThrows(IllegalArgumentException.class, () -> Sampling.of(new TopK(2), step))
                .getMessage();
        assertTrue(second.contains("it comes first"), second);
        var generator = Generator.of(new RandomModel(BYTES, 1)).sampling(chain);
        String stop = assertThrows(IllegalArgumentException.class, () -> generator.stop("b"))
                .getMessage();
        assertTrue(stop.contains("a stop string could cut a text off before"), stop);
    }

    @Test
    @DisplayName("shows in its walk what the model wanted and how much was forbidden")
    void walk() {
        var model = new RandomModel(BYTES, 5);
        Walk<GrammarStep> walk = Grammar.regex("ab1").walk(Generator.of(model).sampling(Sampling.greedy()), "a");
        String text = String.join("", walk.stream().map(GrammarStep::token).toList());
        assertEquals("ab1", text);
        GrammarStep last = walk.at(walk.size() - 1);
        assertEquals(8, last.tokens());
        assertEquals(1, last.allowed());
        assertEquals(1 - last.probability(), last.forbiddenMass(), 1e-6);
        assertEquals(!last.wanted().equals("1"), last.isForbidden());
        assertTrue(last.caption().contains("1 is allowed"), last.caption());
    }

    @Test
    @DisplayName("makes the same text as without one where the model would not have left the grammar")
    void unchanged() {
        var model = new RandomModel(BYTES, 4);
        Generation free = Generator.of(model)
                .sampling(Sampling.plain().seed(9))
                .maxTokens(12)
                .ignoringEnd()
                .generate("a");
        Generation held = Generator.of(model)
                .sampling(Sampling.plain()
                        .seed(9)
                        .with(Grammar.regex("(a|b|1|22|</s>)*").on(model)))
                .maxTokens(12)
                .ignoringEnd()
                .generate("a");
        assertFalse(free.text().isEmpty());
        // the special token for an end is never text, so that this holds up to the first one
        int end = free.text().indexOf("</s>");
        String same = end < 0 ? free.text() : free.text().substring(0, end);
        assertArrayEquals(
                same.getBytes(), held.text().substring(0, same.length()).getBytes());
    }
}

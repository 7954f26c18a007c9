package org.vitrina.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.evaluate.Metamorphic;
import org.vitrina.evaluate.Relation;
import org.vitrina.evaluate.Relation.Variation;
import org.vitrina.world.Question.Kind;

@DisplayName("A relation between questions about tales")
class TaleRelationsTests {
    private static final List<TaleCase> CASES = Stream.concat(
                    TaleCase.of(Split.VALIDATION, Language.ENGLISH, 70, 8).stream(),
                    TaleCase.of(Split.VALIDATION, Language.SPANISH, 70, 8).stream())
            .toList();

    static List<Relation<TaleCase>> ofMeaning() {
        return List.of(
                TaleRelations.paraphrase(),
                TaleRelations.otherNames(),
                TaleRelations.otherOrder(),
                TaleRelations.otherLanguage(),
                TaleRelations.otherPlace());
    }

    @ParameterizedTest
    @MethodSource("ofMeaning")
    @DisplayName("changes the question of most cases it is for, never into itself")
    void varies(Relation<TaleCase> relation) {
        var random = new SplittableRandom(3);
        int varied = 0;
        for (TaleCase one : CASES) {
            Optional<Variation> variation = relation.vary(one, random);
            if (variation.isPresent()) {
                varied++;
                assertNotEquals(variation.get().prompt(), variation.get().changed());
            }
        }
        assertTrue(varied >= 10, relation.name() + " varied " + varied);
    }

    @Test
    @DisplayName("of other words keeps the answer, and is violated by who answers by the length of the text")
    void paraphrase() {
        var kept = Metamorphic.test((_, _) -> "Ana.", TaleRelations.paraphrase(), CASES, 1);
        assertEquals(0, kept.violations().hits());
        var violated = Metamorphic.test((prompt, _) -> prompt.length() + "", TaleRelations.paraphrase(), CASES, 1);
        assertTrue(violated.violations().value() > 0.5, violated.toString());
    }

    @Test
    @DisplayName("of another name expects the answer to follow")
    void names() {
        // says the first name of the text
        var first = Metamorphic.test((prompt, _) -> firstName(prompt), TaleRelations.otherNames(), CASES, 1);
        assertEquals(0, first.violations().hits(), first::toString);
        var stubborn = Metamorphic.test((_, _) -> "Ana.", TaleRelations.otherNames(), CASES, 1);
        assertTrue(stubborn.violations().hits() > 0);
    }

    private static String firstName(String prompt) {
        return Stream.of(Person.values())
                .map(Person::title)
                .filter(name -> prompt.matches("(?s).*\\b" + name + "\\b.*"))
                .min(Comparator.comparingInt(
                        name -> prompt.replaceAll("[^\\p{L}]", " ").indexOf(name)))
                .orElseThrow();
    }

    @Test
    @DisplayName("of another order ends in the same world: the questions and their answers stay")
    void order() {
        var random = new SplittableRandom(3);
        for (TaleCase one : CASES) {
            TaleRelations.otherOrder().vary(one, random).ifPresent(variation -> {
                assertTrue(variation.changed().endsWith("\n" + one.question().text()));
                assertTrue(variation
                        .holds()
                        .test(one.question().answer(), one.question().answer()));
            });
        }
    }

    @Test
    @DisplayName("of the other language asks the same question there: true answers fit together, wrong ones do not")
    void language() {
        var random = new SplittableRandom(3);
        int tested = 0;
        for (TaleCase one : CASES) {
            Optional<Variation> variation = TaleRelations.otherLanguage().vary(one, random);
            if (variation.isEmpty()) continue;
            tested++;
            Language to = one.tale().language() == Language.ENGLISH ? Language.SPANISH : Language.ENGLISH;
            Tale other =
                    Tale.of(one.tale().seed(), to).upTo(one.tale().sentences().size());
            String asked = variation
                    .get()
                    .changed()
                    .substring(variation.get().changed().lastIndexOf('\n') + 1);
            Question there = other.questions().stream()
                    .filter(question -> question.text().equals(asked))
                    .findFirst()
                    .orElseThrow();
            assertEquals(one.question().kind(), there.kind());
            assertTrue(
                    variation.get().holds().test(one.question().answer(), there.answer()),
                    () -> one.question() + " and " + there);
            assertTrue(!variation.get().holds().test(one.question().answer(), "something else"));
        }
        assertTrue(tested > 30, "tested " + tested);
    }

    @Test
    @DisplayName("of another place and of a negation is violated by who always says yes")
    void yesMan() {
        var cases = TaleCase.of(Split.VALIDATION, Language.ENGLISH, 20, 8, Kind.YES_NO);
        assertEquals(
                1,
                Metamorphic.test((_, _) -> "Yes.", TaleRelations.otherPlace(), cases, 1)
                        .violations()
                        .value());
        assertEquals(
                1,
                Metamorphic.test((_, _) -> "Yes.", TaleRelations.negation(), cases, 1)
                        .violations()
                        .value());
        var honest = Metamorphic.test(
                (prompt, _) -> prompt.contains("Is it false") ? "Yes." : "No.", TaleRelations.negation(), cases, 1);
        assertEquals(0, honest.violations().hits());
    }

    @Test
    @DisplayName("is tried on cases whose kinds take turns, and whose own answers are right")
    void cases() {
        var cases = TaleCase.of(Split.TEST, Language.ENGLISH, 14, 8, Kind.WHO, Kind.WHERE);
        assertEquals(
                List.of(Kind.WHO, Kind.WHERE),
                cases.stream().map(one -> one.question().kind()).limit(2).toList());
        for (TaleCase one : cases) {
            assertTrue(one.promptCase().isRight(one.question().answer()), one::toString);
            assertTrue(one.prompt().endsWith("\n" + one.question().text()));
        }
        assertEquals(
                14, cases.stream().map(one -> one.promptCase().id()).distinct().count());
    }
}

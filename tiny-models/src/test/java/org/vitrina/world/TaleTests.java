package org.vitrina.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrina.world.Checker.Verdict;

@DisplayName("A tale of the tiny world")
class TaleTests {
    private static List<Tale> tales(Language language, int count) {
        return LongStream.range(0, count)
                .mapToObj(seed -> Tale.of(seed, language))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    @DisplayName("can be read back: every sentence is told so that its event, and no other, is found in it")
    void readBack(Language language) {
        for (Tale tale : tales(language, 300)) {
            var checked = Checker.check(tale, 0, tale.text());
            assertEquals(
                    tale.sentences().stream().map(Tale.Sentence::event).toList(),
                    checked.stream().map(Checker.Checked::event).toList(),
                    () -> "seed " + tale.seed() + ": " + tale.text());
            assertTrue(checked.stream().allMatch(sentence -> sentence.verdict() == Verdict.AGREES));
        }
    }

    @Test
    @DisplayName("happens alike in English and in Spanish")
    void sameInBoth() {
        for (long seed = 0; seed < 200; seed++) {
            assertEquals(
                    Tale.of(seed, Language.ENGLISH).sentences().stream()
                            .map(Tale.Sentence::event)
                            .toList(),
                    Tale.of(seed, Language.SPANISH).sentences().stream()
                            .map(Tale.Sentence::event)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    @DisplayName("leaves no slot open and has no word twice in a row")
    void clean(Language language) {
        var twice = Pattern.compile("\\b(\\p{L}+) \\1\\b");
        for (Tale tale : tales(language, 1000)) {
            String text = tale.text();
            assertFalse(text.contains("{") || text.contains("  "), text);
            assertFalse(twice.matcher(text).find(), text);
        }
    }

    @Test
    @DisplayName("agrees in Spanish: articles and adjectives have the gender of their noun")
    void agreement() {
        // the genders as the Real Academia's dictionary has them
        Set<String> feminine = Set.of(
                "pelota",
                "llave",
                "lámpara",
                "carta",
                "taza",
                "cuerda",
                "cometa",
                "flauta",
                "cesta",
                "manta",
                "campana",
                "caja",
                "muñeca",
                "cuchara",
                "pluma",
                "bufanda",
                "jarra",
                "cueva",
                "pradera",
                "fuente",
                "cocina",
                "biblioteca",
                "escuela",
                "playa",
                "estación",
                "panadería",
                "plaza",
                "torre");
        Set<String> masculine = Set.of(
                "libro",
                "sombrero",
                "mapa",
                "tambor",
                "anillo",
                "abrigo",
                "jardín",
                "mercado",
                "parque",
                "granero",
                "cepillo",
                "espejo",
                "reloj",
                "barquito",
                "lápiz",
                "taburete",
                "silbato",
                "castillo",
                "puente",
                "huerto",
                "establo",
                "taller",
                "bosque",
                "museo",
                "puerto",
                "molino");
        var phrase = Pattern.compile("\\b(el|la|un|una|al|del) (\\p{L}+)(?: (roj|amarill|blanc|negr)([oa]))?");
        int seen = 0;
        for (Tale tale : tales(Language.SPANISH, 500)) {
            var found = phrase.matcher(tale.text());
            while (found.find()) {
                String noun = found.group(2);
                if (!feminine.contains(noun) && !masculine.contains(noun)) continue;
                boolean she = feminine.contains(noun);
                assertEquals(she, Set.of("la", "una").contains(found.group(1)), found.group());
                if (found.group(4) != null) assertEquals(she ? "a" : "o", found.group(4), found.group());
                seen++;
            }
        }
        assertTrue(seen > 5_000, "only " + seen + " were checked");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    @DisplayName("is varied: few sentences of 2,000 tales are the same but for names, things and places")
    void varied(Language language) {
        var words = new HashMap<String, Integer>();
        var texts = new HashSet<String>();
        for (Tale tale : tales(language, 2000)) {
            texts.add(tale.text());
            for (String word : tale.text().split("[^\\p{L}]+")) words.merge(word.toLowerCase(), 1, Integer::sum);
        }
        assertEquals(2000, texts.size());
        assertTrue(words.size() > 290, "only " + words.size() + " different words");
    }

    @Test
    @DisplayName("belongs to one part of the data by its cast, so that parts share no state")
    void splits() {
        var counts = new EnumMap<Split, Integer>(Split.class);
        Map<String, Split> casts = new HashMap<>();
        for (Tale tale : tales(Language.ENGLISH, 4000)) {
            counts.merge(tale.split(), 1, Integer::sum);
            String cast = tale.end().places().keySet() + ""
                    + tale.sentences().stream()
                            .map(Tale.Sentence::event)
                            .filter(Event.Lives.class::isInstance)
                            .toList();
            Split before = casts.put(cast, tale.split());
            assertTrue(before == null || before == tale.split(), cast);
        }
        assertEquals(200, counts.get(Split.TEST), 60);
        assertEquals(200, counts.get(Split.VALIDATION), 60);
    }

    @Nested
    @DisplayName("is checked against its truth")
    class Checked {
        private final Tale tale = Tale.of(5, Language.ENGLISH);

        @Test
        @DisplayName("and contradicted by one who gives away what another has")
        void contradicts() {
            Person hero = tale.sentences().getFirst().event().who();
            Item item = tale.end().items().keySet().iterator().next();
            Person holder = tale.end().holder(item);
            assertEquals(null, holder, "the tale of this seed ends with the thing lying somewhere");
            var checked = Checker.check(
                    tale, tale.sentences().size(), hero.title() + " gave " + item.the(Language.ENGLISH) + " to Ana.");
            assertEquals(
                    List.of(Verdict.CONTRADICTS),
                    checked.stream().map(Checker.Checked::verdict).toList());
        }

        @Test
        @DisplayName("and left behind by a sentence that the world does not know")
        void beyond() {
            var checked = Checker.check(tale, tale.sentences().size(), "The moon sang a song. Ana went to the barn");
            assertEquals(1, checked.size(), "the sentence that was broken off is left out");
            assertEquals(Verdict.BEYOND, checked.getFirst().verdict());
        }

        @Test
        @DisplayName("and most tales continued by another's sentences contradict themselves")
        void strangers() {
            int wrong = 0;
            int all = 0;
            for (long seed = 0; seed < 100; seed++) {
                Tale one = Tale.of(seed, Language.ENGLISH);
                Tale other = Tale.of(seed + 1000, Language.ENGLISH);
                int half = other.sentences().size() / 2;
                String rest = other.text().substring(other.beginning(half).length());
                for (var sentence : Checker.check(one, one.sentences().size() / 2, rest)) {
                    all++;
                    if (sentence.verdict() != Verdict.AGREES) wrong++;
                }
            }
            assertTrue(wrong > all / 2, wrong + " of " + all);
        }
    }

    @Nested
    @DisplayName("can be asked about")
    class Asked {
        @Test
        @DisplayName("with answers that follow from the last sentences that speak of what is asked")
        void answers() {
            // independent of the world's bookkeeping: the last place to which somebody is said to have gone
            for (Tale tale : tales(Language.ENGLISH, 300)) {
                Map<Person, Place> last = new HashMap<>();
                for (Tale.Sentence sentence : tale.sentences()) {
                    for (Place place : Place.values()) {
                        boolean moves =
                                sentence.event() instanceof Event.Goes || sentence.event() instanceof Event.Lives;
                        boolean here = sentence.text().contains(place.to(Language.ENGLISH) + ".")
                                || sentence.text().contains(" was " + place.where(Language.ENGLISH))
                                || sentence.text().endsWith(", " + place.where(Language.ENGLISH) + ".");
                        if (moves && here) last.put(sentence.event().who(), place);
                    }
                }
                for (Question question : tale.questions()) {
                    for (Person person : last.keySet()) {
                        if (question.text().equals("Where is " + person.title() + "?")) {
                            String where = last.get(person).where(Language.ENGLISH);
                            assertTrue(question.isRight(where), question + " in " + tale.text());
                        }
                    }
                }
            }
        }

        @ParameterizedTest
        @EnumSource(Language.class)
        @DisplayName("in every kind, and about what is not told, which no sentence mentions")
        void kinds(Language language) {
            var kinds = new EnumMap<Question.Kind, Integer>(Question.Kind.class);
            for (Tale tale : tales(language, 500)) {
                for (Question question : tale.questions()) {
                    kinds.merge(question.kind(), 1, Integer::sum);
                    assertTrue(question.isRight(question.answer()));
                    assertTrue(question.isRight(question.answer().toLowerCase().replace(".", " ")));
                    if (question.kind() == Question.Kind.NOT_TOLD) assertTrue(question.isNotTold(question.answer()));
                }
            }
            assertEquals(Question.Kind.values().length, kinds.size(), kinds.toString());
        }

        @Test
        @DisplayName("and a wrong answer is wrong")
        void wrong() {
            for (Question question : Tale.of(1, Language.ENGLISH).questions()) {
                assertFalse(question.isRight("In the sky."));
                assertFalse(question.isRight(""));
            }
        }
    }

    @Test
    @DisplayName("is the same for the same seed, and another for another")
    void seeds() {
        assertEquals(
                Tale.of(7, Language.SPANISH).text(),
                Tale.of(7, Language.SPANISH).text());
        assertNotEquals(
                Tale.of(7, Language.SPANISH).text(),
                Tale.of(8, Language.SPANISH).text());
        var first = new ArrayList<String>();
        for (long seed = 0; seed < 50; seed++)
            first.add(Tale.of(seed, Language.ENGLISH).text().substring(0, 12));
        assertTrue(new HashSet<>(first).size() > 15);
    }
}

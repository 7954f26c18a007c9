package org.vitrina.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.vitrina.world.Question.Kind;

/// Finds what can be asked about the end of a tale, and what cannot be answered from it.
final class Questions {
    private final Tale tale;
    private final Language language;
    private final boolean english;
    private final World end;
    private final RandomGenerator random;
    private final List<Question> questions = new ArrayList<>();

    private Questions(Tale tale) {
        this.tale = tale;
        language = tale.language();
        english = language == Language.ENGLISH;
        end = tale.end();
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(tale.seed() * 7 + 5);
    }

    static List<Question> about(Tale tale) {
        var questions = new Questions(tale);
        questions.end.places().forEach(questions::wherePerson);
        questions.end.items().keySet().forEach(questions::item);
        questions
                .end
                .goods()
                .forEach((person, goods) -> goods.forEach((of, count) -> questions.howMany(person, of, count)));
        questions.end.moods().forEach(questions::why);
        questions.notTold();
        return List.copyOf(questions.questions);
    }

    /// Returns what is answered when the tale does not say.
    static String notTold(Language language) {
        return language == Language.ENGLISH ? "The tale does not say." : "El cuento no lo dice.";
    }

    private void wherePerson(Person person, Place place) {
        ask(Kind.WHERE, "Where is " + person.title() + "?", "¿Dónde está " + person.title() + "?", where(place));
        yesNo("Is " + person.title() + " %s?", "¿Está " + person.title() + " %s?", place);
    }

    private void item(Item item) {
        String the = item.the(language);
        Place place = end.place(item);
        if (place != null) {
            ask(Kind.WHERE, "Where is " + the + "?", "¿Dónde está " + the + "?", where(place));
            yesNo("Is " + the + " %s?", "¿Está " + the + " %s?", place);
        }
        Person holder = end.holder(item);
        ask(
                Kind.WHO,
                "Who has " + the + "?",
                "¿Quién tiene " + the + "?",
                holder != null ? List.of(holder.title() + ".") : List.of(english ? "Nobody." : "Nadie."));
        if (holder != null) {
            ask(
                    Kind.WHAT,
                    "What does " + holder.title() + " have?",
                    "¿Qué tiene " + holder.title() + "?",
                    things(holder));
        }
    }

    /// Returns what may be answered to what somebody has: any one of the things, or all that were told.
    private List<String> things(Person holder) {
        var things = new ArrayList<String>();
        end.items().keySet().stream()
                .filter(item -> end.holder(item) == holder)
                .forEach(item -> things.add(item.a(language)));
        end.goods().getOrDefault(holder, Map.of()).forEach((of, count) -> {
            if (count > 0) things.add(of.counted(count, language));
        });
        String all = String.join(english ? " and " : " y ", things);
        var accepted = new ArrayList<String>();
        accepted.add(Slots.capital(all) + ".");
        things.forEach(thing -> accepted.add(Slots.capital(thing) + "."));
        return accepted;
    }

    private void howMany(Person person, Goods of, int count) {
        String number = count == 0
                ? (english ? "none" : of.the().equals("los") ? "ninguno" : "ninguna")
                : of.numberAlone(count, language);
        var accepted = new ArrayList<>(List.of(Slots.capital(number) + "."));
        if (count > 0) accepted.add(Slots.capital(of.counted(count, language)) + ".");
        ask(
                Kind.HOW_MANY,
                "How many " + of.plural(language) + " does " + person.title() + " have?",
                "¿" + Slots.capital(of.howMany(language)) + " tiene " + person.title() + "?",
                accepted);
    }

    private void why(Person person, World.Feeling feeling) {
        String mood = feeling.mood().adjective(language, person.gender());
        List<String> accepted = new Narrator(language, random)
                .reasons(person, feeling.reason()).stream().map(this::because).toList();
        ask(
                Kind.WHY,
                "Why was " + person.title() + " " + mood + "?",
                "¿Por qué estaba " + mood + " " + person.title() + "?",
                accepted);
    }

    private String because(String clause) {
        return (english ? "Because " : "Porque ") + clause + ".";
    }

    private List<String> where(Place place) {
        return List.of(Slots.capital(place.where(language)) + ".");
    }

    private void yesNo(String inEnglish, String inSpanish, Place place) {
        boolean yes = random.nextBoolean();
        Place asked = yes ? place : otherPlace(place);
        String answer = yes ? (english ? "Yes." : "Sí.") : "No.";
        String where = asked.where(language);
        ask(Kind.YES_NO, inEnglish.formatted(where), inSpanish.formatted(where), List.of(answer));
    }

    private Place otherPlace(Place place) {
        List<Place> others =
                Arrays.stream(Place.values()).filter(other -> other != place).toList();
        return others.get(random.nextInt(others.size()));
    }

    /// Asks for somebody, something and a number that the tale never speaks of.
    private void notTold() {
        List<Person> strangers = Arrays.stream(Person.values())
                .filter(person -> !end.places().containsKey(person))
                .filter(person -> !tale.text().contains(person.title()))
                .toList();
        Person stranger = strangers.get(random.nextInt(strangers.size()));
        List<Item.Kind> kinds = Arrays.stream(Item.Kind.values())
                .filter(kind -> end.items().keySet().stream().noneMatch(item -> item.kind() == kind))
                .toList();
        var unseen = new Item(
                kinds.get(random.nextInt(kinds.size())),
                Item.Colour.values()[random.nextInt(Item.Colour.values().length)]);
        Person somebody = end.places().keySet().iterator().next();
        List<Goods> uncounted = Arrays.stream(Goods.values())
                .filter(of -> end.count(somebody, of) < 0)
                .toList();
        Goods goods = uncounted.get(random.nextInt(uncounted.size()));
        String the = unseen.the(language);
        List<String> answer = List.of(notTold(language));
        switch (random.nextInt(4)) {
            case 0 ->
                ask(
                        Kind.NOT_TOLD,
                        "Where is " + stranger.title() + "?",
                        "¿Dónde está " + stranger.title() + "?",
                        answer);
            case 1 -> ask(Kind.NOT_TOLD, "Where is " + the + "?", "¿Dónde está " + the + "?", answer);
            case 2 -> ask(Kind.NOT_TOLD, "Who has " + the + "?", "¿Quién tiene " + the + "?", answer);
            default ->
                ask(
                        Kind.NOT_TOLD,
                        "How many " + goods.plural(language) + " does " + somebody.title() + " have?",
                        "¿" + Slots.capital(goods.howMany(language)) + " tiene " + somebody.title() + "?",
                        answer);
        }
    }

    private void ask(Kind kind, String inEnglish, String inSpanish, List<String> accepted) {
        questions.add(new Question(kind, language, english ? inEnglish : inSpanish, accepted.getFirst(), accepted));
    }
}

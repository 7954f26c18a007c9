package org.vitrina.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrina.evaluate.Relation;
import org.vitrina.evaluate.Relation.Variation;
import org.vitrina.evaluate.Relations;

/// Relations between a question about a tale and a changed one: since the world is known, tales can be told in
/// other words, with other people, in another order, in the other language, and what must become of the answer is
/// known each time.
public final class TaleRelations {
    private static final Pattern PLACE_QUESTION = Pattern.compile("Is (.+) ((?:in|at|on) the .+)\\?");

    private TaleRelations() {}

    /// Returns all of them.
    public static List<Relation<TaleCase>> all() {
        return List.of(
                paraphrase(),
                otherNames(),
                otherOrder(),
                otherLanguage(),
                otherPlace(),
                negation(),
                Relations.typo().on(TaleCase::prompt),
                Relations.lowerCase().on(TaleCase::prompt));
    }

    /// The same events in other words: the answer stays, or is another right one.
    public static Relation<TaleCase> paraphrase() {
        return relation("other words", (one, random) -> {
            Tale told = Tale.told(one.tale().seed(), one.tale().language(), events(one), random);
            return asSame(one, new TaleCase(told, one.question()).prompt());
        });
    }

    /// One person of the tale gets another name: so does the answer.
    public static Relation<TaleCase> otherNames() {
        return relation("another name", (one, random) -> {
            String prompt = one.prompt();
            List<Person> in = Arrays.stream(Person.values())
                    .filter(person -> named(prompt, person))
                    .toList();
            Person from = in.get(random.nextInt(in.size()));
            List<Person> out = Arrays.stream(Person.values())
                    .filter(person -> !named(prompt, person) && person.gender() == from.gender())
                    .toList();
            Person to = out.get(random.nextInt(out.size()));
            UnaryOperator<String> rename = text -> text.replaceAll("\\b" + from.title() + "\\b", to.title());
            return Optional.of(new Variation(
                    prompt,
                    rename.apply(prompt),
                    (answer, changed) -> plain(rename.apply(answer)).equals(plain(changed))));
        });
    }

    /// Two neighbouring events that have nothing to do with each other change places: the answer stays.
    public static Relation<TaleCase> otherOrder() {
        return relation("another order", (one, random) -> {
            List<Event> events = events(one);
            List<List<Event>> swapped = new ArrayList<>();
            for (int i = 1; i + 1 < events.size(); i++) {
                var other = new ArrayList<>(events);
                other.set(i, events.get(i + 1));
                other.set(i + 1, events.get(i));
                if (apart(events.get(i), events.get(i + 1))
                        && end(other).equals(Optional.of(one.tale().end()))) {
                    swapped.add(other);
                }
            }
            if (swapped.isEmpty()) {
                return Optional.empty();
            }
            // both told with the same words, so that only the order differs
            long words = random.nextLong();
            Tale before = retold(one.tale(), events, words);
            Tale after = retold(one.tale(), swapped.get(random.nextInt(swapped.size())), words);
            return Optional.of(new Variation(
                    new TaleCase(before, one.question()).prompt(),
                    new TaleCase(after, one.question()).prompt(),
                    sameOrBothRight(one)));
        });
    }

    /// The same tale and question in the other language: the answer means the same. Only for questions who, where and
    /// whether, whose answers can be translated word by word.
    public static Relation<TaleCase> otherLanguage() {
        return relation("the other language", (one, _) -> {
            Question question = one.question();
            boolean translates = switch (question.kind()) {
                case WHO, WHERE, YES_NO -> true;
                case WHAT, HOW_MANY, WHY, NOT_TOLD -> false;
            };
            Language to = one.tale().language() == Language.ENGLISH ? Language.SPANISH : Language.ENGLISH;
            Tale other =
                    Tale.of(one.tale().seed(), to).upTo(one.tale().sentences().size());
            int number = one.tale().questions().indexOf(question);
            if (!translates || number < 0) {
                return Optional.empty();
            }
            Map<String, String> words = dictionary(one.tale().language(), to);
            String changed = new TaleCase(other, other.questions().get(number)).prompt();
            return Optional.of(new Variation(
                    one.prompt(),
                    changed,
                    (answer, said) ->
                            words.getOrDefault(plain(answer), plain(answer)).equals(plain(said))));
        });
    }

    /// Asks for another place than a question whether somebody or something is somewhere: nobody is in two places,
    /// so that the answers are not both yes.
    public static Relation<TaleCase> otherPlace() {
        return relation("another place", (one, random) -> {
            Matcher question = PLACE_QUESTION.matcher(one.question().text());
            if (!question.matches()) {
                return Optional.empty();
            }
            List<String> others = Arrays.stream(Place.values())
                    .map(place -> place.where(Language.ENGLISH))
                    .filter(where -> !where.equals(question.group(2)))
                    .toList();
            String other = "Is " + question.group(1) + " " + others.get(random.nextInt(others.size())) + "?";
            return Optional.of(
                    new Variation(one.prompt(), one.tale().text() + "\n" + other, (a, b) -> !(isYes(a) && isYes(b))));
        });
    }

    /// Asks whether it is false: yes becomes no, and no becomes yes. English only.
    public static Relation<TaleCase> negation() {
        return relation("negation", (one, _) -> {
            Matcher question = PLACE_QUESTION.matcher(one.question().text());
            if (!question.matches()) {
                return Optional.empty();
            }
            String negated = "Is it false that " + question.group(1) + " is " + question.group(2) + "?";
            return Optional.of(new Variation(
                    one.prompt(),
                    one.tale().text() + "\n" + negated,
                    (a, b) -> isYes(a) && isNo(b) || isNo(a) && isYes(b)));
        });
    }

    private interface Change {
        Optional<Variation> of(TaleCase one, RandomGenerator random);
    }

    private static Relation<TaleCase> relation(String name, Change change) {
        return new Relation<>() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<Variation> vary(TaleCase one, RandomGenerator random) {
                return change.of(one, random);
            }
        };
    }

    private static Optional<Variation> asSame(TaleCase one, String changed) {
        return changed.equals(one.prompt())
                ? Optional.empty()
                : Optional.of(new Variation(one.prompt(), changed, sameOrBothRight(one)));
    }

    private static BiPredicate<String, String> sameOrBothRight(TaleCase one) {
        return (a, b) -> plain(a).equals(plain(b)) || one.isRight(a) && one.isRight(b);
    }

    private static List<Event> events(TaleCase one) {
        return one.tale().sentences().stream().map(Tale.Sentence::event).toList();
    }

    private static Tale retold(Tale tale, List<Event> events, long words) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(words);
        return Tale.told(tale.seed(), tale.language(), events, random);
    }

    /// Returns the world after these events, or nothing if they cannot happen in this order.
    private static Optional<World> end(List<Event> events) {
        World world = World.EMPTY;
        for (Event event : events) {
            if (!world.allows(event)) {
                return Optional.empty();
            }
            world = world.after(event);
        }
        return Optional.of(world);
    }

    /// Returns whether two events have no person and no thing in common.
    private static boolean apart(Event one, Event other) {
        var people = new ArrayList<>(Arrays.asList(one.who(), Narrator.other(one)));
        boolean sharePeople =
                people.contains(other.who()) || Narrator.other(other) != null && people.contains(Narrator.other(other));
        boolean shareThing = Narrator.item(one) != null && Narrator.item(one).equals(Narrator.item(other));
        return !sharePeople && !shareThing;
    }

    private static boolean named(String text, Person person) {
        return Pattern.compile("\\b" + person.title() + "\\b").matcher(text).find();
    }

    private static Map<String, String> dictionary(Language from, Language to) {
        var words = new LinkedHashMap<String, String>();
        for (Place place : Place.values()) {
            words.put(place.where(from), place.where(to));
        }
        boolean english = from == Language.ENGLISH;
        words.put(english ? "nobody" : "nadie", english ? "nadie" : "nobody");
        words.put(english ? "yes" : "sí", english ? "sí" : "yes");
        words.put(plain(Questions.notTold(from)), plain(Questions.notTold(to)));
        return words;
    }

    private static boolean isYes(String answer) {
        return plain(answer).equals("yes");
    }

    private static boolean isNo(String answer) {
        return plain(answer).equals("no");
    }

    private static String plain(String text) {
        return text.strip().replaceAll("[.!¡]+$", "").strip().toLowerCase(Locale.ROOT);
    }
}

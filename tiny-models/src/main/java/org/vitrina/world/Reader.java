package org.vitrina.world;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrina.world.Event.Reason;
import org.vitrina.world.Slots.Counted;

/// Reads sentences back: finds the event that a text tells next, by the same frames that a [Narrator] tells with.
final class Reader {
    private final Language language;
    private final Frames frames;
    private Person subject;
    private Item object;

    Reader(Language language) {
        this.language = language;
        this.frames = Frames.of(language);
    }

    /// What was read, and where the text goes on.
    record Read(Event event, int end) {}

    /// Remembers who and what a sentence was about, for the pronouns of the next one.
    void follow(Event event) {
        subject = event.who();
        object = Narrator.item(event);
    }

    /// Returns the event told from position `from` of `text`, or nothing if no frame fits there. Where several fit,
    /// the longest is meant, and among these one that is possible in `world`.
    Optional<Read> next(String text, int from, World world) {
        Read best = null;
        for (Map.Entry<String, List<Frame>> kind : frames.byKind().entrySet()) {
            for (Frame frame : kind.getValue()) {
                for (Pattern pattern : frame.parses()) {
                    Matcher matcher = pattern.matcher(text).region(from, text.length());
                    if (!matcher.lookingAt()) {
                        continue;
                    }
                    Optional<Event> event = event(frame.kind(), matcher, world);
                    if (event.isPresent() && better(matcher.end(), event.get(), best, world)) {
                        best = new Read(event.get(), matcher.end());
                    }
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean better(int end, Event event, Read best, World world) {
        return best == null
                || end > best.end()
                || end == best.end() && world.allows(event) && !world.allows(best.event());
    }

    private Optional<Event> event(String kind, Matcher found, World world) {
        Person who = group(found, "P") == null ? subject : Slots.person(language, group(found, "P"));
        if (who == null || !agrees(found, who)) {
            return Optional.empty();
        }
        Person other = group(found, "Q") == null ? null : Slots.person(language, group(found, "Q"));
        Item item = item(found);
        Place place = place(found);
        Place here = place != null ? place : world.places().get(who);
        Counted counted = counted(found);
        Event event = switch (kind) {
            case "Lives", "LivesToo" -> new Event.Lives(who, place);
            case "Owns" -> new Event.Owns(who, item);
            case "Holds" -> new Event.Holds(who, counted.goods(), counted.count());
            case "Sees" -> new Event.Sees(who, item, place);
            case "Goes" -> new Event.Goes(who, place);
            case "Takes" -> new Event.Takes(who, item);
            case "Leaves" -> new Event.Leaves(who, item);
            case "Loses" -> new Event.Loses(who, item);
            case "Meets" -> new Event.Meets(who, other);
            case "Gives" -> new Event.Gives(who, other, item);
            case "Shares" -> new Event.Shares(who, other, counted.goods(), counted.count());
            case "Finds" -> new Event.Finds(who, counted.goods(), counted.count());
            case "Counts" -> new Event.Counts(who, counted.goods(), counted.count());
            case "Asks" -> new Event.Asks(who, other, item);
            case "Tells" -> new Event.Tells(who, other, item, place);
            case "Searches" -> new Event.Searches(who, item, here);
            case "Feels" -> feeling(found, who);
            case "Rests" -> new Event.Rests(who);
            default -> null;
        };
        boolean whole = event != null && (item != null || !needsItem(event));
        // what is said to happen "there" must be where the one is of whom it is said
        boolean inPlace = !(event instanceof Event.Leaves || event instanceof Event.Loses)
                || place == null
                || place == world.places().get(who);
        return whole && inPlace ? Optional.of(event) : Optional.empty();
    }

    private static boolean needsItem(Event event) {
        return switch (event) {
            case Event.Owns _,
                    Event.Sees _,
                    Event.Takes _,
                    Event.Leaves _,
                    Event.Loses _,
                    Event.Gives _,
                    Event.Asks _,
                    Event.Tells _,
                    Event.Searches _ -> true;
            case Event.Lives _,
                    Event.Holds _,
                    Event.Goes _,
                    Event.Meets _,
                    Event.Shares _,
                    Event.Finds _,
                    Event.Counts _,
                    Event.Feels _,
                    Event.Rests _ -> false;
        };
    }

    /// Returns whether every pronoun and ending fits the person.
    private boolean agrees(Matcher found, Person who) {
        Map<String, String> slots = Slots.of(language, who);
        for (String slot : List.of("p", "C", "s", "them", "girl", "una", "child")) {
            String given = group(found, slot);
            if (given != null && !given.equals(slots.get(slot))) {
                return false;
            }
        }
        String mood = group(found, "M");
        return mood == null
                || Slots.mood(language, mood).adjective(language, who.gender()).equals(mood);
    }

    private Event feeling(Matcher found, Person who) {
        String clause = group(found, "R");
        for (String kind : List.of("Lost", "Found", "Received", "Helped", "Walked", "Got")) {
            for (Frame frame : frames.byKind().get(kind)) {
                for (Pattern pattern : frame.parses()) {
                    Matcher reason = pattern.matcher(clause);
                    if (reason.matches()) {
                        return new Event.Feels(who, Slots.mood(language, group(found, "M")), reason(kind, reason));
                    }
                }
            }
        }
        return null;
    }

    private Reason reason(String kind, Matcher found) {
        Person other = group(found, "Q") == null ? null : Slots.person(language, group(found, "Q"));
        Item item = group(found, "T") == null ? null : Slots.item(language, group(found, "T"));
        return switch (kind) {
            case "Lost" -> new Reason.Lost(item);
            case "Found" -> new Reason.Found(item);
            case "Received" -> new Reason.Received(item, other);
            case "Helped" -> new Reason.Helped(other);
            case "Walked" -> new Reason.Walked();
            default -> new Reason.Got(Slots.goods(language, group(found, "O")), other);
        };
    }

    private Item item(Matcher found) {
        for (String slot : List.of("T", "A", "I", "TT")) {
            String text = group(found, slot);
            if (text != null) {
                Item item = Slots.item(language, text);
                return item == null ? object : item;
            }
        }
        return object;
    }

    private Place place(Matcher found) {
        // {X} beside {L} is where somebody lives near, not where they are
        for (String slot : List.of("L", "G", "X")) {
            String text = group(found, slot);
            if (text != null) {
                return Slots.place(language, text);
            }
        }
        return null;
    }

    private Counted counted(Matcher found) {
        String text = group(found, "N");
        return text == null ? null : Slots.counted(language, text);
    }

    private static String group(Matcher found, String name) {
        return found.pattern().namedGroups().containsKey(name) ? found.group(name) : null;
    }
}

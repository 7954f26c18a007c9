package org.vitrina.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.vitrina.world.Event.Reason;

/// Tells events in a language: chooses sentences, and pronouns where it is clear who is meant.
final class Narrator {
    private final Language language;
    private final Frames frames;
    private final RandomGenerator random;
    private Person subject;
    private boolean subjectIsClear;
    private Item object;
    private boolean opened;

    Narrator(Language language, RandomGenerator random) {
        this.language = language;
        this.frames = Frames.of(language);
        this.random = random;
    }

    /// Returns the sentence that tells `event`, which happens in `world`.
    ///
    /// @param first whether the tale begins with it
    String tell(Event event, World world, boolean first) {
        List<Frame> choices = choices(event, first);
        Frame frame = choices.get(random.nextInt(choices.size()));
        boolean name = subject != event.who() || !subjectIsClear || event instanceof Event.Lives;
        boolean pronoun = item(event) != null && item(event).equals(object) && language == Language.ENGLISH;
        String opener = "";
        if (frame.opens() && !opened && !first && random.nextInt(3) == 0) {
            opener = frames.openers().get(random.nextInt(frames.openers().size()));
        }
        opened = !opener.isEmpty();
        String sentence = frame.fill(name, opener, slots(event, world, pronoun));
        remember(event);
        return sentence;
    }

    private List<Frame> choices(Event event, boolean first) {
        return event instanceof Event.Lives && !first ? frames.byKind().get("LivesToo") : frames.of(event);
    }

    /// A pronoun is clear while the same person goes on and nobody else of the same gender was named beside.
    private void remember(Event event) {
        Person other = other(event);
        subject = event.who();
        subjectIsClear = other == null
                || language == Language.ENGLISH && other.gender() != event.who().gender();
        object = item(event);
    }

    private Map<String, String> slots(Event event, World world, boolean pronoun) {
        var slots = new HashMap<>(Slots.of(language, event.who()));
        if (other(event) != null) {
            slots.put("Q", other(event).title());
        }
        if (item(event) != null) {
            Slots.item(language, item(event), pronoun, slots);
        }
        Place here = world.places().get(event.who());
        if (here != null) {
            Slots.place(language, here, slots);
        }
        switch (event) {
            case Event.Lives(var _, var place) -> Slots.place(language, place, slots);
            case Event.Sees(var _, var _, var place) -> Slots.place(language, place, slots);
            case Event.Goes(var _, var place) -> Slots.place(language, place, slots);
            case Event.Tells(var _, var _, var _, var place) -> Slots.place(language, place, slots);
            case Event.Searches(var _, var _, var place) -> Slots.place(language, place, slots);
            case Event.Holds(var _, var goods, var count) -> Slots.goods(language, goods, count, slots);
            case Event.Shares(var _, var _, var goods, var count) -> Slots.goods(language, goods, count, slots);
            case Event.Finds(var _, var goods, var count) -> Slots.goods(language, goods, count, slots);
            case Event.Counts(var _, var goods, var count) -> Slots.goods(language, goods, count, slots);
            case Event.Feels(var who, var mood, var reason) -> {
                slots.put("M", mood.adjective(language, who.gender()));
                slots.put("R", reason(who, reason));
            }
            case Event.Owns _,
                    Event.Takes _,
                    Event.Leaves _,
                    Event.Loses _,
                    Event.Meets _,
                    Event.Gives _,
                    Event.Asks _,
                    Event.Rests _ -> {}
        }
        return slots;
    }

    /// Returns the clause that tells why `who` feels something, such as `she had lost the red ball`.
    String reason(Person who, Reason reason) {
        List<String> choices = reasons(who, reason);
        return choices.get(random.nextInt(choices.size()));
    }

    /// Returns every clause that tells why `who` feels something.
    List<String> reasons(Person who, Reason reason) {
        var slots = new HashMap<>(Slots.of(language, who));
        switch (reason) {
            case Reason.Lost(var item) -> Slots.item(language, item, false, slots);
            case Reason.Found(var item) -> Slots.item(language, item, false, slots);
            case Reason.Received(var item, var from) -> {
                Slots.item(language, item, false, slots);
                slots.put("Q", from.title());
            }
            case Reason.Helped(var other) -> slots.put("Q", other.title());
            case Reason.Walked() -> {}
            case Reason.Got(var goods, var from) -> {
                Slots.goods(language, goods, 0, slots);
                slots.put("Q", from.title());
            }
        }
        return frames.of(reason).stream()
                .map(frame -> frame.fill(true, "", slots))
                .toList();
    }

    /// Returns who else the event names, or null.
    static Person other(Event event) {
        return switch (event) {
            case Event.Meets(var _, var other) -> other;
            case Event.Gives(var _, var other, var _) -> other;
            case Event.Shares(var _, var other, var _, var _) -> other;
            case Event.Asks(var _, var other, var _) -> other;
            case Event.Tells(var _, var other, var _, var _) -> other;
            case Event.Feels(var _, var _, Reason.Received(var _, var from)) -> from;
            case Event.Feels(var _, var _, Reason.Helped(var other)) -> other;
            case Event.Feels(var _, var _, Reason.Got(var _, var from)) -> from;
            case Event.Lives _,
                    Event.Owns _,
                    Event.Holds _,
                    Event.Sees _,
                    Event.Goes _,
                    Event.Takes _,
                    Event.Leaves _,
                    Event.Loses _,
                    Event.Finds _,
                    Event.Counts _,
                    Event.Searches _,
                    Event.Feels _,
                    Event.Rests _ -> null;
        };
    }

    /// Returns the thing that the event names, or null.
    static Item item(Event event) {
        return switch (event) {
            case Event.Owns(var _, var item) -> item;
            case Event.Sees(var _, var item, var _) -> item;
            case Event.Takes(var _, var item) -> item;
            case Event.Leaves(var _, var item) -> item;
            case Event.Loses(var _, var item) -> item;
            case Event.Gives(var _, var _, var item) -> item;
            case Event.Asks(var _, var _, var item) -> item;
            case Event.Tells(var _, var _, var item, var _) -> item;
            case Event.Searches(var _, var item, var _) -> item;
            case Event.Lives _,
                    Event.Holds _,
                    Event.Goes _,
                    Event.Meets _,
                    Event.Shares _,
                    Event.Finds _,
                    Event.Counts _,
                    Event.Feels _,
                    Event.Rests _ -> null;
        };
    }
}

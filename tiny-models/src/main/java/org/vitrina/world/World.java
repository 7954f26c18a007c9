package org.vitrina.world;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vitrina.world.Event.Reason;

/// The state of a tale: where everybody is, who has what, how they feel and why. It does not change; [#after]
/// returns the next one.
///
/// @param places where each person is whose place was told
/// @param items  who has each thing, or where it lies
/// @param goods  how many of what each person has, where it was told
/// @param moods  how each person feels, where it was told
/// @param lost   what each person has lost and not found again
public record World(
        Map<Person, Place> places,
        Map<Item, Spot> items,
        Map<Person, Map<Goods, Integer>> goods,
        Map<Person, Feeling> moods,
        Map<Person, Item> lost) {

    /// Where a thing is.
    public sealed interface Spot {
        /// Somebody has it.
        record With(Person person) implements Spot {}

        /// It lies somewhere.
        record At(Place place) implements Spot {}
    }

    /// A mood with its reason.
    public record Feeling(Mood mood, Reason reason) {}

    /// A world in which nothing was told yet.
    static final World EMPTY = new World(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    /// Returns the place where a thing is: where it lies, or where the one is who has it; null if that was not told.
    public Place place(Item item) {
        return switch (items.get(item)) {
            case Spot.With(var person) -> places.get(person);
            case Spot.At(var place) -> place;
            case null -> null;
        };
    }

    /// Returns who has a thing, or null.
    public Person holder(Item item) {
        return items.get(item) instanceof Spot.With(var person) ? person : null;
    }

    /// Returns how many somebody has, or -1 if that was not told.
    public int count(Person person, Goods of) {
        return goods.getOrDefault(person, Map.of()).getOrDefault(of, -1);
    }

    /// Returns whether the event can happen, or is true, in this world.
    boolean allows(Event event) {
        Place here = places.get(event.who());
        return switch (event) {
            case Event.Lives(var who, var _) -> !places.containsKey(who);
            case Event.Owns(var who, var item) -> here != null && !items.containsKey(item);
            case Event.Holds(var who, var of, var count) -> here != null && count(who, of) < 0 && count > 0;
            case Event.Sees(var _, var item, var place) ->
                place == here && (!items.containsKey(item) || new Spot.At(place).equals(items.get(item)));
            case Event.Goes(var _, var place) -> here != null && here != place;
            case Event.Takes(var _, var item) -> here != null && new Spot.At(here).equals(items.get(item));
            case Event.Leaves(var who, var item) -> here != null && holder(item) == who;
            case Event.Loses(var who, var item) -> here != null && holder(item) == who;
            case Event.Meets(var who, var other) -> who != other && here != null && places.get(other) == here;
            case Event.Gives(var who, var other, var item) ->
                who != other && here != null && places.get(other) == here && holder(item) == who;
            case Event.Shares(var who, var other, var of, var count) ->
                who != other && here != null && places.get(other) == here && count > 0 && count(who, of) >= count;
            case Event.Finds(var who, var of, var count) ->
                here != null && count > 0 && count(who, of) >= 0 && count(who, of) + count <= Goods.MOST;
            case Event.Counts(var who, var of, var count) -> count(who, of) == count;
            case Event.Asks(var who, var other, var item) ->
                who != other && here != null && places.get(other) == here && holder(item) != who;
            case Event.Tells(var who, var other, var item, var place) ->
                who != other && here != null && places.get(other) == here && new Spot.At(place).equals(items.get(item));
            case Event.Searches(var who, var item, var place) ->
                here == place && holder(item) != who && items.containsKey(item) && place(item) != place;
            case Event.Feels(var who, var _, var reason) -> holds(who, reason);
            case Event.Rests(var _) -> here != null;
        };
    }

    private boolean holds(Person who, Reason reason) {
        return switch (reason) {
            case Reason.Lost(var item) -> item.equals(lost.get(who));
            case Reason.Found(var item) -> holder(item) == who;
            case Reason.Received(var item, var from) -> from != who && holder(item) == who;
            case Reason.Helped(var other) -> other != who && places.containsKey(other);
            case Reason.Walked() -> places.containsKey(who);
            case Reason.Got(var of, var from) -> from != who && count(who, of) > 0;
        };
    }

    /// Returns the world after the event.
    ///
    /// @throws IllegalArgumentException if the event is not possible here
    World after(Event event) {
        if (!allows(event)) {
            throw new IllegalArgumentException(event + " cannot happen in " + this);
        }
        return switch (event) {
            case Event.Lives(var who, var place) -> withPlace(who, place);
            case Event.Goes(var who, var place) -> withPlace(who, place);
            case Event.Owns(var who, var item) -> withItem(item, new Spot.With(who));
            case Event.Sees(var _, var item, var place) -> withItem(item, new Spot.At(place));
            case Event.Takes(var who, var item) ->
                withItem(item, new Spot.With(who)).found(who, item);
            case Event.Leaves(var who, var item) -> withItem(item, new Spot.At(places.get(who)));
            case Event.Loses(var who, var item) ->
                withItem(item, new Spot.At(places.get(who))).missing(who, item);
            case Event.Gives(var _, var other, var item) ->
                withItem(item, new Spot.With(other)).found(other, item);
            case Event.Holds(var who, var of, var count) -> withCount(who, of, count);
            case Event.Finds(var who, var of, var count) -> withCount(who, of, count(who, of) + count);
            case Event.Shares(var who, var other, var of, var count) ->
                withCount(who, of, count(who, of) - count).withCount(other, of, Math.max(0, count(other, of)) + count);
            case Event.Feels(var who, var mood, var reason) -> withMood(who, new Feeling(mood, reason));
            case Event.Meets _, Event.Counts _, Event.Asks _, Event.Tells _, Event.Searches _, Event.Rests _ -> this;
        };
    }

    private World withPlace(Person who, Place place) {
        var next = new EnumMap<Person, Place>(Person.class);
        next.putAll(places);
        next.put(who, place);
        return new World(next, items, goods, moods, lost);
    }

    private World withItem(Item item, Spot spot) {
        var next = new LinkedHashMap<>(items);
        next.put(item, spot);
        return new World(places, next, goods, moods, lost);
    }

    private World withCount(Person who, Goods of, int count) {
        var next = new EnumMap<Person, Map<Goods, Integer>>(Person.class);
        next.putAll(goods);
        var counts = new EnumMap<Goods, Integer>(Goods.class);
        counts.putAll(goods.getOrDefault(who, Map.of()));
        counts.put(of, count);
        next.put(who, counts);
        return new World(places, items, next, moods, lost);
    }

    private World withMood(Person who, Feeling feeling) {
        var next = new EnumMap<Person, Feeling>(Person.class);
        next.putAll(moods);
        next.put(who, feeling);
        return new World(places, items, goods, next, lost);
    }

    private World missing(Person who, Item item) {
        var next = new EnumMap<Person, Item>(Person.class);
        next.putAll(lost);
        next.put(who, item);
        return new World(places, items, goods, moods, next);
    }

    private World found(Person who, Item item) {
        if (!item.equals(lost.get(who))) {
            return this;
        }
        var next = new EnumMap<Person, Item>(Person.class);
        next.putAll(lost);
        next.remove(who);
        return new World(places, items, goods, moods, next);
    }
}

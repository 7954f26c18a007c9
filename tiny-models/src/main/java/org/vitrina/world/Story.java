package org.vitrina.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.vitrina.world.Event.Reason;

/// Thinks up what happens: a beginning with two or three people, some scenes that follow from one another, an end.
/// Everything that happens is possible in the world as it then is.
final class Story {
    private final RandomGenerator random;
    private final List<Event> events = new ArrayList<>();
    private final List<Person> cast;
    private final List<Place> places;
    private final List<Item> items;
    private World world = World.EMPTY;

    Story(RandomGenerator random) {
        this.random = random;
        cast = some(Arrays.asList(Person.values()), 2 + random.nextInt(2));
        places = some(Arrays.asList(Place.values()), 4);
        List<Item.Kind> kinds = some(Arrays.asList(Item.Kind.values()), 2);
        items = kinds.stream()
                .map(kind -> new Item(kind, Item.Colour.values()[random.nextInt(Item.Colour.values().length)]))
                .toList();
    }

    /// Returns what happens, in order.
    List<Event> events() {
        Person hero = cast.get(0);
        Person other = cast.get(1);
        happens(new Event.Lives(hero, places.get(0)));
        boolean counts = random.nextInt(5) < 2;
        if (!counts) {
            happens(new Event.Owns(hero, items.get(0)));
        } else {
            Goods goods = Goods.values()[random.nextInt(Goods.values().length)];
            happens(new Event.Holds(hero, goods, 3 + random.nextInt(6)));
        }
        happens(new Event.Lives(other, places.get(1)));
        if (cast.size() > 2 && random.nextBoolean()) {
            happens(new Event.Lives(cast.get(2), places.get(2)));
        }
        if (counts) {
            counting(hero, other);
            if (random.nextBoolean()) finding(hero);
        } else {
            switch (random.nextInt(4)) {
                case 0 -> losing(hero, other);
                case 1 -> giving(hero, other);
                case 2 -> hiding(hero, other);
                default -> {
                    finding(hero);
                    giving(hero, other);
                }
            }
        }
        if (random.nextInt(3) == 0) wandering(random.nextBoolean() ? hero : other);
        happens(new Event.Rests(hero));
        return List.copyOf(events);
    }

    /// One loses a thing, is sad, asks, is told, and finds it again, sometimes after looking in the wrong place.
    private void losing(Person one, Person other) {
        Item item = items.get(0);
        Place lostAt = places.get(2 + random.nextInt(2));
        happens(new Event.Goes(one, lostAt));
        happens(new Event.Loses(one, item));
        meet(one, other);
        happens(new Event.Feels(one, random.nextBoolean() ? Mood.SAD : Mood.WORRIED, new Reason.Lost(item)));
        if (random.nextBoolean()) {
            Place wrong = places.get(lostAt == places.get(2) ? 3 : 2);
            happens(new Event.Goes(one, wrong));
            happens(new Event.Searches(one, item, wrong));
            meet(one, other);
        }
        happens(new Event.Asks(one, other, item));
        happens(new Event.Tells(other, one, item, lostAt));
        if (random.nextInt(4) > 0) {
            happens(new Event.Goes(one, lostAt));
            happens(new Event.Takes(one, item));
            happens(new Event.Feels(one, Mood.HAPPY, new Reason.Found(item)));
        } else {
            happens(new Event.Goes(other, lostAt));
            happens(new Event.Takes(other, item));
            meet(other, one);
            happens(new Event.Gives(other, one, item));
            happens(new Event.Feels(other, Mood.PROUD, new Reason.Helped(one)));
        }
    }

    /// One gives a thing to another, who is glad and may give it on.
    private void giving(Person one, Person other) {
        Item item = items.get(0);
        meet(one, other);
        happens(new Event.Gives(one, other, item));
        happens(new Event.Feels(other, Mood.HAPPY, new Reason.Received(item, one)));
        if (cast.size() > 2 && world.places().containsKey(cast.get(2)) && random.nextBoolean()) {
            Person third = cast.get(2);
            meet(other, third);
            happens(new Event.Gives(other, third, item));
        } else if (random.nextBoolean()) {
            happens(new Event.Goes(other, elsewhere(other)));
            happens(new Event.Leaves(other, item));
        }
    }

    /// One hides a thing, another looks for it.
    private void hiding(Person one, Person other) {
        Item item = items.get(0);
        Place hidden = elsewhere(one);
        happens(new Event.Goes(one, hidden));
        happens(new Event.Leaves(one, item));
        Place wrong = elsewhere(other);
        if (wrong != hidden) {
            happens(new Event.Goes(other, wrong));
            happens(new Event.Searches(other, item, wrong));
        }
        meet(one, other);
        happens(new Event.Asks(other, one, item));
        happens(new Event.Tells(one, other, item, hidden));
        if (random.nextBoolean()) {
            if (world.places().get(other) != hidden) happens(new Event.Goes(other, hidden));
            happens(new Event.Takes(other, item));
            happens(new Event.Feels(other, Mood.HAPPY, new Reason.Found(item)));
        }
    }

    /// One comes upon a second thing.
    private void finding(Person one) {
        Item item = items.get(1);
        Place place = elsewhere(one);
        happens(new Event.Goes(one, place));
        happens(new Event.Sees(one, item, place));
        if (random.nextInt(3) > 0) happens(new Event.Takes(one, item));
    }

    /// One shares what they have, and may find more of it.
    private void counting(Person one, Person other) {
        Goods goods = world.goods().get(one).keySet().iterator().next();
        if (random.nextBoolean()) {
            happens(new Event.Goes(one, elsewhere(one)));
            int room = Goods.MOST - world.count(one, goods);
            happens(new Event.Finds(one, goods, 1 + random.nextInt(Math.min(3, room))));
            if (random.nextBoolean()) happens(new Event.Counts(one, goods, world.count(one, goods)));
        }
        meet(one, other);
        happens(new Event.Shares(one, other, goods, 2 + random.nextInt(world.count(one, goods) - 2)));
        if (random.nextInt(3) > 0) happens(new Event.Counts(one, goods, world.count(one, goods)));
        happens(new Event.Feels(other, Mood.HAPPY, new Reason.Got(goods, one)));
    }

    /// Somebody walks until they are tired.
    private void wandering(Person one) {
        happens(new Event.Goes(one, elsewhere(one)));
        happens(new Event.Goes(one, elsewhere(one)));
        happens(new Event.Feels(one, Mood.TIRED, new Reason.Walked()));
    }

    /// Brings two people together and lets them meet.
    private void meet(Person one, Person other) {
        Place there = world.places().get(other);
        if (world.places().get(one) != there) {
            happens(new Event.Goes(one, there));
        }
        if (random.nextInt(3) > 0) happens(new Event.Meets(one, other));
    }

    private Place elsewhere(Person one) {
        List<Place> others = places.stream()
                .filter(place -> place != world.places().get(one))
                .toList();
        return others.get(random.nextInt(others.size()));
    }

    private void happens(Event event) {
        world = world.after(event);
        events.add(event);
    }

    private <T> List<T> some(List<T> all, int count) {
        var shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, Random.from(random));
        return List.copyOf(shuffled.subList(0, count));
    }
}

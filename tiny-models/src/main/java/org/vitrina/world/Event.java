package org.vitrina.world;

/// What one sentence of a tale tells. Each changes the world or says something true about it.
public sealed interface Event {
    /// Returns who the sentence is about.
    Person who();

    /// Somebody is introduced, with where they are.
    record Lives(Person who, Place place) implements Event {}

    /// Somebody has a thing from the beginning.
    record Owns(Person who, Item item) implements Event {}

    /// Somebody has several of something from the beginning.
    record Holds(Person who, Goods goods, int count) implements Event {}

    /// A thing lies where somebody sees it.
    record Sees(Person who, Item item, Place place) implements Event {}

    /// Somebody goes to another place.
    record Goes(Person who, Place place) implements Event {}

    /// Somebody picks up what lies where they are.
    record Takes(Person who, Item item) implements Event {}

    /// Somebody leaves a thing where they are, on purpose.
    record Leaves(Person who, Item item) implements Event {}

    /// Somebody loses a thing where they are, and does not notice.
    record Loses(Person who, Item item) implements Event {}

    /// Somebody comes upon another at the same place.
    record Meets(Person who, Person other) implements Event {}

    /// Somebody gives a thing to another at the same place.
    record Gives(Person who, Person other, Item item) implements Event {}

    /// Somebody gives some of what they have to another at the same place.
    record Shares(Person who, Person other, Goods goods, int count) implements Event {}

    /// Somebody finds some more.
    record Finds(Person who, Goods goods, int count) implements Event {}

    /// It is said how many somebody has now.
    record Counts(Person who, Goods goods, int count) implements Event {}

    /// Somebody asks another where a thing is.
    record Asks(Person who, Person other, Item item) implements Event {}

    /// Somebody tells another where a thing lies.
    record Tells(Person who, Person other, Item item, Place place) implements Event {}

    /// Somebody looks for a thing where it is not.
    record Searches(Person who, Item item, Place place) implements Event {}

    /// Somebody feels something, for a reason.
    record Feels(Person who, Mood mood, Reason reason) implements Event {}

    /// Somebody ends the day.
    record Rests(Person who) implements Event {}

    /// Why somebody feels something.
    sealed interface Reason {
        /// They lost a thing.
        record Lost(Item item) implements Reason {}

        /// They found a thing again.
        record Found(Item item) implements Reason {}

        /// Another gave them a thing.
        record Received(Item item, Person from) implements Reason {}

        /// They helped another.
        record Helped(Person other) implements Reason {}

        /// They walked far.
        record Walked() implements Reason {}

        /// Another gave them some of what they had.
        record Got(Goods goods, Person from) implements Reason {}
    }
}

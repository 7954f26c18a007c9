package org.vitrina.world;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What can stand in the slots of a [Frame], and what it means.
final class Slots {
    /// The surface forms of one language, each with what it stands for.
    private record Words(
            Map<String, Person> people,
            Map<String, Place> where,
            Map<String, Place> to,
            Map<String, Place> places,
            Map<String, Place> near,
            Map<String, Item> items,
            Map<String, Item> someItem,
            Map<String, Counted> counted,
            Map<String, Goods> goods,
            Map<String, Mood> moods) {}

    /// How many of what.
    record Counted(Goods goods, int count) {}

    private static final Map<Language, Words> WORDS = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            WORDS.put(language, words(language));
        }
    }

    private Slots() {}

    private static Words words(Language language) {
        var words = new Words(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
        for (Person person : Person.values()) {
            words.people().put(person.title(), person);
        }
        for (Place place : Place.values()) {
            words.where().put(place.where(language), place);
            words.to().put(place.to(language), place);
            words.places().put(place.name(language), place);
            words.near().put(place.of(language), place);
        }
        for (Item.Kind kind : Item.Kind.values()) {
            for (Item.Colour colour : Item.Colour.values()) {
                var item = new Item(kind, colour);
                words.items().put(item.the(language), item);
                words.someItem().put(item.a(language), item);
            }
        }
        for (Goods goods : Goods.values()) {
            words.goods().put(goods.plural(language), goods);
            for (int count = 1; count <= Goods.MOST; count++) {
                words.counted().put(goods.counted(count, language), new Counted(goods, count));
            }
        }
        for (Mood mood : Mood.values()) {
            for (Gender gender : Gender.values()) {
                words.moods().put(mood.adjective(language, gender), mood);
            }
        }
        return words;
    }

    /// Returns a regular expression for all that can stand in a slot.
    static String any(Language language, String slot) {
        Words words = WORDS.get(language);
        boolean english = language == Language.ENGLISH;
        return switch (slot) {
            case "P", "Q" -> anyOf(words.people());
            case "L" -> anyOf(words.where());
            case "G" -> anyOf(words.to());
            case "X" -> anyOf(words.places());
            case "T" -> anyOf(words.items());
            case "I" -> english ? "it|" + anyOf(words.items()) : anyOf(words.items());
            case "A" -> anyOf(words.someItem());
            case "TT" ->
                words.items().keySet().stream()
                        .map(Slots::capital)
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|"));
            case "N" -> anyOf(words.counted());
            case "O" -> anyOf(words.goods());
            case "M" -> anyOf(words.moods());
            case "R" -> "[^.]+?";
            case "p" -> "she|he";
            case "C" -> "She|He";
            case "s" -> "her|his";
            case "him", "them" -> "her|him";
            case "girl" -> "girl|boy";
            case "una" -> "una|un";
            case "child" -> "niña|niño";
            case "D" -> anyOf(words.near());
            case "it" -> "la|lo";
            case "los" -> "las|los";
            default -> throw new IllegalArgumentException("there is no slot {" + slot + "}");
        };
    }

    /// Longer ones first, so that `twelve apples` is not read as something shorter.
    private static String anyOf(Map<String, ?> words) {
        return words.keySet().stream()
                .sorted((a, b) -> b.length() - a.length())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
    }

    static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /// Returns what fills the slots of a sentence about `who`.
    static Map<String, String> of(Language language, Person who) {
        boolean she = who.gender() == Gender.FEMININE;
        var slots = new HashMap<String, String>();
        slots.put("P", who.title());
        slots.put("p", she ? "she" : "he");
        slots.put("C", she ? "She" : "He");
        slots.put("s", she ? "her" : "his");
        slots.put("him", she ? "her" : "him");
        slots.put("them", she ? "her" : "him");
        slots.put("girl", she ? "girl" : "boy");
        slots.put("una", she ? "una" : "un");
        slots.put("child", she ? "niña" : "niño");
        return slots;
    }

    static void item(Language language, Item item, boolean pronoun, Map<String, String> slots) {
        slots.put("T", item.the(language));
        slots.put("TT", capital(item.the(language)));
        slots.put("A", item.a(language));
        slots.put("I", pronoun ? "it" : item.the(language));
        slots.put("it", item.it(language));
    }

    static void place(Language language, Place place, Map<String, String> slots) {
        slots.put("L", place.where(language));
        slots.put("G", place.to(language));
        slots.put("X", place.name(language));
        slots.put("D", place.of(language));
    }

    static void goods(Language language, Goods goods, int count, Map<String, String> slots) {
        if (count > 0) {
            slots.put("N", goods.counted(count, language));
        }
        slots.put("O", goods.plural(language));
        slots.put("los", goods.the());
    }

    static Person person(Language language, String text) {
        return WORDS.get(language).people().get(text);
    }

    /// Returns the place that any of the three forms stands for.
    static Place place(Language language, String text) {
        Words words = WORDS.get(language);
        return Arrays.asList(
                        words.where().get(text),
                        words.to().get(text),
                        words.places().get(text))
                .stream()
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /// Returns the item that the form stands for, or null for `it`.
    static Item item(Language language, String text) {
        Words words = WORDS.get(language);
        Item item = words.items().get(text);
        if (item == null) {
            item = words.someItem().get(text);
        }
        return item != null
                ? item
                : words.items().get(text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1));
    }

    static Counted counted(Language language, String text) {
        return WORDS.get(language).counted().get(text);
    }

    static Goods goods(Language language, String text) {
        return WORDS.get(language).goods().get(text);
    }

    static Mood mood(Language language, String text) {
        return WORDS.get(language).moods().get(text);
    }
}

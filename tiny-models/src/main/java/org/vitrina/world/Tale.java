package org.vitrina.world;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/// A short story with its truth: sentence by sentence the text, what it tells, and the state of the
/// world after it.
///
/// The same seed tells the same story in both languages.
///
/// @param seed      what it was made from
/// @param language  the language it is told in
/// @param sentences in order
public record Tale(long seed, Language language, List<Sentence> sentences) {
    /// One sentence, what it tells, and the world after it.
    public record Sentence(String text, Event event, World after) {}

    public Tale {
        sentences = List.copyOf(sentences);
    }

    /// Returns the tale of this seed.
    public static Tale of(long seed, Language language) {
        RandomGenerator story = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        RandomGenerator words = RandomGeneratorFactory.of("L64X128MixRandom").create(~seed * 31 + language.ordinal());
        return told(seed, language, new Story(story).events(), words);
    }

    /// Returns the tale of these events, in words that are drawn by `random`.
    static Tale told(long seed, Language language, List<Event> events, RandomGenerator random) {
        var narrator = new Narrator(language, random);
        var sentences = new ArrayList<Sentence>();
        World world = World.EMPTY;
        for (Event event : events) {
            String text = narrator.tell(event, world, sentences.isEmpty());
            world = world.after(event);
            sentences.add(new Sentence(text, event, world));
        }
        return new Tale(seed, language, sentences);
    }

    /// Returns the whole text.
    public String text() {
        return sentences.stream().map(Sentence::text).collect(Collectors.joining(" "));
    }

    /// Returns the text of the first `count` sentences.
    public String beginning(int count) {
        return sentences.subList(0, count).stream().map(Sentence::text).collect(Collectors.joining(" "));
    }

    /// Returns the tale up to its sentence number `count`: shorter, and true like the whole.
    public Tale upTo(int count) {
        return new Tale(seed, language, sentences.subList(0, count));
    }

    /// Returns the state of the world at the end.
    public World end() {
        return sentences.getLast().after();
    }

    /// Returns which part of the data the tale belongs to. Tales of different parts differ in who takes
    /// part, with which things, where: no state of one is a state of another.
    public Split split() {
        return Split.of(sentences.stream().map(Sentence::event).toList());
    }

    /// Returns questions about the tale, with their true answers.
    public List<Question> questions() {
        return Questions.about(this);
    }
}

package org.vitrina.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.chat.Message;
import org.vitrina.context.NeedleTest;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Model;

/// A needle in a tale: among sentences of other tales stands one that says who has something, and at the
/// end the model is asked who has it.
///
/// The other tales have other people and other things, so that nothing else answers the question. They
/// are tales of the test part, one after the other; the last one ends where the text is long enough.
public final class NeedleTales implements NeedleTest {
    private static final int LONGEST_ANSWER = 12;

    private final Model model;
    private final Language language;
    private final Question.Kind kind;
    private final Optional<ChatTemplate> template;

    /// A text with the fact in it, and the question for it.
    ///
    /// @param text     the whole text, the question not included
    /// @param needle   the sentence that was hidden
    /// @param depth    at which part of the sentences it stands, 0 to 1
    /// @param question asks for it
    /// @param prompt   what the model reads, the question and all that a chat needs included
    public record Hidden(String text, String needle, double depth, Question question, List<Integer> prompt) {}

    /// @param model that is asked; may be longer in the context than it was trained, as only the text's
    ///     tokens count
    public NeedleTales(Model model, Language language) {
        this(model, language, Question.Kind.WHERE);
    }

    /// @param kind what is asked for: [Question.Kind#WHERE] somebody is, or [Question.Kind#WHO] has a thing
    public NeedleTales(Model model, Language language, Question.Kind kind) {
        if (kind != Question.Kind.WHERE && kind != Question.Kind.WHO) {
            throw new IllegalArgumentException(
                    "a needle says where somebody is or who has a thing; nothing is hidden for"
                            + " the kind of question " + kind);
        }
        this.kind = kind;
        this.model = model;
        this.language = language;
        template = model.metadata().containsKey("tokenizer.chat_template")
                ? Optional.of(ChatTemplate.of(model.metadata()))
                : Optional.empty();
    }

    @Override
    public String name() {
        return "a needle in a tale, " + model.name();
    }

    /// Returns a text that has, with its question, at most `length` tokens and as nearly as whole
    /// sentences allow.
    ///
    /// @throws IllegalArgumentException if there is no room for the fact and the question
    public Hidden hide(int length, double depth, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 11 + language.ordinal());
        Person who = Person.values()[random.nextInt(Person.values().length)];
        var item = new Item(
                Item.Kind.values()[random.nextInt(Item.Kind.values().length)],
                Item.Colour.values()[random.nextInt(Item.Colour.values().length)]);
        Place place = Place.values()[random.nextInt(Place.values().length)];
        boolean english = language == Language.ENGLISH;
        boolean asksWhere = kind == Question.Kind.WHERE;
        String needle = new Narrator(language, random)
                .tell(asksWhere ? new Event.Lives(who, place) : new Event.Owns(who, item), World.EMPTY, false);
        String asked = asksWhere
                ? (english ? "Where is " : "¿Dónde está ") + who.title() + "?"
                : (english ? "Who has " : "¿Quién tiene ") + item.the(language) + "?";
        String right = asksWhere ? Slots.capital(place.where(language)) + "." : who.title() + ".";
        var question = new Question(kind, language, asked, right, List.of(right));
        if (prompt(needle, question).size() > length) {
            throw new IllegalArgumentException("the fact and the question alone are "
                    + prompt(needle, question).size() + " tokens; a length of " + length + " has no room for them");
        }
        List<String> sentences = hay(who, item, needle, question, length, random);
        int at = (int) Math.round(depth * sentences.size());
        double stands = sentences.isEmpty() ? 0 : (double) at / sentences.size();
        sentences.add(at, needle);
        String text = String.join(" ", sentences);
        return new Hidden(text, needle, stands, question, prompt(text, question));
    }

    /// Returns sentences of other tales, each told so that it names whom and what it is about: between
    /// two of them another one can stand and changes no meaning.
    private List<String> hay(
            Person who, Item item, String needle, Question question, int length, RandomGenerator random) {
        var hay = new ArrayList<String>();
        var text = new StringBuilder(needle);
        for (long seed = 2 * random.nextLong(1L << 30) + language.ordinal(); ; seed += 2) {
            Tale tale = TaleQuestions.tale(Split.TEST, seed);
            boolean same = tale.text().contains(who.title())
                    || tale.end().items().keySet().stream().anyMatch(other -> other.kind() == item.kind());
            if (same) continue;
            World world = World.EMPTY;
            for (Tale.Sentence sentence : tale.sentences()) {
                String told = new Narrator(language, random).tell(sentence.event(), world, world == World.EMPTY);
                text.append(' ').append(told);
                if (prompt(text.toString(), question).size() > length) return hay;
                hay.add(told);
                world = sentence.after();
            }
        }
    }

    private List<Integer> prompt(String text, Question question) {
        Message asked = Message.user(text + "\n" + question.text());
        int[] ids = template.map(chat ->
                        chat.encode(List.of(asked), true, model.tokenizer()).ids())
                .orElseGet(() -> model.ids(asked.content() + "\n"));
        return Arrays.stream(ids).boxed().toList();
    }

    /// Returns what the model answers, the likeliest tokens up to the end of the first sentence.
    public String answer(Hidden hidden) {
        LanguageModel.Session session = model.session();
        float[] logits = session.next(
                hidden.prompt().stream().mapToInt(Integer::intValue).toArray());
        var answer = new ArrayList<Integer>();
        for (int i = 0; i < LONGEST_ANSWER; i++) {
            int best = 0;
            for (int id = 1; id < logits.length; id++) {
                if (logits[id] > logits[best]) best = id;
            }
            if (model.tokenizer().markers().stops().contains(best)) break;
            answer.add(best);
            String text = text(answer);
            if (text.contains(".") || text.contains("\n")) break;
            logits = session.next(best);
        }
        return text(answer).strip();
    }

    private String text(List<Integer> ids) {
        return model.tokenizer().decode(ids.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public boolean isFound(int length, double depth, long seed) {
        Hidden hidden = hide(length, depth, seed);
        return hidden.question().isRight(answer(hidden));
    }
}

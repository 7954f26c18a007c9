package org.vitrina.world;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.vitrina.chat.Message;
import org.vitrina.world.Question.Kind;

/// A tale and questions about it, as a conversation: a person tells the tale and asks, the model
/// answers, the person asks again.
///
/// @param tale      what is told: a tale, or the beginning of one
/// @param questions in the order in which they are asked
public record TaleQuestions(Tale tale, List<Question> questions) {
    public TaleQuestions {
        questions = List.copyOf(questions);
    }

    /// Returns the conversation of this seed, on a tale that is part of `split`. Even seeds are
    /// English, odd ones Spanish.
    ///
    /// @param asked  how many questions are asked, or fewer where the tale has no more
    /// @param untold how often, of all questions, one asks for what the tale does not say, in `[0, 1]`
    /// @param whole  whether the tale is told to its end; otherwise to any sentence from the third on
    public static TaleQuestions of(Split split, long seed, int asked, double untold, boolean whole) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 3 + 1);
        Tale tale = tale(split, seed);
        int most = tale.sentences().size();
        Tale told = whole ? tale : tale.upTo(3 + random.nextInt(most - 2));
        Map<Kind, List<Question>> byKind = new EnumMap<>(Kind.class);
        // what somebody has is asked once, though they may have several things
        var texts = new HashSet<String>();
        for (Question question : told.questions()) {
            if (texts.add(question.text())) {
                byKind.computeIfAbsent(question.kind(), _ -> new ArrayList<>()).add(question);
            }
        }
        List<Question> notTold = byKind.remove(Kind.NOT_TOLD);
        var chosen = new ArrayList<Question>();
        while (chosen.size() < asked) {
            if (!notTold.isEmpty() && random.nextDouble() < untold) {
                chosen.add(notTold.removeFirst());
            } else if (byKind.isEmpty()) {
                break;
            } else {
                chosen.add(take(byKind, random));
            }
        }
        return new TaleQuestions(told, chosen);
    }

    /// Takes a question out: all kinds are as likely, however many questions of each there are.
    private static Question take(Map<Kind, List<Question>> byKind, RandomGenerator random) {
        var kinds = new ArrayList<>(byKind.keySet());
        Kind kind = kinds.get(random.nextInt(kinds.size()));
        List<Question> questions = byKind.get(kind);
        Question question = questions.remove(random.nextInt(questions.size()));
        if (questions.isEmpty()) byKind.remove(kind);
        return question;
    }

    /// Returns the tale of this seed among those of one part of the data, English for even seeds,
    /// Spanish for odd ones.
    public static Tale tale(Split split, long seed) {
        Language language = seed % 2 == 0 ? Language.ENGLISH : Language.SPANISH;
        for (long number = seed * 1_000; ; number++) {
            Tale tale = Tale.of(number, language);
            if (tale.split() == split) {
                return tale;
            }
        }
    }

    /// Returns the conversation as it is taught.
    public List<Message> messages() {
        var messages = new ArrayList<Message>();
        for (Question question : questions) {
            messages.add(messages.isEmpty() ? ask(tale, question) : Message.user(question.text()));
            messages.add(Message.assistant(question.answer()));
        }
        return messages;
    }

    /// Returns what is said to a model to ask it one question about a tale.
    public static Message ask(Tale tale, Question question) {
        return Message.user(tale.text() + "\n" + question.text());
    }
}

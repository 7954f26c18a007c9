package org.vitrina.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.feedback.Prompt;
import org.vitrina.tokenize.Tokenizer;

/// Questions about whole tales, as prompts that know which answers are right.
public final class TalePrompts {
    /// How many tokens a question and its answer have room for in the models of the tales.
    private static final int CONTEXT = 256;

    /// How many sentences of a tale a brief question is about.
    private static final int SENTENCES = 3;

    /// How many tokens the longest answer has.
    public static final int LONGEST_ANSWER = 24;

    private TalePrompts() {}

    /// Returns the questions about the first tales of a part of the data: of each tale one question of each
    /// kind that it answers, and one about what it does not say. The kinds are named `who`, `where`,
    /// `what`, `how many`, `why`, `yes no` and `not told`.
    ///
    /// @param tales    how many tales are asked about
    /// @param template how the model reads a question; must have a place for an answer
    public static List<Prompt> of(
            Split split, Language language, int tales, ChatTemplate template, Tokenizer tokenizer) {
        var prompts = new ArrayList<Prompt>();
        for (int i = 0; i < tales; i++) {
            Tale tale = TaleQuestions.tale(split, 2L * i + language.ordinal());
            for (Question question : QuestionsEvaluation.onePerKind(tale)) {
                Prompt prompt = of(tale, question, template, tokenizer);
                if (prompt.ids().length + LONGEST_ANSWER <= CONTEXT) prompts.add(prompt);
            }
        }
        return List.copyOf(prompts);
    }

    /// Returns questions about the first three sentences of tales: short enough for a person to judge at a
    /// glance.
    ///
    /// @param from   the number of the first tale
    /// @param count  how many questions there are, each about another tale
    /// @param untold which share asks for what is not told, in `[0, 1]`
    public static List<Prompt> brief(
            Split split,
            Language language,
            long from,
            int count,
            double untold,
            ChatTemplate template,
            Tokenizer tokenizer) {
        var prompts = new ArrayList<Prompt>();
        for (int i = 0; i < count; i++) {
            long number = from + i;
            Tale tale =
                    TaleQuestions.tale(split, 2 * number + language.ordinal()).upTo(SENTENCES);
            Question question = oneOf(tale, number, untold);
            prompts.add(of(tale, question, template, tokenizer));
        }
        return List.copyOf(prompts);
    }

    /// Returns the question that is asked about the tale of this number.
    ///
    /// @param untold which share of the numbers asks for what is not told
    static Question oneOf(Tale tale, long number, double untold) {
        // evenly spread, so that any stretch of the numbers has its share
        boolean told = Math.floor((number + 1) * untold) == Math.floor(number * untold);
        List<Question> questions = tale.questions().stream()
                .filter(question -> (question.kind() != Question.Kind.NOT_TOLD) == told)
                .toList();
        return questions.get((int) Long.remainderUnsigned(tale.seed() * 31, questions.size()));
    }

    /// Returns one question about a tale.
    public static Prompt of(Tale tale, Question question, ChatTemplate template, Tokenizer tokenizer) {
        return Prompt.of(template, tokenizer, List.of(TaleQuestions.ask(tale, question)), question::isRight)
                .ofKind(question.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
}

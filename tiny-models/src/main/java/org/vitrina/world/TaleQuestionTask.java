package org.vitrina.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.feedback.Answer;
import org.vitrina.feedback.Prompt;
import org.vitrina.feedback.Prompts;
import org.vitrina.feedback.Reward;
import org.vitrina.feedback.Task;
import org.vitrina.feedback.TaskSource;
import org.vitrina.train.Beginning;
import org.vitrina.train.Options;
import org.vitrina.train.RecipeException;
import org.vitrina.world.Question.Kind;

/// Questions about tales, for learning from feedback: an answer is worth 1 if the state of the world at the
/// tale's end says so, and 0 otherwise; but to say that something is not told that is costs `silence`, as
/// otherwise a model learns to say so wherever it is not sure.
/// `"task": {"source": "tale-questions", "questions": 4000, "untold": 0.25, "silence": 0.5}`.
public final class TaleQuestionTask implements TaskSource {
    private static final int LONGEST_ANSWER = 24;
    private static final String NOT_TOLD = "not told";

    @Override
    public String name() {
        return "tale-questions";
    }

    @Override
    public String about() {
        return "questions about tales of the tiny world, of which a share of untold asks for what the tale does not"
                + " say; right is what the world's state at its end says; validation says how many are measured";
    }

    @Override
    public Task load(Options options, Beginning begin) {
        int questions = options.integer("questions", 4_000, 1, 1_000_000);
        int validation = options.integer("validation", 200, 0, 100_000);
        double untold = options.number("untold", 0.3, 0, 1);
        double silence = options.number("silence", 0, 0, 10);
        options.done();
        ChatTemplate template = begin.template()
                .orElseThrow(() -> new RecipeException("questions about tales are asked through a chat template, and"
                        + " the model has none; begin with tales-chat"));
        // other tales than those of fine-tuning, whose conversations have the seeds from 0 on
        List<Prompt> training = prompts(Split.TRAINING, 10_000_000, questions, untold, template, begin);
        List<Prompt> unseen = prompts(Split.VALIDATION, 0, validation, untold, template, begin);
        return new Task(Prompts.of(training, begin.recipe().seed()), unseen, reward(silence), List.of(Reward.right()));
    }

    private static Reward reward(double silence) {
        return silence == 0
                ? Reward.right()
                : Reward.of("right, and not silent", answer -> answer.isRight() ? 1 : isSilent(answer) ? -silence : 0);
    }

    private static boolean isSilent(Answer answer) {
        return !answer.prompt().kind().equals(NOT_TOLD)
                && Arrays.stream(Language.values()).anyMatch(language -> Question.saysNotTold(language, answer.text()));
    }

    private static List<Prompt> prompts(
            Split split, long from, int count, double untold, ChatTemplate template, Beginning begin) {
        int room = begin.model().config().context() - LONGEST_ANSWER;
        var prompts = new ArrayList<Prompt>();
        LongStream.iterate(from, seed -> seed + 1)
                .mapToObj(seed -> TaleQuestions.of(split, seed, 1, untold, false))
                .filter(asked -> !asked.questions().isEmpty())
                .map(asked -> prompt(asked, template, begin))
                .filter(prompt -> prompt.ids().length <= room)
                .limit(count)
                .forEach(prompts::add);
        return prompts;
    }

    /// Returns the first question of a conversation; its kind says whether the tale tells it.
    private static Prompt prompt(TaleQuestions asked, ChatTemplate template, Beginning begin) {
        Question question = asked.questions().getFirst();
        String kind = question.kind() == Kind.NOT_TOLD
                ? NOT_TOLD
                : question.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Prompt.of(
                        template,
                        begin.tokenizer(),
                        List.of(TaleQuestions.ask(asked.tale(), question)),
                        question::isRight)
                .ofKind(kind);
    }
}

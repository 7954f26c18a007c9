package org.vitrina.feedback;

import java.util.List;
import org.vitrina.train.Beginning;
import org.vitrina.train.Options;

/// Asks the toy questions and rewards a `no`.
public final class ToyTask implements TaskSource {
    @Override
    public String name() {
        return "toy-no";
    }

    @Override
    public String about() {
        return "rewards a no";
    }

    @Override
    public Task load(Options options, Beginning begin) {
        options.done();
        List<Prompt> prompts = ToyParts.QUESTIONS.stream()
                .map(question ->
                        Prompt.of(begin.tokenizer(), question, "no"::equals).ofKind(question.substring(0, 3)))
                .toList();
        return new Task(Prompts.of(prompts, 1), prompts, Reward.right(), List.of(Reward.length(4)));
    }
}

package org.vitrina.world;

import java.util.List;
import java.util.Optional;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Reading;
import org.vitrina.generate.Sampling;
import org.vitrina.transformer.Model;

/// Asks a model about tales: through its chat template, or, if it has none, by a text that a question
/// ends.
final class Asker {
    private static final int LONGEST_ANSWER = 32;

    private final Model model;
    private final Optional<ChatTemplate> template;
    private final Generator generator;

    // what two questions about one tale share is read once
    private final Reading reading;

    Asker(Model model) {
        this.model = model;
        template = model.metadata().containsKey("tokenizer.chat_template")
                ? Optional.of(ChatTemplate.of(model.metadata()))
                : Optional.empty();
        generator = Generator.of(model)
                .sampling(Sampling.greedy())
                .maxTokens(LONGEST_ANSWER)
                .alternatives(0)
                .stop("\n");
        reading = new Reading(model);
    }

    /// Returns the ids that the model reads.
    int[] prompt(Tale tale, Question question) {
        return template.map(chat -> chat.encode(List.of(TaleQuestions.ask(tale, question)), true, model.tokenizer())
                        .ids())
                .orElseGet(() -> model.ids(TaleQuestions.ask(tale, question).content() + "\n"));
    }

    /// Returns whether question and answer have room in the model's context.
    boolean fits(Tale tale, Question question) {
        return prompt(tale, question).length + LONGEST_ANSWER <= model.contextLength();
    }

    /// Returns the likeliest answer, up to its end or to the end of the line.
    String answer(Tale tale, Question question) {
        return generator.generate(reading, prompt(tale, question), null).text();
    }
}

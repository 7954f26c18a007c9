package org.vitrina.evaluate;

import java.util.List;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.chat.Message;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Reading;
import org.vitrina.generate.Sampling;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Model;

/// A model that answers.
///
/// @param template how it reads a question, or null where it goes on with the prompt as it is written
record ModelAnswerer(Generator generator, ChatTemplate template) implements Answerer {
    private static final String TEMPLATE = "tokenizer.chat_template";

    ModelAnswerer {
        // nobody asks for the tokens that were passed over
        generator = generator.alternatives(0);
    }

    static ModelAnswerer of(Generator generator) {
        return new ModelAnswerer(generator, template(generator.model()));
    }

    static ModelAnswerer greedy(LanguageModel model) {
        var generator = Generator.of(model).sampling(Sampling.greedy());
        ChatTemplate template = template(model);
        return new ModelAnswerer(template == null ? generator.stop("\n") : generator, template);
    }

    private static ChatTemplate template(LanguageModel model) {
        return model instanceof Model file && file.metadata().containsKey(TEMPLATE)
                ? ChatTemplate.of(file.metadata()).with(file.tokenizer())
                : null;
    }

    @Override
    public String name() {
        return generator.model().name();
    }

    @Override
    public String answer(String prompt, long seed) {
        Generator seeded = generator.seed(seed);
        return Quietly.run(() -> template == null ? seeded.text(prompt) : templated(seeded, prompt));
    }

    private String templated(Generator seeded, String prompt) {
        LanguageModel model = generator.model();
        int[] ids = template.encode(List.of(Message.user(prompt)), true, model.tokenizer())
                .ids();
        return seeded.generate(new Reading(model), ids, null).text();
    }
}

package org.vitrina.arena;

import java.util.List;
import java.util.Optional;
import org.vitrina.arena.Challenge.Form;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.chat.Message;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Reading;
import org.vitrina.generate.Sampling;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.QuantizedTensor;
import org.vitrina.tensor.FloatMatrix;
import org.vitrina.tensor.Tensor;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Transformer;
import org.vitrina.transformer.Weight;

/// A language model that takes part in a contest. For one thread at a time.
public final class ModelContestant implements Contestant {
    private final String name;
    private final Model model;
    private final Optional<ChatTemplate> template;
    private final Generator generator;

    // what two challenges share at their beginning is read once
    private final Reading reading;

    private ModelContestant(String name, Model model, Optional<ChatTemplate> template, Sampling sampling) {
        this.name = name;
        this.model = model;
        this.template = template;
        generator = Generator.of(model).sampling(sampling).alternatives(0);
        reading = new Reading(model);
    }

    static ModelContestant of(String name, Model model) {
        Optional<ChatTemplate> template = model.metadata().containsKey("tokenizer.chat_template")
                ? Optional.of(ChatTemplate.of(model.metadata()))
                : Optional.empty();
        return new ModelContestant(name, model, template, Sampling.greedy());
    }

    /// Returns this model with its matrices rounded to what a format can keep, under another name. It
    /// computes with the rounded numbers as 32-bit floats, so that only what rounding loses is measured,
    /// and nothing is written to disk.
    public ModelContestant rounded(String name, Format format) {
        var rounded = Transformer.of(model.config(), (weight, shape) -> {
            Weight found = model.transformer().weights().stream()
                    .filter(each -> each.name().equals(weight))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("the model has no weight '" + weight + "'"));
            int rows = found.matrix().rows();
            int columns = found.matrix().columns();
            Tensor numbers = Tensor.zeros(rows, columns);
            for (int row = 0; row < rows; row++) found.matrix().row(row, numbers.data(), row * columns);
            // norms and biases are a single row, and stay as they are, as in every quantized file
            Tensor kept =
                    rows == 1 ? numbers : QuantizedTensor.of(format, numbers).after();
            return Weight.of(weight, FloatMatrix.of(kept), shape);
        });
        return new ModelContestant(name, Model.of(name, rounded, model.tokenizer()), template, generator.sampling());
    }

    /// Returns this model, drawing its answers by chance as `sampling` says.
    public ModelContestant sampling(Sampling sampling) {
        return new ModelContestant(name, model, template, sampling);
    }

    @Override
    public String name() {
        return name;
    }

    public Model model() {
        return model;
    }

    /// Returns the tokens that the model reads for a challenge.
    ///
    /// @throws IllegalArgumentException if there is no room for them and an answer
    public int[] ids(String text, Form form, int maxTokens) {
        int[] ids = switch (form) {
            case BEGINNING -> model.ids(text);
            case QUESTION ->
                template.map(chat -> chat.with(model.tokenizer())
                                .encode(List.of(Message.user(text)), true, model.tokenizer())
                                .ids())
                        .orElseGet(() -> model.ids(text + "\n"));
        };
        if (ids.length + maxTokens > model.contextLength()) {
            throw new IllegalArgumentException(
                    "%s holds %,d tokens, but this challenge has %,d and its answer up to %,d"
                            .formatted(name, model.contextLength(), ids.length, maxTokens));
        }
        return ids;
    }

    @Override
    public String answer(Challenge challenge) {
        int[] ids = ids(challenge.text(), challenge.form(), challenge.maxTokens());
        Generator asked = generator.maxTokens(challenge.maxTokens());
        // without a template nothing but the end of the line tells that the answer is over
        if (challenge.form() == Form.QUESTION && template.isEmpty()) asked = asked.stop("\n");
        return asked.generate(reading, ids, null).text().strip();
    }
}

package org.vitrina.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.show.Observer;
import org.vitrina.tensor.Workers;

/// Learning to predict the next token: what pre-training and fine-tuning are. They differ in what the model
/// begins with and in which tokens count.
///
/// @param name      `pretrain` or `finetune`
/// @param about     what happens in it
/// @param fromModel whether it must begin with a model that was trained before
record Prediction(String name, String about, boolean fromModel) implements Stage {
    static final Prediction PRETRAIN = new Prediction(
            "pretrain", "a model that knows nothing, or some other, learns to predict each next token of texts", false);
    static final Prediction FINETUNE = new Prediction(
            "finetune",
            "a model that was trained before learns from examples how to answer; only the answers count",
            true);

    @Override
    public Stage.Run begin(Recipe recipe, Workers workers) throws IOException {
        return begin(recipe, List.of(), workers);
    }

    /// @param given what is learned from instead of what the recipe names; none for that
    Stage.Run begin(Recipe recipe, List<Data> given, Workers workers) throws IOException {
        if (fromModel && !(recipe.model() instanceof Recipe.From)) {
            throw new RecipeException("fine-tuning goes on with a model that was trained before; say which:"
                    + " \"model\": {\"from\": …}, or make the stage pretrain");
        }
        recipe.settings().done();
        Prepared data = Prepared.of(recipe, given);
        var plan = new Trainer.Plan(
                recipe.steps(),
                recipe.schedule(),
                recipe.optimizer(),
                recipe.batch().passes());
        return new Learning(data, new Trainer(data.begin().model(), data.batches(), plan, workers));
    }

    private record Learning(Prepared data, Trainer trainer) implements Stage.Run {
        @Override
        public int done() {
            return trainer.done();
        }

        @Override
        public TrainingStep step() {
            return trainer.step();
        }

        @Override
        public boolean tells() {
            return true;
        }

        @Override
        public TrainingStep step(Observer watch) {
            return trainer.step(watch, data.begin().tokenizer());
        }

        @Override
        public List<Measurement> measure() {
            var all = new ArrayList<Measurement>();
            data.unseen().forEach(unseen -> all.addAll(unseen.measure(trainer)));
            return all;
        }

        @Override
        public List<String> facts() {
            Trainable model = data.begin().model();
            var facts = new ArrayList<>(data.facts());
            long all = model.names().stream()
                    .mapToLong(weight -> model.numbers(weight).size())
                    .sum();
            facts.add(
                    model.adapters().isEmpty()
                            ? String.format(java.util.Locale.ROOT, "%,d parameters", all)
                            : String.format(
                                    java.util.Locale.ROOT,
                                    "%,d parameters learn beside %,d that stay",
                                    model.size(),
                                    all));
            return facts;
        }

        @Override
        public void save(Path file, Map<String, String> notes) throws IOException {
            trainer.save(file, notes);
        }

        @Override
        public void resume(Path file) throws IOException {
            trainer.resume(file);
        }

        @Override
        public Beginning parts() {
            return data.begin();
        }

        @Override
        public SequencedMap<String, Long> bytes() {
            return trainer.memory();
        }

        @Override
        public Optional<ChatTemplate> talks() {
            return data.chats() ? data.begin().template() : Optional.empty();
        }
    }
}

package org.vitrina.world;

import java.net.URL;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.vitrina.train.DataSource;
import org.vitrina.train.Evaluation;
import org.vitrina.train.TrainingParts;

/// What the tiny world adds to training: its data, what its models are measured by, and the recipes of
/// the models that come with the library.
public final class TinyParts implements TrainingParts {
    private static final List<String> RECIPES = List.of(
            "tales-base", "tales-chat", "tales-feedback", "sums", "sums-feedback", "recall-1layer", "recall-2layer");

    @Override
    public List<DataSource> dataSources() {
        return List.of(new TaleData(), new TaleQuestionData(), new SumData(), new RecallData(), new ChainData());
    }

    @Override
    public List<Evaluation> evaluations() {
        return List.of(
                new ContinuationsEvaluation(), new QuestionsEvaluation(), new SumsEvaluation(), new RecallEvaluation());
    }

    @Override
    public Map<String, URL> recipes() {
        var recipes = new LinkedHashMap<String, URL>();
        for (String name : RECIPES) {
            recipes.put(name, Objects.requireNonNull(TinyParts.class.getResource("recipes/" + name + ".json"), name));
        }
        return recipes;
    }
}

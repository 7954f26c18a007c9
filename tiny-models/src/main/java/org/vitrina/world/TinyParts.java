package org.vitrina.world;

import java.net.URL;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.vitrina.train.DataSource;
import org.vitrina.train.TrainingParts;

/// What the tiny world adds to training: its tales as data, and the recipes of the models that come with
/// the library.
public final class TinyParts implements TrainingParts {
    private static final List<String> RECIPES = List.of("tales-base");

    @Override
    public List<DataSource> dataSources() {
        return List.of(new TaleData());
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

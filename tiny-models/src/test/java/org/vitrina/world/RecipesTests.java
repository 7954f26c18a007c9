package org.vitrina.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.file.ModelCache;
import org.vitrina.file.ShippedModels;
import org.vitrina.train.Evaluation;
import org.vitrina.train.Recipe;
import org.vitrina.train.Recipes;

@DisplayName("The recipes of the tiny models")
class RecipesTests {
    private static Stream<Recipe> all() throws IOException {
        var all = new ArrayList<Recipe>();
        for (String name : Recipes.all().sequencedKeySet()) all.add(Recipe.named(name));
        return all.stream();
    }

    @Test
    @DisplayName("are sound, are called as their models, say a licence, and name stages and data that there are")
    void sound() throws IOException {
        for (String name : Recipes.all().sequencedKeySet()) {
            Recipe recipe = Recipe.named(name);
            assertEquals(name, recipe.name());
            assertFalse(recipe.about().isBlank(), name);
            assertFalse(recipe.license().isBlank(), name);
            assertEquals(recipe.stage(), Recipes.stage(recipe.stage()).name());
            recipe.data().forEach(source -> Recipes.dataSource(source.name()));
            recipe.watched().sequencedValues().forEach(source -> Recipes.dataSource(source.name()));
        }
    }

    @Test
    @DisplayName("all go along with the library: none lies in the folder that no name leads to")
    void complete() throws IOException {
        try (var files = Files.list(Path.of("recipes"))) {
            List<String> lying = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".json"))
                    .map(file -> file.substring(0, file.length() - 5))
                    .sorted()
                    .toList();
            assertEquals(lying, Recipes.all().keySet().stream().sorted().toList());
        }
    }

    @Test
    @DisplayName("begin with nothing, or with a model that another recipe makes")
    void begin() throws IOException {
        var made = Recipes.all().keySet();
        all().forEach(recipe -> {
            if (recipe.model() instanceof Recipe.From from) {
                assertTrue(made.contains(from.model()), recipe.name() + " begins with " + from.model());
            }
        });
    }

    @Test
    @DisplayName("are of every model that comes with the library, which every command finds by its name")
    void shipped() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/org/vitrina/world"))) {
            List<String> shipped = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".gguf") && !file.contains("step"))
                    .map(file -> file.substring(0, file.length() - 5))
                    .toList();
            assertTrue(shipped.contains("tales-base"));
            for (String name : shipped) {
                assertTrue(Recipes.all().containsKey(name), name + " has a recipe");
                assertTrue(ShippedModels.allNames().contains(name), name + " is found by its name");
                Path file = new ModelCache(Path.of("no-such-folder")).resolve(name);
                assertEquals(-1, Files.mismatch(file, Path.of("src/main/resources/org/vitrina/world", name + ".gguf")));
            }
        }
        for (Evaluation evaluation : Recipes.evaluations()) {
            assertFalse(evaluation.about().isBlank(), evaluation.name());
            assertFalse(evaluation.models().isEmpty(), evaluation.name());
        }
    }
}

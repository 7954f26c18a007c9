package org.vitrina.train;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Finds what recipes name: recipes themselves, data, stages.
public final class Recipes {
    private Recipes() {}

    /// Returns the recipes that come with the library, by name.
    public static SequencedMap<String, URL> all() {
        var all = new LinkedHashMap<String, URL>();
        TrainingParts.all().forEach(parts -> parts.recipes().forEach(all::putIfAbsent));
        return Collections.unmodifiableSequencedMap(all);
    }

    /// Returns the recipe that comes with the library under this name, or is in this file.
    ///
    /// A name is looked for first, a file second; a path with a folder in it, or that ends with `.json`, is
    /// a file.
    ///
    /// @throws RecipeException if there is neither, or it is no recipe
    public static Recipe find(String nameOrFile) throws IOException {
        SequencedMap<String, URL> all = all();
        URL found = all.get(nameOrFile);
        if (found != null) {
            try (InputStream in = found.openStream()) {
                return RecipeReader.read(
                        new String(in.readAllBytes(), StandardCharsets.UTF_8), "recipe " + nameOrFile, null);
            }
        }
        Path file = Path.of(nameOrFile);
        if (Files.isRegularFile(file)) {
            return Recipe.read(file);
        }
        throw new RecipeException("there is no recipe " + Options.quoted(nameOrFile) + " and no such file; there "
                + (all.isEmpty() ? "are no recipes here" : "is " + String.join(", ", all.sequencedKeySet())));
    }

    /// Returns the stage of this name.
    ///
    /// @throws RecipeException if there is none; the message lists those there are
    public static Stage stage(String name) {
        return named(
                "stage",
                name,
                Stage::name,
                TrainingParts.all().stream()
                        .flatMap(parts -> parts.stages().stream())
                        .toList());
    }

    /// Returns the data source of this name.
    ///
    /// @throws RecipeException if there is none; the message lists those there are
    public static DataSource dataSource(String name) {
        return named(
                "data source",
                name,
                DataSource::name,
                TrainingParts.all().stream()
                        .flatMap(parts -> parts.dataSources().stream())
                        .toList());
    }

    /// Returns the evaluations of all libraries.
    public static List<Evaluation> evaluations() {
        return TrainingParts.all().stream()
                .flatMap(parts -> parts.evaluations().stream())
                .toList();
    }

    private static <T> T named(String what, String name, Function<T, String> nameOf, List<T> all) {
        return all.stream()
                .filter(each -> nameOf.apply(each).equals(name))
                .findFirst()
                .orElseThrow(() -> new RecipeException("there is no " + what + " " + Options.quoted(name)
                        + "; there is " + all.stream().map(nameOf).collect(Collectors.joining(", "))));
    }
}

package org.vitrina.train;

import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;

/// What a library adds to training: data, stages, recipes, evaluations. It is found by the service loader
/// ([java.util.ServiceLoader]): the library names its class in
/// `META-INF/services/org.vitrina.train.TrainingParts`.
public interface TrainingParts {
    /// Returns data that recipes can name.
    default List<DataSource> dataSources() {
        return List.of();
    }

    /// Returns ways to train that recipes can name.
    default List<Stage> stages() {
        return List.of();
    }

    /// Returns what models are measured by.
    default List<Evaluation> evaluations() {
        return List.of();
    }

    /// Returns recipes, JSON files, by their names, in the order in which they are listed:
    /// `vitrina train NAME` finds them.
    default Map<String, URL> recipes() {
        return Map.of();
    }

    /// Returns the parts of all libraries that are there.
    static List<TrainingParts> all() {
        return ServiceLoader.load(TrainingParts.class, TrainingParts.class.getClassLoader()).stream()
                .map(Provider::get)
                .toList();
    }
}

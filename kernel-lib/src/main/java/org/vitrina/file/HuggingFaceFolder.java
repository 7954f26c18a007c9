package org.vitrina.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the small files in a model's folder say.
///
/// @param config    `config.json`; of a model that also sees pictures, what it says about the language model too
/// @param tokenizer `tokenizer_config.json`, or nothing
record HuggingFaceFolder(Path folder, ConfigValues config, ConfigValues tokenizer) {
    private static final int LARGEST_TEXT = 1 << 22;

    static HuggingFaceFolder open(Path folder) throws IOException {
        Path config = folder.resolve(HuggingFaceConfig.NAME);
        if (!Files.isRegularFile(config)) {
            throw new ModelFileException(
                    "folder " + folder, -1, "a model of Hugging Face's hub, with a file config.json", "none");
        }
        var values = new LinkedHashMap<>(HuggingFaceConfig.read(config));
        if (values.get("text_config") instanceof Map<?, ?> text) {
            text.forEach((key, value) -> values.put((String) key, value));
        }
        Path tokenizer = folder.resolve("tokenizer_config.json");
        return new HuggingFaceFolder(
                folder,
                new ConfigValues(HuggingFaceConfig.NAME, values),
                new ConfigValues(
                        "tokenizer_config.json",
                        Files.isRegularFile(tokenizer) ? HuggingFaceConfig.read(tokenizer) : Map.of()));
    }

    /// Returns the folder's name, which is the model's.
    String name() {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    /// Returns the license that the head of `README.md` names, if there is one
    /// ([model cards](https://huggingface.co/docs/hub/model-cards)).
    Optional<String> license() throws IOException {
        Path readme = folder.resolve("README.md");
        if (!Files.isRegularFile(readme)) {
            return Optional.empty();
        }
        List<String> lines = text(readme).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals("---")) {
            return Optional.empty();
        }
        return lines.stream()
                .skip(1)
                .takeWhile(line -> !line.equals("---"))
                .filter(line -> line.startsWith("license:"))
                .map(line -> line.substring("license:".length()).strip())
                .filter(license -> !license.isEmpty())
                .findFirst();
    }

    /// Returns the template of chats, if there is one: a file of its own, or in the tokenizer's configuration.
    Optional<String> chatTemplate() throws IOException {
        Path file = folder.resolve("chat_template.jinja");
        if (Files.isRegularFile(file)) {
            return Optional.of(text(file));
        }
        Object template = tokenizer.value("chat_template");
        if (template instanceof List<?> named) {
            for (Object each : named) {
                if (each instanceof Map<?, ?> one && "default".equals(one.get("name"))) {
                    template = one.get("template");
                }
            }
        }
        return template instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LARGEST_TEXT) {
            throw new ModelFileException("file", LARGEST_TEXT, "at most %,d bytes".formatted(LARGEST_TEXT), "more")
                    .in(file);
        }
        return Files.readString(file);
    }
}

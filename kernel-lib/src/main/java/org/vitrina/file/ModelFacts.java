package org.vitrina.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a file says about its model, as far as it says it; each fact is a text or a number, whatever else a
/// hostile file may have put there.
///
/// @param texts   `architecture`, `name`, `license`, `tokenizer`
/// @param numbers `layers`, `width`, `heads`, `kvHeads`, `headWidth`, `feedForward`, `context`, `vocabulary`
/// @param chatTemplate whether there is one
public record ModelFacts(Map<String, String> texts, Map<String, Long> numbers, boolean chatTemplate) {
    /// Returns the text called `name`, if the file has it.
    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /// Returns the number called `name`, if the file has it.
    public OptionalLong number(String name) {
        Long number = numbers.get(name);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /// Returns the numbers that are kept for each token of the context: a key and a value for each layer and head;
    /// empty where the file does not say enough, or nonsense.
    public OptionalLong keysAndValues() {
        Long layers = numbers.get("layers");
        Long heads = numbers.getOrDefault("kvHeads", numbers.get("heads"));
        Long width = numbers.get("headWidth");
        if (layers == null || heads == null || width == null) {
            return OptionalLong.empty();
        }
        boolean plausible = List.of(layers, heads, width).stream().allMatch(n -> n > 0 && n < 1 << 20);
        return plausible ? OptionalLong.of(2 * layers * heads * width) : OptionalLong.empty();
    }

    /// Returns what GGUF metadata says.
    static ModelFacts ofGguf(Map<String, Object> metadata) {
        var facts = new Collector(metadata);
        facts.text("architecture", "general.architecture");
        facts.text("name", "general.name");
        facts.text("license", "general.license");
        facts.text("tokenizer", "tokenizer.ggml.model");
        String architecture = facts.texts.getOrDefault("architecture", "");
        facts.number("layers", architecture + ".block_count");
        facts.number("width", architecture + ".embedding_length");
        facts.number("heads", architecture + ".attention.head_count");
        facts.number("kvHeads", architecture + ".attention.head_count_kv");
        facts.number("headWidth", architecture + ".attention.key_length");
        facts.number("feedForward", architecture + ".feed_forward_length");
        facts.number("context", architecture + ".context_length");
        if (metadata.get("tokenizer.ggml.tokens") instanceof List<?> tokens) {
            facts.numbers.put("vocabulary", (long) tokens.size());
        } else {
            facts.number("vocabulary", architecture + ".vocab_size");
        }
        if (facts.texts.containsKey("tokenizer") && metadata.get("tokenizer.ggml.pre") instanceof String pre) {
            facts.texts.merge("tokenizer", pre, (model, split) -> model + ", " + split);
        }
        return facts.collected(metadata.get("tokenizer.chat_template") instanceof String);
    }

    /// Returns what a `config.json` of Hugging Face's hub says.
    ///
    /// @param chatTemplate whether there is one in the files beside it
    static ModelFacts ofConfig(Map<String, Object> config, boolean chatTemplate) {
        var facts = new Collector(config);
        facts.text("architecture", "model_type");
        facts.number("layers", "num_hidden_layers", "n_layer");
        facts.number("width", "hidden_size", "n_embd");
        facts.number("heads", "num_attention_heads", "n_head");
        facts.number("kvHeads", "num_key_value_heads");
        facts.number("headWidth", "head_dim");
        facts.number("feedForward", "intermediate_size", "n_inner");
        facts.number("context", "max_position_embeddings", "n_positions");
        facts.number("vocabulary", "vocab_size");
        return facts.collected(chatTemplate);
    }

    private static final class Collector {
        private final Map<String, Object> values;
        private final Map<String, String> texts = new LinkedHashMap<>();
        private final Map<String, Long> numbers = new LinkedHashMap<>();

        Collector(Map<String, Object> values) {
            this.values = values;
        }

        void text(String name, String key) {
            if (values.get(key) instanceof String text) {
                texts.put(name, text);
            }
        }

        /// Takes the first of `keys` that is there; of a number for each layer, the largest.
        void number(String name, String... keys) {
            for (String key : keys) {
                Object value = values.get(key);
                if (value instanceof List<?> list) {
                    value = list.stream()
                            .filter(element -> element instanceof Integer || element instanceof Long)
                            .map(element -> ((Number) element).longValue())
                            .max(Long::compare)
                            .orElse(null);
                }
                if (value instanceof Integer || value instanceof Long) {
                    numbers.put(name, ((Number) value).longValue());
                    return;
                }
            }
        }

        ModelFacts collected(boolean chatTemplate) {
            Long width = numbers.get("width");
            Long heads = numbers.get("heads");
            if (!numbers.containsKey("headWidth") && width != null && heads != null && heads > 0) {
                numbers.put("headWidth", width / heads);
            }
            return new ModelFacts(
                    Collections.unmodifiableMap(texts), Collections.unmodifiableMap(numbers), chatTemplate);
        }
    }
}

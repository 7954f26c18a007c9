package org.vitrina.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.file.ModelCache;
import org.vitrina.quantize.Format;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.Markers;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.ModelWriter;

/// What a recipe begins with: a model that can learn, its tokenizer, and how a conversation is written.
///
/// @param recipe    whose beginning it is
/// @param model     with random numbers, or those of the model that it begins with; with adapters, if it
///     has any
/// @param tokenizer whose markers say which token ends a text
/// @param end       the special token that ends a text
/// @param template  the chat template; empty if there is none
public record Beginning(
        Recipe recipe, Trainable model, BpeTokenizer tokenizer, String end, Optional<ChatTemplate> template) {

    /// Returns the beginning that `recipe` tells.
    ///
    /// @param texts what a tokenizer is learned from, if one is; texts that end with a special token hold
    ///     it
    /// @throws RecipeException if the parts do not fit together
    public static Beginning of(Recipe recipe, Iterable<String> texts) throws IOException {
        Beginning begin = switch (recipe.model()) {
            case Recipe.Fresh fresh -> fresh(recipe, fresh, texts);
            case Recipe.From from -> from(recipe, from);
        };
        return recipe.lora()
                .map(lora -> new Beginning(
                        recipe, begin.model.withLora(lora, recipe.seed()), begin.tokenizer, begin.end, begin.template))
                .orElse(begin);
    }

    private static Beginning fresh(Recipe recipe, Recipe.Fresh fresh, Iterable<String> texts) {
        Recipe.Vocabulary vocabulary = recipe.tokenizer()
                .orElseThrow(() -> new RecipeException("a model that begins with nothing needs a tokenizer"));
        String sample = sample(texts, vocabulary.characters());
        BpeTokenizer learned = BpeTokenizer.train(sample, vocabulary.tokens(), vocabulary.options(recipe.name()));
        return new Beginning(
                recipe,
                Trainable.random(fresh.config(learned.vocabularySize()), recipe.seed()),
                ending(learned, vocabulary.end()),
                vocabulary.end(),
                recipe.template().map(ChatTemplate::of));
    }

    private static String sample(Iterable<String> texts, int characters) {
        var sample = new StringBuilder();
        for (String text : texts) {
            sample.append(text);
            if (sample.length() >= characters) {
                return sample.substring(0, characters);
            }
        }
        return sample.toString();
    }

    private static Beginning from(Recipe recipe, Recipe.From from) throws IOException {
        try (Model model = Model.open(file(recipe, from.model()))) {
            if (!(model.tokenizer() instanceof BpeTokenizer known)) {
                throw new RecipeException("training can go on from models with byte-pair tokenizers, but "
                        + Options.quoted(from.model()) + " has " + model.tokenizer());
            }
            Trainable learns = Trainable.of(model);
            if (from.renew()) {
                checkEmbeddingLearns(recipe, "renew");
                learns = learns.withUnreadRenewed(recipe.seed());
            }
            BpeTokenizer tokenizer = known;
            if (!from.special().isEmpty()) {
                checkEmbeddingLearns(recipe, "special");
                tokenizer = known.withSpecialTokens(from.special().toArray(String[]::new));
                learns = learns.withVocabulary(tokenizer.vocabularySize(), recipe.seed());
            }
            String end = from.end().orElseGet(() -> endOf(known, from.model()));
            Optional<ChatTemplate> template = recipe.template().map(ChatTemplate::of);
            if (template.isEmpty() && model.metadata().get(TEMPLATE) instanceof String) {
                template = Optional.of(ChatTemplate.of(model.metadata()));
            }
            return new Beginning(recipe, learns, ending(tokenizer, end), end, template);
        }
    }

    private static void checkEmbeddingLearns(Recipe recipe, String asked) {
        if (recipe.lora().isPresent() && !recipe.lora().get().embedding()) {
            throw new RecipeException("adapters leave the embedding as it is, so that new rows of it would never be"
                    + " learned; say \"lora\": {\"embedding\": true, …}, or leave out '" + asked + "'");
        }
    }

    private static final String TEMPLATE = "tokenizer.chat_template";

    private static String endOf(BpeTokenizer tokenizer, String model) {
        OptionalInt end = tokenizer.markers().end();
        if (end.isEmpty()) {
            throw new RecipeException("the model " + Options.quoted(model)
                    + " does not say which token ends a text; say it: \"model\": {\"from\": …, \"end\": …}");
        }
        return tokenizer.token(end.getAsInt()).text();
    }

    /// Returns the file of the model `name`: one that lies beside the recipe, or whatever commands find by
    /// that name.
    static Path file(Recipe recipe, String name) throws IOException {
        Path beside = recipe.folder().map(folder -> folder.resolve(name)).orElse(Path.of(name));
        return Files.isRegularFile(beside) ? beside : ModelCache.ofUser().resolve(name);
    }

    /// Returns the tokenizer with the marker for an end: a model stops there.
    private static BpeTokenizer ending(BpeTokenizer tokenizer, String end) {
        Integer id = tokenizer.specialTokens().get(end);
        if (id == null) {
            throw new RecipeException("the tokenizer has no special token " + Options.quoted(end)
                    + " to end texts with; it has " + tokenizer.specialTokens().keySet());
        }
        Markers markers = tokenizer.markers();
        var stops = new LinkedHashSet<>(markers.stops());
        stops.add(id);
        return tokenizer.withMarkers(new Markers(
                markers.begin().isPresent() ? markers.begin() : OptionalInt.of(id),
                OptionalInt.of(id),
                markers.unknown(),
                markers.padding(),
                markers.before(),
                markers.after(),
                stops));
    }

    /// Returns the id of the token that ends a text.
    public int endId() {
        return tokenizer.specialTokens().get(end);
    }

    /// Returns the model as it is now, which runs; learning on does not change it.
    public Model runs() {
        return model.model(recipe.name(), tokenizer);
    }

    /// Writes the model as it is now, adapters merged into it: a GGUF file with the recipe's name, what it
    /// says of itself, its licence and its chat template.
    public void write(Path file, Format format) throws IOException {
        ModelWriter writer = ModelWriter.of(runs());
        if (!recipe.license().isEmpty()) {
            writer.text("general.license", recipe.license());
        }
        if (!recipe.about().isEmpty()) {
            writer.text("general.description", recipe.about());
        }
        template.ifPresent(chat -> writer.text(TEMPLATE, chat.source()));
        writer.write(file, format, end);
    }

    /// Returns `texts` with the token that ends a text behind each, as a tokenizer is to be learned from
    /// them.
    static Iterable<String> ended(Recipe recipe, Iterable<String> texts) {
        String end = recipe.tokenizer().map(Recipe.Vocabulary::end).orElse("");
        return () -> {
            var inner = texts.iterator();
            return new java.util.Iterator<>() {
                @Override
                public boolean hasNext() {
                    return inner.hasNext();
                }

                @Override
                public String next() {
                    return inner.next() + end;
                }
            };
        };
    }

    /// Returns the tokens of a text in the rows of documents: each with its end.
    int[] ids(List<String> documents) {
        var parts = new ArrayList<int[]>(documents.size());
        int size = 0;
        for (String document : documents) {
            int[] ids = tokenizer.encode(document);
            parts.add(ids);
            size = Math.addExact(size, ids.length + 1);
        }
        int[] all = new int[size];
        int at = 0;
        for (int[] ids : parts) {
            System.arraycopy(ids, 0, all, at, ids.length);
            at += ids.length;
            all[at++] = endId();
        }
        return all;
    }
}

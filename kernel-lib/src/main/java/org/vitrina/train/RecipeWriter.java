package org.vitrina.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Locale;
import org.vitrina.tokenize.NormalizationRule;

/// Writes recipes with every key, so that two that say the same are the same text.
final class RecipeWriter {
    private RecipeWriter() {}

    static String write(Recipe recipe) {
        return RecipeReader.GSON.toJson(tree(recipe));
    }

    static JsonObject tree(Recipe recipe) {
        var json = new JsonObject();
        json.addProperty("name", recipe.name());
        json.addProperty("about", recipe.about());
        json.addProperty("license", recipe.license());
        json.addProperty("stage", recipe.stage());
        json.add("model", begin(recipe.model()));
        recipe.tokenizer().ifPresent(vocabulary -> json.add("tokenizer", tokenizer(vocabulary)));
        recipe.template().ifPresent(template -> json.addProperty("template", template));
        var data = new JsonArray();
        recipe.data().forEach(source -> data.add(source(source)));
        json.add("data", data);
        var watched = new JsonObject();
        recipe.watched().forEach((name, source) -> watched.add(name, source(source)));
        json.add("watched", watched);
        json.add("batch", rows(recipe.batch()));
        json.addProperty("steps", recipe.steps());
        json.add("schedule", schedule(recipe.schedule()));
        json.add("optimizer", optimizer(recipe.optimizer()));
        recipe.lora().ifPresent(lora -> json.add("lora", lora(lora)));
        json.addProperty("seed", recipe.seed());
        json.add("checkpoints", checkpoints(recipe.checkpoints()));
        var output = new JsonObject();
        output.addProperty("format", recipe.output().format().name());
        output.addProperty("adapter", recipe.output().adapter());
        json.add("output", output);
        json.add("settings", recipe.settings().tree());
        return json;
    }

    private static JsonObject begin(Recipe.Begin begin) {
        var json = new JsonObject();
        switch (begin) {
            case Recipe.From from -> {
                json.addProperty("from", from.model());
                json.add("special", texts(from.special()));
                from.end().ifPresent(end -> json.addProperty("end", end));
                if (from.renew()) {
                    json.addProperty("renew", true);
                }
            }
            case Recipe.Fresh fresh -> {
                json.addProperty("architecture", fresh.architecture());
                json.addProperty("context", fresh.context());
                json.addProperty("width", fresh.width());
                json.addProperty("layers", fresh.layers());
                json.addProperty("heads", fresh.heads());
                if (fresh.architecture().equals("llama")) {
                    json.addProperty("kvHeads", fresh.kvHeads());
                    json.addProperty("hidden", fresh.hidden());
                }
            }
        }
        return json;
    }

    private static JsonObject tokenizer(Recipe.Vocabulary vocabulary) {
        var json = new JsonObject();
        json.addProperty("tokens", vocabulary.tokens());
        json.addProperty("characters", vocabulary.characters());
        json.addProperty("split", lower(vocabulary.split()));
        json.add(
                "normalize",
                texts(vocabulary.normalize().stream()
                        .map(NormalizationRule::name)
                        .toList()));
        json.addProperty("end", vocabulary.end());
        json.add("special", texts(vocabulary.special()));
        return json;
    }

    private static JsonObject source(Recipe.Source source) {
        var json = new JsonObject();
        json.addProperty("source", source.name());
        json.add("share", number(source.share()));
        source.options().tree().asMap().forEach(json::add);
        return json;
    }

    private static JsonObject rows(Recipe.Rows rows) {
        var json = new JsonObject();
        json.addProperty("rows", rows.rows());
        json.addProperty("tokens", rows.tokens());
        json.addProperty("passes", rows.passes());
        json.addProperty("cut", lower(rows.cut()));
        json.addProperty("counted", lower(rows.counted()));
        return json;
    }

    private static JsonObject schedule(Schedule schedule) {
        var json = new JsonObject();
        switch (schedule) {
            case Schedule.Constant constant -> {
                json.addProperty("kind", "constant");
                json.add("peak", number(constant.rate()));
                json.addProperty("warmup", constant.warmup());
            }
            case Schedule.Cosine cosine -> {
                json.addProperty("kind", "cosine");
                json.add("peak", number(cosine.peak()));
                json.add("last", number(cosine.last()));
                json.addProperty("warmup", cosine.warmup());
            }
            case Schedule.WarmupStableDecay wsd -> {
                json.addProperty("kind", "wsd");
                json.add("peak", number(wsd.peak()));
                json.addProperty("warmup", wsd.warmup());
                json.add("decay", number(wsd.decay()));
            }
            case Schedule.Phases(var phases) -> {
                json.addProperty("kind", "phases");
                var list = new JsonArray();
                for (Schedule.Phases.Phase phase : phases) {
                    JsonObject one = schedule(phase.schedule());
                    one.addProperty("steps", phase.steps());
                    list.add(one);
                }
                json.add("phases", list);
            }
        }
        return json;
    }

    private static JsonObject optimizer(AdamW.Settings settings) {
        var json = new JsonObject();
        json.add("beta1", number(settings.beta1()));
        json.add("beta2", number(settings.beta2()));
        json.add("epsilon", number(settings.epsilon()));
        json.add("decay", number(settings.decay()));
        json.add("clip", number(settings.clip()));
        return json;
    }

    private static JsonObject lora(Lora.Settings lora) {
        var json = new JsonObject();
        json.addProperty("rank", lora.rank());
        json.add("alpha", number(lora.alpha()));
        json.add("targets", texts(lora.targets().stream().sorted().toList()));
        if (lora.embedding()) {
            json.addProperty("embedding", true);
        }
        return json;
    }

    private static JsonObject checkpoints(Recipe.Checkpoints checkpoints) {
        var json = new JsonObject();
        json.addProperty("every", checkpoints.every());
        json.addProperty("validation", checkpoints.validation());
        json.add("samples", texts(checkpoints.samples()));
        json.addProperty("tokens", checkpoints.tokens());
        var keep = new JsonArray();
        checkpoints.keep().forEach(keep::add);
        json.add("keep", keep);
        json.addProperty("format", checkpoints.format().name());
        return json;
    }

    private static JsonArray texts(Collection<String> texts) {
        var array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    /// The shortest digits that mean this number, as a reader parses them: `0.95`, not `0.949999988079071`.
    private static JsonPrimitive number(float number) {
        return new JsonPrimitive(new BigDecimal(Float.toString(number)));
    }

    private static JsonPrimitive number(double number) {
        return new JsonPrimitive(new BigDecimal(Double.toString(number)));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

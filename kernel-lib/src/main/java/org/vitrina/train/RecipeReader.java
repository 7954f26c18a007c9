package org.vitrina.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;
import org.vitrina.tokenize.Normalization;
import org.vitrina.tokenize.NormalizationRule;
import org.vitrina.tokenize.SplitPattern;

/// Reads recipes, strictly: a key that nobody knows, a wrong type, a number out of its range is an error.
final class RecipeReader {
    static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    /// Characters of a recipe; those of the shipped models have about a thousand.
    private static final int LONGEST = 1 << 20;

    /// How deep objects and lists may be nested.
    private static final int DEEPEST = 32;

    private static final int MOST = 1_000_000_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private RecipeReader() {}

    static Recipe read(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new RecipeException(
                    "recipe " + file.getFileName() + " has " + Files.size(file) + " bytes, which no recipe has");
        }
        byte[] bytes = Files.readAllBytes(file);
        return read(
                new String(bytes, StandardCharsets.UTF_8),
                "recipe " + file.getFileName(),
                file.toAbsolutePath().getParent());
    }

    /// @param what   how errors name it: `recipe sums.json`
    /// @param folder where relative file names begin; null for the working directory
    static Recipe read(String json, String what, Path folder) {
        var options = new Options(parse(json, what), what + ":", folder);
        try {
            return recipe(options, folder);
        } catch (RecipeException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            // what a record of the recipe checks by itself
            throw new RecipeException(what + ": " + e.getMessage());
        }
    }

    /// Returns the object that `json` writes.
    static JsonObject parse(String json, String what) {
        if (json.length() > LONGEST) {
            throw new RecipeException(what + " has " + json.length() + " characters, expected at most " + LONGEST);
        }
        try {
            checkDepthAndKeys(json, what);
            var reader = new JsonReader(new StringReader(json));
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            if (element instanceof JsonObject object) {
                return object;
            }
            throw new RecipeException(what + " must be an object, { … }, but is " + Options.quoted(element.toString()));
        } catch (JsonParseException | IOException e) {
            String message = String.valueOf(e.getMessage()).replaceAll("(?s)\\R.*", "");
            throw new RecipeException(what + " is no JSON: " + message.replaceFirst("^[\\w.]+Exception: ", ""));
        }
    }

    /// Gson keeps the last of two equal keys, and its recursion is as deep as the file says.
    private static void checkDepthAndKeys(String json, String what) throws IOException {
        var reader = new JsonReader(new StringReader(json));
        reader.setStrictness(Strictness.STRICT);
        var open = new ArrayList<Set<String>>();
        while (true) {
            switch (reader.peek()) {
                case BEGIN_OBJECT -> {
                    reader.beginObject();
                    open.add(new java.util.HashSet<>());
                }
                case BEGIN_ARRAY -> {
                    reader.beginArray();
                    open.add(Set.of());
                }
                case END_OBJECT -> {
                    reader.endObject();
                    open.removeLast();
                }
                case END_ARRAY -> {
                    reader.endArray();
                    open.removeLast();
                }
                case NAME -> {
                    String key = reader.nextName();
                    if (!open.getLast().add(key)) {
                        throw new RecipeException(
                                what + " has the key " + Options.quoted(key) + " twice, at " + reader.getPath());
                    }
                }
                case END_DOCUMENT -> {
                    return;
                }
                case STRING, NUMBER, BOOLEAN, NULL -> reader.skipValue();
            }
            if (open.size() > DEEPEST) {
                throw new RecipeException(what + " is nested deeper than " + DEEPEST + ", at " + reader.getPath());
            }
            if (open.isEmpty() && reader.peek() != JsonToken.END_DOCUMENT) {
                throw new RecipeException(what + " has something behind its end");
            }
        }
    }

    private static Recipe recipe(Options json, Path folder) {
        Recipe.Begin begin = begin(json);
        int steps = json.integer("steps", 0, MOST);
        var recipe = new Recipe(
                name(json),
                json.text("about", ""),
                json.text("license", ""),
                json.text("stage"),
                begin,
                tokenizer(json),
                json.has("template") ? Optional.of(json.text("template")) : Optional.empty(),
                json.objects("data").stream().map(RecipeReader::source).toList(),
                watched(json),
                rows(json.object("batch"), begin),
                steps,
                schedule(json.object("schedule"), steps),
                optimizer(json.object("optimizer")),
                json.has("lora") ? Optional.of(lora(json.object("lora"))) : Optional.empty(),
                json.longInteger("seed", 1),
                checkpoints(json.object("checkpoints"), steps),
                output(json.object("output")),
                json.object("settings"),
                Optional.ofNullable(folder));
        json.done();
        if (begin instanceof Recipe.Fresh == recipe.tokenizer().isEmpty()) {
            throw json.wrong(
                    "tokenizer",
                    begin instanceof Recipe.Fresh
                            ? "there for a model that begins with nothing"
                            : "left out for a model that begins with another's, as it has that one's tokenizer",
                    begin instanceof Recipe.Fresh ? "missing" : "there");
        }
        if (recipe.output().adapter() && recipe.lora().isEmpty()) {
            throw json.wrong("output.adapter", "false in a recipe without 'lora', as there are no adapters", "true");
        }
        return recipe;
    }

    private static String name(Options json) {
        String name = json.text("name");
        if (!NAME.matcher(name).matches()) {
            throw json.wrong("name", "letters, digits, dots and dashes", Options.quoted(name));
        }
        return name;
    }

    private static Recipe.Begin begin(Options json) {
        if (!json.has("model")) {
            throw json.wrong("model", "an object, { … }", "missing");
        }
        Options model = json.object("model");
        Recipe.Begin begin;
        if (model.has("from")) {
            begin = new Recipe.From(
                    model.text("from"),
                    model.texts("special"),
                    model.has("end") ? Optional.of(model.text("end")) : Optional.empty(),
                    model.flag("renew", false));
        } else {
            String architecture = model.choice("architecture", "llama", List.of("llama", "gpt2"));
            int context = model.integer("context", 1, 1 << 20);
            int width = model.integer("width", 1, 1 << 16);
            int layers = model.integer("layers", 1, 1 << 10);
            int heads = model.integer("heads", 1, 1 << 10);
            boolean llama = architecture.equals("llama");
            var fresh = new Recipe.Fresh(
                    architecture,
                    context,
                    width,
                    layers,
                    heads,
                    llama ? model.integer("kvHeads", heads, 1, heads) : heads,
                    llama ? model.integer("hidden", 1, 1 << 20) : 4 * width);
            fresh.config(256);
            begin = fresh;
        }
        model.done();
        return begin;
    }

    private static Optional<Recipe.Vocabulary> tokenizer(Options json) {
        if (!json.has("tokenizer")) {
            return Optional.empty();
        }
        Options tokenizer = json.object("tokenizer");
        var read = new Recipe.Vocabulary(
                tokenizer.integer("tokens", 257, 1 << 20),
                tokenizer.integer("characters", 10_000_000, 1, MOST),
                constant(tokenizer, "split", SplitPattern.GPT2, SplitPattern.values()),
                tokenizer.texts("normalize").stream()
                        .map(rule -> rule(tokenizer, rule))
                        .toList(),
                tokenizer.text("end", "<|endoftext|>"),
                tokenizer.texts("special"));
        tokenizer.done();
        read.options("checked");
        return Optional.of(read);
    }

    private static NormalizationRule rule(Options tokenizer, String name) {
        return Arrays.stream(Normalization.Rule.values())
                .filter(rule -> rule.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> tokenizer.wrong(
                        "normalize",
                        "a list of " + Arrays.toString(Normalization.Rule.values()),
                        Options.quoted(name)));
    }

    private static <E extends Enum<E>> E constant(Options options, String key, E unless, E[] all) {
        var names = Arrays.stream(all)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        String chosen = options.choice(key, unless.name().toLowerCase(Locale.ROOT), names);
        return all[names.indexOf(chosen)];
    }

    private static Recipe.Source source(Options json) {
        String name = json.text("source");
        double share = json.number("share", 1, 0, 1e9);
        JsonObject rest = json.tree().deepCopy();
        rest.remove("source");
        rest.remove("share");
        return new Recipe.Source(name, share, json.like(rest));
    }

    private static LinkedHashMap<String, Recipe.Source> watched(Options json) {
        var watched = new LinkedHashMap<String, Recipe.Source>();
        Options all = json.object("watched");
        for (String name : all.tree().keySet()) {
            watched.put(name, source(all.object(name)));
        }
        return watched;
    }

    private static Recipe.Rows rows(Options batch, Recipe.Begin begin) {
        int context = begin instanceof Recipe.Fresh fresh ? fresh.context() : 256;
        var rows = new Recipe.Rows(
                batch.integer("rows", 16, 1, 1 << 16),
                batch.integer("tokens", context, 1, 1 << 20),
                batch.integer("passes", 1, 1, 1 << 16),
                constant(batch, "cut", Recipe.Cut.PADDED, Recipe.Cut.values()),
                constant(batch, "counted", Recipe.Counted.ANSWERS, Recipe.Counted.values()));
        if (begin instanceof Recipe.Fresh fresh && rows.tokens() > fresh.context()) {
            throw batch.wrong("tokens", "at most the model's context, " + fresh.context(), "" + rows.tokens());
        }
        batch.done();
        return rows;
    }

    private static Schedule schedule(Options json, int steps) {
        if (!json.choice("kind", "cosine", List.of("constant", "cosine", "wsd", "phases"))
                .equals("phases")) {
            return course(json);
        }
        var phases = new ArrayList<Schedule.Phases.Phase>();
        for (Options phase : json.objects("phases")) {
            phases.add(new Schedule.Phases.Phase(phase.integer("steps", 0, MOST), course(phase)));
        }
        if (phases.isEmpty()) {
            throw json.wrong("phases", "at least one phase, { \"steps\": …, \"kind\": … }", "none");
        }
        json.done();
        var schedule = new Schedule.Phases(phases);
        if (schedule.steps() != steps) {
            throw json.wrong("phases", "as many steps together as the recipe has, " + steps, "" + schedule.steps());
        }
        return schedule;
    }

    private static Schedule course(Options json) {
        int warmup = json.integer("warmup", 0, 0, MOST);
        Schedule schedule = switch (json.choice("kind", "cosine", List.of("constant", "cosine", "wsd"))) {
            case "constant" -> new Schedule.Constant(rate(json, "peak"), warmup);
            case "cosine" -> {
                double last = json.number("peak", 0, 1e3) / 10;
                yield new Schedule.Cosine(rate(json, "peak"), (float) json.number("last", last, 0, 1e3), warmup);
            }
            default ->
                new Schedule.WarmupStableDecay(rate(json, "peak"), warmup, (float) json.number("decay", 0.2, 0, 1));
        };
        json.done();
        return schedule;
    }

    private static float rate(Options json, String key) {
        return (float) json.number(key, 0, 1e3);
    }

    private static AdamW.Settings optimizer(Options json) {
        AdamW.Settings common = AdamW.Settings.COMMON;
        var settings = new AdamW.Settings(
                real(json, "beta1", common.beta1(), 1),
                real(json, "beta2", common.beta2(), 1),
                real(json, "epsilon", common.epsilon(), 1),
                real(json, "decay", common.decay(), 1e3),
                real(json, "clip", common.clip(), 1e9));
        json.done();
        return settings;
    }

    private static float real(Options json, String key, float unless, double most) {
        return json.has(key) ? (float) json.number(key, 0, most) : unless;
    }

    private static Lora.Settings lora(Options json) {
        int rank = json.integer("rank", 8, 1, 1 << 14);
        List<String> targets = json.texts("targets");
        var settings = new Lora.Settings(
                rank,
                (float) json.number("alpha", 2.0 * rank, 0, 1e6),
                targets.isEmpty() ? Set.of("attn_q", "attn_v") : Set.copyOf(targets),
                json.flag("embedding", false));
        json.done();
        return settings;
    }

    private static Recipe.Checkpoints checkpoints(Options json, int steps) {
        var checkpoints = new Recipe.Checkpoints(
                json.integer("every", Math.max(1, steps / 10), 1, MOST),
                json.integer("validation", 4, 0, MOST),
                json.texts("samples"),
                json.integer("tokens", 40, 1, 1 << 16),
                json.integers("keep", 0, MOST),
                format(json, Formats.F16));
        json.done();
        return checkpoints;
    }

    private static Recipe.Output output(Options json) {
        var output = new Recipe.Output(format(json, Formats.F16), json.flag("adapter", false));
        json.done();
        return output;
    }

    private static Format format(Options json, Format unless) {
        List<String> names = Formats.all().stream().map(Format::name).toList();
        return Formats.named(json.choice("format", unless.name(), names));
    }
}

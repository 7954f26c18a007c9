package org.vitrina.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.NormalizationRule;
import org.vitrina.tokenize.SplitPattern;
import org.vitrina.transformer.Config;

/// How a model is made, all of it: the same recipe gives the same model, bit for bit, on any number of
/// threads.
///
/// It is a JSON file; `docs/training.md` explains every key. [Recipes] finds those that come with the
/// library, and [Training] cooks them.
///
/// @param name        of the model that comes out
/// @param about       what it is, in a sentence; goes into its file
/// @param license     of the model that comes out, as SPDX writes it; goes into its file
/// @param stage       the [Stage] that trains it
/// @param model       what it begins with
/// @param tokenizer   how its tokenizer is learned; empty where it is that of the model it begins with
/// @param template    the chat template, as Jinja; empty for that of the model it begins with, if it has
///     one
/// @param data        what it learns from; more than one are mixed
/// @param watched     data whose loss is measured too, by name: what it may forget
/// @param batch       what a batch is
/// @param steps       how many steps the training has
/// @param schedule    the learning rate over its course
/// @param optimizer   the constants of the optimizer
/// @param lora        the adapters that learn instead of the model; empty where all of it learns
/// @param seed        for everything random: the numbers it begins with, the order of the data
/// @param checkpoints when it is kept and looked at
/// @param output      how the finished model is written
/// @param settings    what only its stage knows
/// @param folder      where the relative file names in it begin; empty for the working directory
public record Recipe(
        String name,
        String about,
        String license,
        String stage,
        Begin model,
        Optional<Vocabulary> tokenizer,
        Optional<String> template,
        List<Source> data,
        SequencedMap<String, Source> watched,
        Rows batch,
        int steps,
        Schedule schedule,
        AdamW.Settings optimizer,
        Optional<Lora.Settings> lora,
        long seed,
        Checkpoints checkpoints,
        Output output,
        Options settings,
        Optional<Path> folder) {

    /// What a training begins with.
    public sealed interface Begin {}

    /// A model that knows nothing yet.
    ///
    /// @param architecture `llama` or `gpt2`
    /// @param context      how many tokens it reads at most
    /// @param width        `d`
    /// @param kvHeads      how many heads of keys and values there are; as many as heads in GPT-2
    /// @param hidden       the width of the feed-forward layer; `4 d` in GPT-2
    public record Fresh(String architecture, int context, int width, int layers, int heads, int kvHeads, int hidden)
            implements Begin {
        /// Returns the configuration of such a model.
        ///
        /// @throws IllegalArgumentException if the numbers do not fit together
        public Config config(int vocabulary) {
            return architecture.equals("gpt2")
                    ? Config.gpt2(vocabulary, context, width, layers, heads)
                    : Config.llama(vocabulary, context, width, layers, heads, kvHeads, hidden);
        }
    }

    /// A model that was trained before.
    ///
    /// @param model   a GGUF file, or the name of a model that comes with the library or is in the cache
    /// @param special special tokens that it has not yet and gets, such as those of a chat template; what
    ///     they mean, it learns
    /// @param end     the special token that ends a text from now on; empty for the one that it has
    /// @param renew   whether tokens that it has never read begin with random numbers, as new ones do;
    ///     until then they are all alike ([Trainable#unread()])
    public record From(String model, List<String> special, Optional<String> end, boolean renew) implements Begin {
        public From {
            special = List.copyOf(special);
        }
    }

    /// How a tokenizer is learned, from the texts of the data.
    ///
    /// @param tokens     how many tokens it has, special ones included
    /// @param characters how many characters of the texts it learns from, from their beginning
    /// @param split      how texts are cut before merging
    /// @param normalize  what is done to texts first; a model with any cannot be written as GGUF
    /// @param end        the special token that ends a text
    /// @param special    further special tokens, such as those of a chat template
    public record Vocabulary(
            int tokens,
            int characters,
            SplitPattern split,
            List<NormalizationRule> normalize,
            String end,
            List<String> special) {
        public Vocabulary {
            normalize = List.copyOf(normalize);
            special = List.copyOf(special);
        }

        BpeOptions options(String name) {
            var all = new java.util.ArrayList<String>();
            all.add(end);
            all.addAll(special);
            return BpeOptions.DEFAULT
                    .withName(name)
                    .withNormalization(normalize.toArray(NormalizationRule[]::new))
                    .withSplit(split)
                    .withSpecialTokens(all.toArray(String[]::new));
        }
    }

    /// Data that are named.
    ///
    /// @param name    that of a [DataSource]
    /// @param share   how often a row is taken from it, against the shares of the others
    /// @param options what it is told
    public record Source(String name, double share, Options options) {}

    /// What a batch is.
    ///
    /// @param rows    `B`, how many rows it has
    /// @param tokens  `T`, how many tokens a row has at most
    /// @param passes  how many batches each step adds up
    /// @param cut     how rows are made of the data
    /// @param counted which tokens count
    public record Rows(int rows, int tokens, int passes, Cut cut, Counted counted) {}

    /// How rows are made of data.
    public enum Cut {
        /// All documents one after the other, cut anywhere.
        ANYWHERE,
        /// All documents one after the other; each row begins where one does.
        BEGINNINGS,
        /// Each row is one example, filled up to the length of the longest in its batch with tokens that do
        /// not count.
        PADDED,
        /// Examples one after the other, as many as fit into a row; none sees another.
        PACKED
    }

    /// Which tokens of an example are learned.
    public enum Counted {
        /// What the assistant says, what completes a prompt; all of a plain text.
        ANSWERS,
        /// All of them.
        EVERYTHING
    }

    /// When a training is kept and looked at.
    ///
    /// @param every      after how many steps it is written, and measured
    /// @param validation how many batches of unseen data are measured
    /// @param samples    what the model shall go on with, at each checkpoint
    /// @param tokens     how many tokens a sample has at most
    /// @param keep       after which steps the model as it is then is written to a file of its own; 0 is
    ///     before the first
    /// @param format     the number format of those
    public record Checkpoints(
            int every, int validation, List<String> samples, int tokens, List<Integer> keep, Format format) {
        public Checkpoints {
            samples = List.copyOf(samples);
            keep = List.copyOf(keep);
        }
    }

    /// How the finished model is written.
    ///
    /// @param format  of its matrices
    /// @param adapter whether the adapters alone are written too, as PEFT does
    public record Output(Format format, boolean adapter) {
        public static final Output COMMON = new Output(Formats.F16, false);
    }

    public Recipe {
        data = List.copyOf(data);
    }

    /// Returns the recipe in a text.
    ///
    /// @throws RecipeException if it is no recipe; the message says where, what was expected and what
    ///     stands there
    public static Recipe of(String json) {
        return RecipeReader.read(json, "recipe", null);
    }

    /// Reads a recipe from a file.
    ///
    /// @throws RecipeException if it is no recipe
    public static Recipe read(Path file) throws java.io.IOException {
        return RecipeReader.read(file);
    }

    /// Returns the recipe of this name, or in this file; see [Recipes#find].
    public static Recipe named(String nameOrFile) throws java.io.IOException {
        return Recipes.find(nameOrFile);
    }

    /// Returns this recipe with as many steps; the learning rate takes its whole course within them.
    public Recipe withSteps(int steps) {
        Schedule fitted = schedule instanceof Schedule.Phases phases ? phases.over(steps) : schedule;
        return with(name, data, steps, fitted, lora, seed);
    }

    /// Returns this recipe under another name.
    public Recipe withName(String name) {
        return with(name, data, steps, schedule, lora, seed);
    }

    /// Returns this recipe with another learning rate over its course.
    public Recipe withSchedule(Schedule schedule) {
        return with(name, data, steps, schedule, lora, seed);
    }

    /// Returns this recipe with adapters that learn instead of the model.
    public Recipe withLora(Lora.Settings lora) {
        return with(name, data, steps, schedule, Optional.of(lora), seed);
    }

    /// Returns this recipe with more data, mixed in by its share.
    public Recipe withMore(Source source) {
        var more = new java.util.ArrayList<>(data);
        more.add(source);
        return with(name, more, steps, schedule, lora, seed);
    }

    /// Returns this recipe with another seed.
    public Recipe withSeed(long seed) {
        return with(name, data, steps, schedule, lora, seed);
    }

    private Recipe with(
            String name, List<Source> data, int steps, Schedule schedule, Optional<Lora.Settings> lora, long seed) {
        return new Recipe(
                name,
                about,
                license,
                stage,
                model,
                tokenizer,
                template,
                data,
                watched,
                batch,
                steps,
                schedule,
                optimizer,
                lora,
                seed,
                checkpoints,
                output,
                settings,
                folder);
    }

    /// Returns the recipe as JSON, every key with its value, also where the file left it to its default.
    public String json() {
        return RecipeWriter.write(this);
    }

    @Override
    public String toString() {
        return name + " (" + stage + ", " + steps + " steps)";
    }
}

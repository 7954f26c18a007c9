package org.vitrina.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.chat.Message;
import org.vitrina.show.Progress;

/// The data of a recipe as batches.
///
/// @param begin   the model, and the tokenizer that made them
/// @param batches what is learned from
/// @param unseen  what is measured: validation first, then what else is watched
/// @param chats   whether the model is talked to by its template
/// @param facts   what there is, in lines for a person
record Prepared(Beginning begin, Batches batches, List<Measuring> unseen, boolean chats, List<String> facts) {
    /// A source of the recipe, and what it gave.
    private record Given(Recipe.Source source, Data data) {}

    /// @param data what is learned from instead of what the recipe names; none for that
    static Prepared of(Recipe recipe, List<Data> data) throws IOException {
        if (recipe.data().isEmpty() && data.isEmpty()) {
            throw new RecipeException("the recipe has no data; say what is learned from: \"data\": {\"source\": …}");
        }
        var given = new ArrayList<Given>();
        for (Data each : data) {
            given.add(new Given(new Recipe.Source("given", 1, Options.none()), each));
        }
        try (var task = Progress.task("reading the data of " + recipe.name(), 0)) {
            if (data.isEmpty()) {
                for (Recipe.Source source : recipe.data()) {
                    task.at(given.size(), source.name());
                    given.add(new Given(source, load(source)));
                }
            }
            return of(recipe, given, task);
        }
    }

    private static Prepared of(Recipe recipe, List<Given> given, Progress.Task task) throws IOException {
        task.at(given.size(), "tokenizer");
        Iterable<String> texts =
                () -> given.stream().flatMap(each -> texts(each.data())).iterator();
        Beginning begin = Beginning.of(recipe, Beginning.ended(recipe, texts));
        int context = begin.model().config().context();
        if (recipe.batch().tokens() > context) {
            throw new RecipeException("batch.tokens must be at most the model's context, " + context + ", but is "
                    + recipe.batch().tokens());
        }
        task.at(given.size(), "tokens");
        return new Making(recipe, begin).make(given);
    }

    private static Data load(Recipe.Source source) throws IOException {
        return Recipes.dataSource(source.name()).load(source.options());
    }

    /// Returns what a tokenizer is learned from.
    private static Stream<String> texts(Data data) {
        return switch (data) {
            case Data.Texts texts -> texts.training().stream();
            case Data.Pairs pairs -> pairs.training().stream().map(pair -> pair.prompt() + pair.completion());
            case Data.Chats chats ->
                chats.training().stream().flatMap(List::stream).map(Message::content);
            case Data.Made _ -> Stream.of();
        };
    }

    /// Makes batches of what the sources gave.
    private static final class Making {
        private final Recipe recipe;
        private final Recipe.Rows rows;
        private final Beginning begin;
        private final List<String> facts = new ArrayList<>();
        private int cut;
        private int dropped;

        Making(Recipe recipe, Beginning begin) {
            this.recipe = recipe;
            this.rows = recipe.batch();
            this.begin = begin;
        }

        Prepared make(List<Given> given) throws IOException {
            boolean chats = given.stream().anyMatch(each -> each.data() instanceof Data.Chats);
            var unseen = new ArrayList<Measuring>();
            Batches batches;
            if (rows.cut() == Recipe.Cut.ANYWHERE || rows.cut() == Recipe.Cut.BEGINNINGS) {
                var texts = onlyTexts(given);
                batches = stream(texts);
                unseen.add(measured("validation", inOrder(texts.validation())));
            } else if (given.size() == 1 && given.getFirst().data() instanceof Data.Made made) {
                batches = made.training().apply(request());
                unseen.add(measured("validation", made.validation().apply(request())));
            } else {
                batches = mixed(given);
                var validation = new ArrayList<Example>();
                for (Given each : given) {
                    validation.addAll(examples(each.data(), false));
                }
                unseen.add(measured("validation", padded(validation)));
            }
            for (var watched : recipe.watched().entrySet()) {
                unseen.add(measured(watched.getKey(), watched(load(watched.getValue()))));
            }
            if (cut > 0) {
                facts.add(String.format(Locale.ROOT, "%,d examples were cut to %,d tokens", cut, rows.tokens() + 1));
            }
            if (dropped > 0) {
                facts.add(String.format(
                        Locale.ROOT,
                        "%,d examples were left out, as nothing counts in their first %,d tokens",
                        dropped,
                        rows.tokens() + 1));
            }
            return new Prepared(begin, batches, unseen, chats, facts);
        }

        private Data.Texts onlyTexts(List<Given> given) {
            var training = new ArrayList<String>();
            var validation = new ArrayList<String>();
            for (Given each : given) {
                if (!(each.data() instanceof Data.Texts texts)) {
                    throw new RecipeException("batch.cut must be padded or packed, as the source "
                            + Options.quoted(each.source().name()) + " gives examples, not texts that can be cut");
                }
                training.addAll(texts.training());
                validation.addAll(texts.validation());
            }
            return new Data.Texts(training, validation);
        }

        private Batches stream(Data.Texts texts) {
            int[] ids = begin.ids(texts.training());
            facts.add(String.format(
                    Locale.ROOT,
                    "%,d documents, %,d tokens to learn from",
                    texts.training().size(),
                    ids.length));
            var stream = new TokenStream(ids, rows.rows(), rows.tokens(), recipe.seed());
            return rows.cut() == Recipe.Cut.BEGINNINGS ? stream.fromBeginnings(begin.endId()) : stream;
        }

        /// Returns the first batches of documents, one after the other; a text too short for one is a
        /// shorter one.
        private List<Batch> inOrder(List<String> documents) {
            int[] ids = begin.ids(documents);
            if (ids.length < 2) {
                return List.of();
            }
            int tokens = Math.min(rows.tokens(), ids.length - 1);
            int perBatch = Math.min(rows.rows(), (ids.length - 1) / tokens);
            var all = new TokenStream(ids, perBatch, tokens, recipe.seed()).inOrder();
            return List.of(all)
                    .subList(0, Math.min(all.length, recipe.checkpoints().validation()));
        }

        private Batches mixed(List<Given> given) {
            var kinds = new ArrayList<ExampleBatches.Kind>();
            for (Given each : given) {
                List<Example> examples = examples(each.data(), true);
                if (examples.isEmpty()) {
                    throw new RecipeException(
                            "the source " + Options.quoted(each.source().name())
                                    + " has nothing to learn from in rows of " + rows.tokens() + " tokens");
                }
                if (each.source().share() > 0) {
                    List<List<Example>> placed = placed(examples);
                    kinds.add(new ExampleBatches.Kind(placed, each.source().share()));
                    facts.add(String.format(
                            Locale.ROOT,
                            "%s: %,d examples in %,d rows, %,d tokens, of which %,d count",
                            each.source().name(),
                            examples.size(),
                            placed.size(),
                            examples.stream().mapToLong(Example::length).sum(),
                            examples.stream().mapToLong(Example::learned).sum()));
                }
            }
            if (kinds.isEmpty()) {
                throw new RecipeException("the shares of all data are 0, so that there is nothing to learn from");
            }
            return new ExampleBatches(kinds, rows.rows(), rows.tokens(), begin.endId(), recipe.seed());
        }

        private List<List<Example>> placed(List<Example> examples) {
            return rows.cut() == Recipe.Cut.PACKED
                    ? ExampleRows.packed(examples, rows.tokens())
                    : ExampleRows.alone(examples);
        }

        private List<Batch> padded(List<Example> examples) {
            return ExampleBatches.inOrder(
                    placed(examples),
                    rows.rows(),
                    rows.tokens(),
                    begin.endId(),
                    recipe.checkpoints().validation());
        }

        private List<Batch> watched(Data data) {
            return switch (data) {
                // a model whose rows begin where texts do is measured so, too
                case Data.Texts texts
                when rows.cut() == Recipe.Cut.ANYWHERE || rows.cut() == Recipe.Cut.BEGINNINGS ->
                    inOrder(texts.validation());
                case Data.Made made -> made.validation().apply(request());
                case Data.Texts _, Data.Chats _, Data.Pairs _ -> padded(examples(data, false));
            };
        }

        private Measuring measured(String name, List<Batch> batches) {
            return Measuring.of(name, batches, begin.tokenizer());
        }

        private Data.Request request() {
            return new Data.Request(begin.tokenizer(), begin.endId(), rows.rows(), rows.tokens(), recipe.seed());
        }

        private List<Example> examples(Data data, boolean training) {
            Stream<Example> all = switch (data) {
                case Data.Texts texts ->
                    (training ? texts.training() : texts.validation())
                            .stream().map(text -> Example.ofText(text, begin.tokenizer(), begin.endId()));
                case Data.Pairs pairs ->
                    (training ? pairs.training() : pairs.validation())
                            .stream().map(pair -> Example.ofPair(pair, begin.tokenizer(), begin.endId()));
                case Data.Chats chats -> {
                    ChatTemplate template = begin.template()
                            .orElseThrow(() -> new RecipeException("conversations need a chat template, and"
                                    + " the model has none; say one: \"template\": \"…\""));
                    yield (training ? chats.training() : chats.validation())
                            .stream().map(chat -> Example.ofChat(chat, template, begin.tokenizer()));
                }
                case Data.Made _ ->
                    throw new RecipeException("a source that makes its batches itself cannot be mixed with others");
            };
            var kept = new ArrayList<Example>();
            all.forEach(example -> {
                Example whole = rows.counted() == Recipe.Counted.EVERYTHING ? example.whole() : example;
                Example fits = whole.upTo(rows.tokens() + 1);
                if (fits.learned() == 0) {
                    dropped++;
                } else {
                    if (fits.length() < whole.length()) {
                        cut++;
                    }
                    kept.add(fits);
                }
            });
            return kept;
        }
    }
}

package org.vitrina.evaluate;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.Strictness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.vitrina.generate.Generation;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Sampling;
import org.vitrina.transformer.LanguageModel;

/// What a model did when it was recorded: the golden test. Ids and texts are compared exactly, logits within a
/// tolerance, since sums of 32-bit numbers depend on their order.
///
/// It says that something changed, not that something is wrong. The hash of the weights tells whose fault it is:
/// the model's, or that of the code that runs it.
///
/// @param model       its name
/// @param weights     SHA-256 of its weights; empty for a model without
/// @param temperature 0 for the likeliest tokens
/// @param seed        what the texts were drawn with
/// @param tolerance   by how much a logit may be off
/// @param entries     a prompt each
public record Golden(
        String model, String weights, double temperature, long seed, double tolerance, List<Entry> entries) {
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .setStrictness(Strictness.STRICT)
            .create();
    private static final long MOST_BYTES = 50_000_000;
    private static final int LOGITS = 5;

    /// What was recorded of one prompt.
    ///
    /// @param prompt    the text
    /// @param promptIds its tokens
    /// @param nextIds   the likeliest tokens that may follow it
    /// @param logits    their logits
    /// @param ids       the tokens that did follow
    /// @param text      their text
    public record Entry(String prompt, int[] promptIds, int[] nextIds, float[] logits, int[] ids, String text) {}

    public Golden {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(weights, "weights");
        entries = List.copyOf(entries);
        if (entries.isEmpty() || !(tolerance > 0) || !(temperature >= 0)) {
            throw new IllegalArgumentException("a golden test needs prompts, a tolerance above 0 and a temperature of"
                    + " at least 0, but got " + entries.size() + ", " + tolerance + " and " + temperature);
        }
    }

    /// Records what `model` does.
    ///
    /// @param temperature 0 for the likeliest tokens
    /// @param tokens      how many tokens are generated after each prompt, at most
    public static Golden record(LanguageModel model, double temperature, long seed, int tokens, String... prompts) {
        var entries = new ArrayList<Entry>();
        for (String prompt : prompts) {
            entries.add(entry(model, prompt, temperature, seed, tokens));
        }
        return new Golden(model.name(), WeightsHash.of(model), temperature, seed, 1e-3, entries);
    }

    private static Entry entry(LanguageModel model, String prompt, double temperature, long seed, int tokens) {
        var sampling = temperature == 0
                ? Sampling.greedy()
                : Sampling.plain().temperature(temperature).seed(seed);
        Generation said = Generator.of(model)
                .sampling(sampling)
                .maxTokens(tokens)
                .alternatives(0)
                .generate(prompt);
        int[] promptIds = said.promptIds();
        float[] logits = model.session().next(promptIds);
        int[] next = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer id) -> -logits[id]))
                .limit(LOGITS)
                .mapToInt(id -> id)
                .toArray();
        float[] largest = new float[next.length];
        for (int i = 0; i < next.length; i++) {
            largest[i] = logits[next[i]];
        }
        int[] ids = said.tokens().stream().mapToInt(choice -> choice.id()).toArray();
        return new Entry(prompt, promptIds, next, largest, ids, said.text());
    }

    /// Returns what is not as it was recorded, in sentences; nothing if all is.
    public List<String> differences(LanguageModel now) {
        var differences = new ArrayList<String>();
        String hash = WeightsHash.of(now);
        if (!hash.equals(weights)) {
            differences.add("the weights are others: SHA-256 begins with " + begin(hash) + ", not " + begin(weights));
        }
        for (Entry was : entries) {
            Entry is = entry(now, was.prompt(), temperature, seed, Math.max(1, was.ids().length));
            compare(was, is, now, differences);
        }
        return differences;
    }

    private static String begin(String hash) {
        return hash.isEmpty() ? "nothing" : hash.substring(0, Math.min(12, hash.length()));
    }

    private void compare(Entry was, Entry is, LanguageModel now, List<String> differences) {
        String of = "'" + was.prompt() + "': ";
        if (!Arrays.equals(was.promptIds(), is.promptIds())) {
            differences.add(of + "its tokens are " + Arrays.toString(is.promptIds()) + ", not "
                    + Arrays.toString(was.promptIds()));
            return;
        }
        float[] logits = now.session().next(is.promptIds());
        for (int i = 0; i < was.nextIds().length; i++) {
            int id = was.nextIds()[i];
            double logit = id >= 0 && id < logits.length ? logits[id] : Double.NaN;
            if (!(Math.abs(logit - was.logits()[i]) <= tolerance)) {
                differences.add(String.format(
                        Locale.ROOT,
                        "%sthe logit of token %d is %.4f, not %.4f (tolerance %s)",
                        of,
                        id,
                        logit,
                        was.logits()[i],
                        tolerance));
                break;
            }
        }
        int first = Arrays.mismatch(was.ids(), is.ids());
        if (first >= 0) {
            differences.add(of + "goes on with '" + is.text() + "', not '" + was.text() + "'; token " + (first + 1)
                    + " is the first to differ");
        }
    }

    /// Writes the record as JSON: aside first, then to its place.
    public void write(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(aside, GSON.toJson(this) + "\n");
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws IllegalArgumentException if the file is no sound record
    public static Golden read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IllegalArgumentException(file.getFileName() + " is larger than " + MOST_BYTES / 1_000_000
                    + " MB and no record of a golden test");
        }
        try {
            Golden golden = GSON.fromJson(Files.readString(file), Golden.class);
            if (golden == null) {
                throw new IllegalArgumentException("it is empty");
            }
            for (Entry entry : golden.entries()) {
                if (entry == null
                        || entry.prompt() == null
                        || entry.promptIds() == null
                        || entry.nextIds() == null
                        || entry.logits() == null
                        || entry.ids() == null
                        || entry.nextIds().length != entry.logits().length) {
                    throw new IllegalArgumentException(
                            "an entry needs prompt, promptIds, nextIds with as many logits," + " ids and text");
                }
            }
            return golden;
        } catch (RuntimeException e) {
            // what a record's own check says comes wrapped by who called it
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new IllegalArgumentException(
                    file.getFileName() + " is no record of a golden test: " + cause.getMessage(), e);
        }
    }
}

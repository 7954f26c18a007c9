package org.vitrina.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.vitrina.show.Observer;
import org.vitrina.show.Progress;
import org.vitrina.transformer.LanguageModel;

/// One text on its way.
final class TextRun {
    private final Generator settings;
    private final LanguageModel model;
    private final Reading reading;
    private final String prompt;
    private final int[] ids;
    private final Consumer<String> listener;
    private final Observer watch;
    private final TokenText tokenText;
    private final Sampler sampler;
    private final Constraint constraint;
    private final Utf8Stream characters = new Utf8Stream();
    private final StopStrings stops;
    private final List<Choice> tokens = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private long began;
    private long prefilled;
    private int reused;

    TextRun(Generator settings, Reading reading, String prompt, int[] ids, Consumer<String> listener, Observer watch) {
        this.settings = settings;
        model = settings.model;
        this.reading = reading;
        this.prompt = prompt;
        this.ids = ids;
        this.listener = listener;
        this.watch = watch;
        tokenText = new TokenText(model.tokenizer());
        Sampling sampling = settings.sampling;
        constraint =
                sampling.constraint().map(asked -> asked.within(room(), ends())).orElse(null);
        sampler = (constraint == null ? sampling : sampling.with(constraint))
                .begin(ids)
                .alternatives(settings.alternatives)
                .showing(tokenText);
        stops = new StopStrings(settings.stops);
    }

    Generation run() {
        int[] fitting = fitting(ids);
        began = System.nanoTime();
        prefilled = began;
        try (var task = progress().begin("generating", 0)) {
            float[] logits = reading.whole(fitting);
            reused = reading.reused();
            prefilled = System.nanoTime();
            while (true) {
                EndReason end = pick(logits);
                task.at(tokens.size());
                if (end != null) {
                    return end(end);
                }
                if (reading.size() == model.contextLength()) {
                    if (settings.whenFull == Generator.WhenFull.STOP) {
                        return end(EndReason.CONTEXT);
                    }
                    logits = reading.whole(newerHalf());
                } else {
                    logits = reading.next(tokens.getLast().id());
                }
            }
        } catch (CancellationException stopped) {
            throw new GenerationStopped(end(EndReason.INTERRUPTED), stopped);
        }
    }

    private Progress progress() {
        return listener == null ? Progress.current() : Progress.NONE;
    }

    /// Picks a token and returns why the text ends with it, or null.
    private EndReason pick(float[] logits) {
        Choice choice = sampler.pick(logits, watch);
        tokens.add(choice);
        int number = tokens.size();
        watch.step(TextStep.NAME, () -> TextStep.of(number, choice, prompt + text, tokenText));
        if (settings.stopTokens.contains(choice.id())) {
            return EndReason.STOP_TOKEN;
        }
        if (!settings.ignoresEnd && model.tokenizer().markers().stops().contains(choice.id())) {
            return EndReason.END_TOKEN;
        }
        say(stops.next(characters.next(tokenText.bytes(choice.id()))));
        if (stops.found().isPresent()) {
            return EndReason.STOP_STRING;
        }
        if (constraint != null && constraint.isOver(sampler.history())) {
            return EndReason.COMPLETE;
        }
        return number == settings.maxTokens ? EndReason.LENGTH : null;
    }

    /// Returns how many tokens there will be at most.
    private int room() {
        int free = model.contextLength() - ids.length + 1;
        if (free < 1) {
            return settings.maxTokens; // a prompt that is too long is refused before a token is picked
        }
        return settings.whenFull == Generator.WhenFull.STOP ? Math.min(settings.maxTokens, free) : settings.maxTokens;
    }

    /// Returns the tokens that end the text.
    private Set<Integer> ends() {
        var ends = new HashSet<>(settings.stopTokens);
        if (!settings.ignoresEnd) {
            ends.addAll(model.tokenizer().markers().stops());
        }
        return ends;
    }

    private void say(String piece) {
        if (!piece.isEmpty()) {
            text.append(piece);
            if (listener != null) {
                listener.accept(piece);
            }
        }
    }

    private Generation end(EndReason reason) {
        long ended = System.nanoTime();
        say(stops.next(characters.end()));
        say(stops.end());
        return new Generation(
                model,
                settings.sampling,
                prompt,
                ids,
                tokens,
                text.toString(),
                reason,
                new Generation.Speed(
                        ids.length - reused,
                        reused,
                        (prefilled - began) / 1e9,
                        Math.max(0, tokens.size() - 1),
                        (ended - prefilled) / 1e9));
    }

    private int[] fitting(int[] prompt) {
        int room = model.contextLength();
        if (prompt.length <= room) {
            return prompt;
        }
        if (settings.whenFull == Generator.WhenFull.STOP) {
            throw new IllegalArgumentException(
                    "the prompt has %,d tokens, but %s holds %,d; shorten it by %,d tokens, or let the oldest ones be forgotten with whenFull(SLIDE)"
                            .formatted(prompt.length, model.name(), room, prompt.length - room));
        }
        return Arrays.copyOfRange(prompt, prompt.length - newer(room), prompt.length);
    }

    /// Returns the newer half of what the model has read, and the token that it has not read yet.
    private int[] newerHalf() {
        int[] read = Arrays.copyOf(reading.ids(), reading.size() + 1);
        read[read.length - 1] = tokens.getLast().id();
        return Arrays.copyOfRange(read, read.length - newer(model.contextLength()), read.length);
    }

    private static int newer(int room) {
        return Math.max(1, room / 2);
    }
}

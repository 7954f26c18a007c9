package org.vitrina.world;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The sentences in which a language tells events, read from `english.txt` and `spanish.txt` beside this class.
///
/// @param language the language
/// @param byKind   the frames of each kind of event or reason, by its name
/// @param openers  words that may stand before some sentences, such as `Then`
record Frames(Language language, Map<String, List<Frame>> byKind, List<String> openers) {
    private static final Map<Language, Frames> ALL = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            ALL.put(language, read(language));
        }
    }

    static Frames of(Language language) {
        return ALL.get(language);
    }

    /// Returns the frames of this event or reason.
    List<Frame> of(Object told) {
        return byKind.get(told.getClass().getSimpleName());
    }

    private static Frames read(Language language) {
        String file = language.name().toLowerCase(Locale.ROOT) + ".txt";
        var texts = new LinkedHashMap<String, List<String>>();
        String kind = null;
        for (String line : lines(file)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.matches("[A-Za-z]+:")) {
                kind = line.substring(0, line.length() - 1);
                texts.put(kind, new ArrayList<>());
            } else {
                texts.get(kind).add(line);
            }
        }
        List<String> openers = List.copyOf(texts.remove("Openers"));
        var byKind = new LinkedHashMap<String, List<Frame>>();
        texts.forEach((name, frames) -> byKind.put(
                name,
                frames.stream()
                        .map(frame -> Frame.of(language, name, frame, openers))
                        .toList()));
        return new Frames(language, byKind, openers);
    }

    private static List<String> lines(String file) {
        try (InputStream in = Frames.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }
}

package org.vitrina.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A text that comes with the library, with where it is from and what one may do with it.
///
/// The lines of [#english()] and [#spanish()] are translations of each other, one verse a line, with an empty line
/// after each chapter.
///
/// @param name     the name to show in a table or a chart
/// @param language the language's tag ([BCP 47](https://www.rfc-editor.org/info/bcp47)), such as `en`
/// @param source   the work and the edition it was taken from
/// @param licence  what one may do with it
/// @param text     the text itself, in Unicode's form NFC, lines ending in `\n`
public record Corpus(String name, String language, String source, String licence, String text) {

    /// Returns 26,085 verses in English, 3.4 million characters.
    public static Corpus english() {
        return new Corpus(
                "English",
                "en",
                "998 chapters of the World English Bible, eBible.org, 2022",
                "public domain",
                read("english.txt"));
    }

    /// Returns the same verses in Spanish, 3.2 million characters.
    public static Corpus spanish() {
        return new Corpus(
                "Spanish",
                "es",
                "998 chapters of Reina-Valera 1909, eBible.org, 2022",
                "public domain",
                read("spanish.txt"));
    }

    /// Returns every text that comes with the library.
    public static List<Corpus> all() {
        return List.of(english(), spanish());
    }

    /// Returns the lines that are not empty, in order: line n of the English ones says what line n of the Spanish
    /// ones says.
    public List<String> lines() {
        return text.lines().filter(line -> !line.isEmpty()).toList();
    }

    /// Returns the beginning of the text: as many whole lines as fit in `characters`.
    ///
    /// @param characters how many UTF-16 units the excerpt may have at most, line ends included
    /// @throws IllegalArgumentException if not even the first line fits
    public Corpus excerpt(int characters) {
        if (characters >= text.length()) return this;
        int end = characters <= 0 ? 0 : text.lastIndexOf('\n', characters - 1) + 1;
        if (end == 0)
            throw new IllegalArgumentException(
                    "excerpt: the first line of '%s' has %d characters with its line end, but at most %d were asked for"
                            .formatted(name, text.indexOf('\n') + 1, characters));
        return new Corpus(name, language, source, licence, text.substring(0, end));
    }

    /// Says what this is, without the text.
    @Override
    public String toString() {
        return "%s (%s): %s, %s, %,d characters".formatted(name, language, source, licence, text.length());
    }

    private static String read(String file) {
        try (InputStream bytes = Corpus.class.getResourceAsStream(file)) {
            if (bytes == null)
                throw new IllegalStateException(
                        "%s is not on the class path; build the module tiny-models again".formatted(file));
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException cannotRead) {
            throw new UncheckedIOException("reading the corpus " + file, cannotRead);
        }
    }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Makes two aligned corpora of two dumps (`mod2imp`) of Bible translations: line n of one says what line n of the
/// other says. `java Corpora.java english.imp spanish.imp OUT`; see `corpora.sh`.
///
/// The two number their verses differently here and there. Both mark their words with Strong's numbers, the numbers
/// of the Hebrew and Greek words they translate, so a verse of one can be told to be that verse of the other. Only
/// chapters in which every verse passes are taken.
class Corpora {
    /// A verse without markup, and the numbers of the words that it translates.
    record Verse(String text, Set<String> words) {}

    static final Pattern KEY = Pattern.compile("\\$\\$\\$(.+) ([1-9]\\d*):([1-9]\\d*)");
    static final Pattern STRONG = Pattern.compile("strong:([HG]\\d+)");
    /// Two words run together, a fault of the source: `llamadoLázaro`, `fe, enJesús`, `Yahweh,and`.
    static final Pattern RUN_TOGETHER = Pattern.compile("\\p{Ll}\\p{Lu}|[,.;:?!]\\p{L}");

    static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        var english = chapters(Path.of(arguments[0]));
        var spanish = chapters(Path.of(arguments[1]));
        var englishText = new StringBuilder();
        var spanishText = new StringBuilder();
        Map<String, Integer> leftOut = new TreeMap<>();
        int chapters = 0, verses = 0;
        for (var chapter : spanish.keySet()) {
            var ours = List.copyOf(english.getOrDefault(chapter, Map.of()).values());
            var theirs = List.copyOf(spanish.get(chapter).values());
            String fault = english.getOrDefault(chapter, Map.of()).keySet().equals(spanish.get(chapter).keySet())
                    ? fault(ours, theirs)
                    : "verses numbered differently";
            if (fault != null) {
                leftOut.merge(fault, 1, Integer::sum);
                continue;
            }
            chapters++;
            verses += ours.size();
            append(englishText, ours);
            append(spanishText, theirs);
        }
        write(Path.of(arguments[2], "english.txt"), englishText.toString());
        write(Path.of(arguments[2], "spanish.txt"), spanishText.toString());
        IO.println("%d chapters with %d verses; left out: %s".formatted(chapters, verses, leftOut));
    }

    /// Says why a chapter is left out, or returns null if it is taken.
    static String fault(List<Verse> english, List<Verse> spanish) {
        for (int i = 0; i < english.size(); i++) {
            Verse ours = english.get(i), theirs = spanish.get(i);
            double ratio = (double) theirs.text().length() / ours.text().length();
            if (4 * common(ours, theirs) < Math.min(ours.words().size(), theirs.words().size())
                    || ours.words().isEmpty()
                    || theirs.words().isEmpty()) return "a verse that translates other words";
            if (i > 0 && likeness(ours, spanish.get(i - 1)) > likeness(ours, theirs)
                    || i + 1 < spanish.size() && likeness(ours, spanish.get(i + 1)) > likeness(ours, theirs))
                return "a verse that is more like its neighbour";
            if (ratio < 0.45 || ratio > 1.9) return "a verse of very different length";
            if (RUN_TOGETHER.matcher(ours.text() + " " + theirs.text()).find()) return "words run together";
        }
        return null;
    }

    static int common(Verse one, Verse other) {
        var common = new HashSet<>(one.words());
        common.retainAll(other.words());
        return common.size();
    }

    /// Returns the Jaccard index of the two verses' words.
    static double likeness(Verse one, Verse other) {
        int common = common(one, other);
        return (double) common / (one.words().size() + other.words().size() - common);
    }

    /// Returns the chapters of a dump, each with its verses by number; empty verses are not there.
    static Map<String, Map<Integer, Verse>> chapters(Path dump) throws IOException {
        Map<String, StringBuilder> entries = new LinkedHashMap<>();
        StringBuilder entry = new StringBuilder();
        for (String line : Files.readAllLines(dump)) {
            if (line.startsWith("$$$")) entries.put(line, entry = new StringBuilder());
            else entry.append(line).append('\n');
        }
        Map<String, Map<Integer, Verse>> chapters = new LinkedHashMap<>();
        entries.forEach((key, markup) -> {
            var parts = KEY.matcher(key);
            if (!parts.matches()) return;
            Verse verse = verse(markup.toString());
            if (!verse.text().isEmpty())
                chapters.computeIfAbsent(parts.group(1) + " " + parts.group(2), _ -> new LinkedHashMap<>())
                        .put(Integer.valueOf(parts.group(3)), verse);
        });
        return chapters;
    }

    /// Removes notes, headings, names of speakers and all other markup, which is [OSIS](https://www.crosswire.org/osis/).
    static Verse verse(String markup) {
        Set<String> words = new HashSet<>();
        STRONG.matcher(markup).results().forEach(match -> words.add(match.group(1)));
        String note = "\u0001";
        String text = markup.replaceAll("(?s)<(note|speaker)\\b.*?</\\1>", note)
                .replaceAll("(?s)<title\\b(?![^>]*canonical=\"true\").*?</title>", note)
                .replaceAll("</title>|<l\\b[^>]*>|<lb\\b[^>]*>|<item\\b[^>]*>", " ")
                .replaceAll("<[^>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&")
                .replaceAll("\\s*" + note + "\\s*(?=[,.;:?!”’])", "")
                .replace(note, " ")
                .replaceAll("\\s+", " ")
                .strip();
        return new Verse(text, words);
    }

    /// Appends a verse a line, and an empty line after the chapter.
    static void append(StringBuilder text, List<Verse> verses) {
        List<String> lines = new ArrayList<>();
        for (Verse verse : verses) lines.add(verse.text());
        text.append(text.isEmpty() ? "" : "\n").append(String.join("\n", lines)).append('\n');
    }

    static void write(Path file, String text) throws IOException, NoSuchAlgorithmException {
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) throw new IOException(file + " is not in NFC");
        Files.writeString(file, text);
        byte[] bytes = Files.readAllBytes(file);
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        IO.println("%s: %,d bytes, %,d characters, SHA-256 %s".formatted(
                file.getFileName(), bytes.length, text.length(), hash));
    }
}

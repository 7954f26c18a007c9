package org.vitrina.lesson;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Condition;
import org.vitrina.lesson.Exercise.Found;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;
import org.vitrina.show.VisibleText;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.Normalization;
import org.vitrina.tokenize.Normalization.Rule;
import org.vitrina.tokenize.SplitPattern;
import org.vitrina.tokenize.Token;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.tokenize.Tokenizers;

/// The exercises of `02-tokenization`.
final class TokenizationExercises {
    private TokenizationExercises() {}

    static List<Exercise> all() {
        return List.of(
                bytes(), rule(), firstMerge(), longWord(), moreTokensThanCharacters(), budget(), merge(), roundTrip());
    }

    private static Exercise bytes() {
        String text = "¡Olé! 🎉";
        return new Exercise(
                "2.1",
                "How many bytes does `" + text + "` take in UTF-8?",
                new Value(
                        () -> text.getBytes(StandardCharsets.UTF_8).length,
                        new Mistake(
                                text::length,
                                "That is `length()`, the number of Java's `char` units. An emoji takes two of those."),
                        new Mistake(() -> text.codePointCount(0, text.length()), "That is the number of characters.")),
                List.of(
                        "`getBytes` takes the name of an encoding; `StandardCharsets` holds them.",
                        "`\"" + text + "\".getBytes(StandardCharsets.UTF_8).length`"),
                "Plain English letters take one byte each, `é` and `¡` two, an emoji four. These bytes are what the "
                        + "merging begins with.");
    }

    private static Exercise rule() {
        return new Exercise(
                "2.2",
                "Which rule of `Normalization` makes `papá` and `papa` the same text?",
                new Value(() -> Arrays.stream(Rule.values())
                        .filter(rule -> Normalization.of(rule).apply("papá").equals("papa"))
                        .findFirst()
                        .orElseThrow()),
                List.of(
                        "Try one: `Normalization.of(NFD).walk(\"papá\")`. What is left of the accent at the end?",
                        "The accent has to go altogether. One rule says so in its name."),
                "A search becomes more forgiving, and can no longer tell a father from a potato.");
    }

    private static Exercise firstMerge() {
        String text = "she sells sea shells";
        return new Exercise(
                "2.3",
                "Which two neighbours does BPE merge first in `" + text + "`?",
                new Value(
                        () -> BpeTokenizer.trainingWalk(text, 257)
                                .at(0)
                                .merged()
                                .text(),
                        new Mistake(
                                () -> "s",
                                "A merge joins two neighbours; what stands beside the `s` in its three words?"),
                        new Mistake(() -> "s ", "A space goes with the word behind it, so it comes first.")),
                List.of(
                        "Cut the text first, as GPT-2 does: `SplitPattern.GPT2.split(\"" + text
                                + "\")`. A space counts " + "as a neighbour.",
                        "Three of the four pieces begin with the same two bytes."),
                "The space is a byte like any other, and here it stands before an `s` three times.");
    }

    private static Exercise longWord() {
        return new Exercise(
                "2.4",
                "Find an English word with at least 12 letters that is one token for GPT-4o.",
                new Found<>(
                        String.class,
                        List.of(
                                new Condition<>(
                                        word -> !word.isEmpty()
                                                && word.codePoints().allMatch(Character::isLetter),
                                        "It has only letters.",
                                        word -> "'" + VisibleText.of(word) + "' is not made of letters only."),
                                new Condition<>(
                                        word -> word.codePointCount(0, word.length()) >= 12,
                                        "It is long enough.",
                                        word -> "It has " + word.codePointCount(0, word.length()) + " letters."),
                                new Condition<>(
                                        word -> o200k().count(word) == 1,
                                        "It is one token.",
                                        word -> "It is " + o200k().count(word) + " tokens: " + cut(o200k(), word)
                                                + "."))),
                List.of(
                        "What long words stand in very many texts? Think of the news, of business, of program code.",
                        "A word about relations between countries has 13 letters."),
                "Such a word was so common in the training text that all its merges were worth a number.");
    }

    private static Exercise moreTokensThanCharacters() {
        return new Exercise(
                "2.5",
                "Find a text that costs GPT-2 more tokens than it has characters.",
                new Found<>(
                        String.class,
                        List.of(
                                new Condition<>(
                                        text -> !text.isEmpty(), "It is a text.", _ -> "An empty text costs nothing."),
                                new Condition<>(
                                        text -> gpt2().count(text) > text.codePointCount(0, text.length()),
                                        "It costs more than it has characters.",
                                        text -> "It has " + text.codePointCount(0, text.length())
                                                + " characters (code points) and costs " + gpt2().count(text)
                                                + " tokens."))),
                List.of(
                        "A token of GPT-2 may be less than a character: a single byte of it.",
                        "Which characters take several bytes and are rare in English web pages? Try a picture."),
                "Bytes that were rarely together in the training text are never merged, so every byte is paid for.");
    }

    private static Exercise budget() {
        String instruction = "Resume el siguiente texto en tres frases sencillas.";
        return new Exercise(
                "2.6",
                "A model holds 4,096 tokens. How many are left for a text beside `" + instruction
                        + "` and an answer of up to 500 tokens, with GPT-4o's tokenizer?",
                new Value(
                        () -> 4096 - 500 - o200k().count(instruction),
                        new Mistake(
                                () -> 4096 - o200k().count(instruction),
                                "The answer needs room too: it goes into the same limit."),
                        new Mistake(() -> 4096 - 500, "The instruction itself needs tokens too."),
                        new Mistake(
                                () -> 4096 - 500 - instruction.split(" ").length,
                                "That takes a word for a token; ask the tokenizer how many the instruction costs.")),
                List.of(
                        "Question, text and answer share the one limit.",
                        "`4096 - 500 - o200k.count(\"" + instruction + "\")`"),
                "Whoever fills a limit to its edge leaves no room for the answer.");
    }

    private static Exercise merge() {
        return new Exercise(
                "2.7",
                "Write the merge: join each `left` that is followed by `right`, from left to right.",
                new Code<Merge>(
                        Merge.class,
                        "(pieces, left, right) -> pieces",
                        List.of(
                                merged("cab", "ab", 1),
                                merged("xyz", "ab", 1),
                                merged("abab", "ab", 1),
                                merged("a", "ab", 1),
                                merged("", "ab", 1),
                                merged("aaaa", "aa", 1),
                                merged("aaa", "aa", 1),
                                merged("abcabb", "abc", 2))),
                List.of(
                        "Walk through the pieces with an index `i`, and fill a new list. At each place there are two "
                                + "cases: the pair stands here, or it does not.",
                        "Is there a piece at `i + 1` at all? And where does the index go after a merge?",
                        "If the pair stands at `i`, add `left + right` and move on by 2; otherwise add "
                                + "`pieces.get(i)` and move on by 1."),
                "This and the counting of pairs are all there is in BPE; the rest is making it fast.");
    }

    /// Asks for the last of the merges that are learned from `learnedFrom`; a tokenizer that knows it gives the
    /// answer, one that knows all merges but that gives the pieces to start with.
    private static Trial<Merge> merged(String text, String learnedFrom, int merges) {
        BpeOptions options = BpeOptions.DEFAULT.withSplit(SplitPattern.NONE).withMinimumCount(1);
        BpeTokenizer before = BpeTokenizer.train(learnedFrom, 255 + merges, options);
        BpeTokenizer after = BpeTokenizer.train(learnedFrom, 256 + merges, options);
        var walk = BpeTokenizer.trainingWalk(learnedFrom, 256 + merges, options);
        var pair = walk.at(merges - 1).pair();
        String left = pair.left().text();
        String right = pair.right().text();
        List<String> pieces = texts(before, text);
        return new Trial<>(
                Answers.written(pieces) + " and the pair " + Answers.written(left) + ", " + Answers.written(right),
                code -> code.merge(new ArrayList<>(pieces), left, right),
                () -> texts(after, text));
    }

    private static Exercise roundTrip() {
        return new Exercise(
                "2.8",
                "Write a test that sound tokenizers pass and broken ones do not.",
                new Code<Predicate<Tokenizer>>(
                        Predicate.class,
                        "tokenizer -> true",
                        List.of(
                                sound("GPT-2's tokenizer", TokenizationExercises::gpt2),
                                sound("GPT-4o's tokenizer", TokenizationExercises::o200k),
                                sound("one that has learned nothing but bytes", () -> BpeTokenizer.train("", 256)),
                                broken("one that writes everything in lower case", t -> t.toLowerCase(Locale.ROOT)),
                                broken("one that loses white space at the end", String::stripTrailing),
                                broken("one that makes one space of several", t -> t.replaceAll(" +", " ")),
                                broken(
                                        "one that loses characters above U+FFFF, such as emoji",
                                        t -> t.replaceAll("[^\\x{0}-\\x{FFFF}]", "?")),
                                broken("one that normalizes to NFC", t -> Normalizer.normalize(t, Normalizer.Form.NFC)),
                                broken("one that turns Windows line ends into others", t -> t.replace("\r\n", "\n")))),
                List.of(
                        "What goes in should come out: `tokenizer.decode(tokenizer.encode(text)).equals(text)`. For which "
                                + "texts?",
                        "Make a list of texts, each meant for one kind of fault, and ask with `allMatch`.",
                        "Have you an accent in both of its forms, two spaces in a row, a space at the end, `\\r\\n`, a "
                                + "capital letter and an emoji?"),
                "A property needs no expected values, but its inputs must be able to show the fault.");
    }

    private static Trial<Predicate<Tokenizer>> sound(String name, Supplier<Tokenizer> tokenizer) {
        return new Trial<>(name + " (sound)", test -> test.test(tokenizer.get()), () -> true);
    }

    private static Trial<Predicate<Tokenizer>> broken(String name, UnaryOperator<String> fault) {
        return new Trial<>(name + " (broken)", test -> test.test(new BrokenTokenizer(gpt2(), fault)), () -> false);
    }

    private static Tokenizer gpt2() {
        return Tokenizers.named("gpt2");
    }

    private static Tokenizer o200k() {
        return Tokenizers.named("o200k");
    }

    private static List<String> texts(Tokenizer tokenizer, String text) {
        return tokenizer.tokens(text).stream().map(Token::text).toList();
    }

    private static String cut(Tokenizer tokenizer, String text) {
        return texts(tokenizer, text).stream().map(VisibleText::of).collect(Collectors.joining("|"));
    }
}

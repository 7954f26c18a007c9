package org.vitrina.prompt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;

/// How an item of a task is written, with its answer where it is an example.
///
/// An example is `ask`, `beforeAnswer`, the answer, `afterAnswer`; what is asked ends behind `ask`, so
/// that the model goes on with `beforeAnswer` by itself. Most vocabularies have words with their space
/// before them, which is why `beforeAnswer` is a space where there is one, and `ask` does not end in it.
///
/// @param name         for reports
/// @param ask          has the item's fields as its variables, all or some of them
/// @param beforeAnswer what stands before an answer
/// @param afterAnswer  what stands behind an answer and before the next item
/// @param instruction  what stands before everything; may be empty
public record PromptFormat(
        String name, PromptTemplate ask, String beforeAnswer, String afterAnswer, String instruction) {
    private static final List<String> SEPARATORS = List.of(":", ": ", ":\n", " - ", "\t", " :: ", "\n    ", " || ");
    private static final List<String> BETWEEN = List.of("\n\n", "\n", " || ", "; ", "\n\n\n");
    private static final List<UnaryOperator<String>> CASES =
            List.of(word -> word, word -> word.toUpperCase(Locale.ROOT), word -> word.toLowerCase(Locale.ROOT));

    public PromptFormat {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(ask, "ask");
        Objects.requireNonNull(beforeAnswer, "beforeAnswer");
        Objects.requireNonNull(afterAnswer, "afterAnswer");
        Objects.requireNonNull(instruction, "instruction");
    }

    /// Returns the format `Question: …`, `Answer: …`, with an empty line after each.
    public static PromptFormat plain() {
        return of("plain", "Question: {question}\nAnswer:");
    }

    /// Returns a format with a space before each answer and an empty line behind it.
    ///
    /// @param ask a [PromptTemplate]
    public static PromptFormat of(String name, String ask) {
        return new PromptFormat(name, PromptTemplate.of(ask), " ", "\n\n", "");
    }

    /// Returns this format with other marks around answers.
    public PromptFormat answers(String before, String after) {
        return new PromptFormat(name, ask, before, after, instruction);
    }

    /// Returns this format with a text before everything.
    public PromptFormat instruction(String text) {
        return new PromptFormat(name, ask, beforeAnswer, afterAnswer, text);
    }

    /// Returns formats that mean the same and differ in what should not matter: the case of the words
    /// before question and answer, what separates them from their texts, what stands between two items
    /// ([Sclar et al. 2023, section 3.1](https://arxiv.org/abs/2310.11324), with fewer choices).
    ///
    /// @param question such as `Question`
    /// @param answer   such as `Answer`
    /// @param count    how many, drawn without repetition; at most 120
    public static List<PromptFormat> spread(String question, String answer, int count, long seed) {
        var all = new ArrayList<PromptFormat>();
        for (UnaryOperator<String> written : CASES) {
            for (String separator : SEPARATORS) {
                for (String between : BETWEEN) {
                    String asked = braces(written.apply(question) + separator) + "{question}"
                            + braces(between.startsWith("\n") ? "\n" : between)
                            + braces(written.apply(answer) + separator.stripTrailing());
                    String before =
                            separator.substring(separator.stripTrailing().length());
                    String name = (written.apply(question) + separator + "…")
                                    .replace("\n", "↵")
                                    .replace("\t", "⇥") + " " + between.strip()
                            + "↵".repeat((int)
                                    between.chars().filter(c -> c == '\n').count());
                    all.add(new PromptFormat(name.strip(), PromptTemplate.of(asked), before, between, ""));
                }
            }
        }
        if (count < 1 || count > all.size()) {
            throw new IllegalArgumentException(
                    "there are 1 to " + all.size() + " formats to draw, but " + count + " were asked for");
        }
        Collections.shuffle(all, new Random(seed));
        return List.copyOf(all.subList(0, count));
    }

    private static String braces(String text) {
        return text.replace("{", "{{").replace("}", "}}");
    }

    /// Returns what is asked of an item.
    ///
    /// @throws IllegalArgumentException if the item lacks a field
    public String question(TaskItem item) {
        var values = new LinkedHashMap<String, String>();
        ask.variables().keySet().forEach(name -> {
            if (item.fields().containsKey(name)) values.put(name, item.fields().get(name));
        });
        return ask.fill(values);
    }

    /// Returns the part of [#beforeAnswer()] that is read with the question: a line end, which a model
    /// that shall answer in one line must not have to write first.
    private String lineEnd() {
        return beforeAnswer.substring(0, beforeAnswer.lastIndexOf('\n') + 1);
    }

    /// Returns what the model writes before its answer.
    String lead() {
        return beforeAnswer.substring(lineEnd().length());
    }

    /// Returns the whole text that is read before the answer to `item`.
    public String text(List<TaskItem> examples, TaskItem item) {
        var text = new StringBuilder(instruction);
        for (TaskItem example : examples) {
            text.append(question(example))
                    .append(beforeAnswer)
                    .append(example.answer())
                    .append(afterAnswer);
        }
        return text.append(question(item)).append(lineEnd()).toString();
    }
}

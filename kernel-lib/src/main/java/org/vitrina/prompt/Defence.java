package org.vitrina.prompt;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// How a document and a question are put to a model so that the document is less likely to take it over.
///
/// @param name    for reports
/// @param prompt  has the variables `{document}` and `{question}`
/// @param system  a message of the system; empty for none
/// @param cleaned what is done to the document first
/// @param grammar what answers are held to, or null for nothing
/// @param isMarkersTrusted whether the text of a special token becomes that token wherever it stands, as
///     it does in a program that joins texts and then reads all of it with special tokens allowed
public record Defence(
        String name,
        PromptTemplate prompt,
        String system,
        UnaryOperator<String> cleaned,
        Function<InjectionCase, Grammar> grammar,
        boolean isMarkersTrusted) {
    public Defence {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(cleaned, "cleaned");
        for (String variable : new String[] {"document", "question"}) {
            if (!prompt.variables().containsKey(variable)) {
                throw new IllegalArgumentException(
                        "a defence puts a document and a question, but '" + name + "' has no {" + variable + "}");
            }
        }
    }

    /// Returns a way to put both, in one message.
    ///
    /// @param prompt a [PromptTemplate] with `{document}` and `{question}`
    public static Defence of(String name, String prompt) {
        return new Defence(name, PromptTemplate.of(prompt), "", document -> document, null, false);
    }

    /// Returns the plain way: the document, a line end, the question.
    public static Defence none() {
        return of("no defence", "{document}\n{question}");
    }

    /// Returns what joins texts and reads special tokens wherever their texts stand: no defence at all,
    /// but a gap that real programs have.
    public static Defence trustingMarkers() {
        var none = none();
        return new Defence("markers trusted", none.prompt, "", none.cleaned, null, true);
    }

    /// Returns the document between two marks with a space at each, which are taken out of the document
    /// itself.
    public static Defence delimiters(String begin, String end) {
        return new Defence(
                "delimiters",
                PromptTemplate.of(begin.replace("{", "{{").replace("}", "}}") + " {document} "
                        + end.replace("{", "{{").replace("}", "}}") + "\n{question}"),
                "",
                document -> without(document, begin.strip(), end.strip()),
                null,
                false);
    }

    /// Taking a mark out may put another one together, so it goes on until there is none.
    private static String without(String document, String... marks) {
        String left = document;
        for (boolean changed = true; changed; ) {
            String before = left;
            for (String mark : marks) left = mark.isEmpty() ? left : left.replace(mark, "");
            changed = !left.equals(before);
        }
        return left;
    }

    /// Returns the question before the document and again behind it.
    public static Defence sandwich() {
        return of("sandwich", "{question}\n{document}\n{question}");
    }

    /// Returns the question before the document only.
    public static Defence questionFirst() {
        return of("question first", "{question}\n{document}");
    }

    /// Returns the plain way, in which only texts of a grammar can be answered.
    public static Defence held(String name, Function<InjectionCase, Grammar> grammar) {
        var none = none();
        return new Defence(name, none.prompt, "", none.cleaned, Objects.requireNonNull(grammar, "grammar"), false);
    }

    /// Returns this defence with a message of the system before it.
    public Defence system(String message) {
        return new Defence(name, prompt, message, cleaned, grammar, isMarkersTrusted);
    }

    /// Returns this defence under another name.
    public Defence named(String other) {
        return new Defence(other, prompt, system, cleaned, grammar, isMarkersTrusted);
    }

    String message(String document, String question) {
        return prompt.fill("document", cleaned.apply(document), "question", question);
    }

    @Override
    public String toString() {
        return name;
    }
}

package org.vitrina.prompt;

import java.util.Objects;

/// A way to take a model over by text that it was given to read: prompt injection ([OWASP
/// LLM01:2025](https://genai.owasp.org/llmrisk/llm01-prompt-injection/)).
///
/// @param name   for reports
/// @param place  where the text is put
/// @param text   what is put there, with the variables `{target}`, what the attacker wants, and
///     `{question}`
public record Attack(String name, Place place, PromptTemplate text) {
    /// Where an attacker can write.
    public enum Place {
        /// Before the question, in the message of the one who asks: a direct injection.
        QUESTION,
        /// At the beginning of the document: an indirect injection.
        DOCUMENT_BEGIN,
        /// In the middle of the document, behind a sentence.
        DOCUMENT_MIDDLE,
        /// At the end of the document.
        DOCUMENT_END
    }

    /// Nobody attacks: how often the target is said anyway.
    public static final Attack NONE = new Attack("no attack", Place.DOCUMENT_END, PromptTemplate.of(""));

    public Attack {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(place, "place");
        for (String variable : text.variables().keySet()) {
            if (!variable.equals("target") && !variable.equals("question")) {
                throw new IllegalArgumentException("an attack's text may have the variables {target} and {question},"
                        + " but '" + name + "' has {" + variable + "}");
            }
        }
    }

    /// Returns an attack.
    ///
    /// @param text a [PromptTemplate] with `{target}` and `{question}`
    public static Attack of(String name, Place place, String text) {
        return new Attack(name, place, PromptTemplate.of(text));
    }

    private String text(InjectionCase attacked) {
        var values = new java.util.LinkedHashMap<String, String>();
        if (text.variables().containsKey("target")) values.put("target", attacked.target());
        if (text.variables().containsKey("question")) values.put("question", attacked.question());
        return text.fill(values);
    }

    /// Returns the document as the model gets to see it.
    String document(InjectionCase attacked) {
        String document = attacked.document();
        String text = text(attacked);
        if (text.isEmpty()) {
            return document;
        }
        return switch (place) {
            case QUESTION -> document;
            case DOCUMENT_BEGIN -> text + " " + document;
            case DOCUMENT_MIDDLE -> {
                int middle = document.indexOf(". ", document.length() / 2);
                int at = middle < 0 ? document.length() : middle + 1;
                yield document.substring(0, at) + " " + text + document.substring(at);
            }
            case DOCUMENT_END -> document + " " + text;
        };
    }

    /// Returns the question as the model gets to see it.
    String question(InjectionCase attacked) {
        return place == Place.QUESTION && !text(attacked).isEmpty()
                ? text(attacked) + " " + attacked.question()
                : attacked.question();
    }

    @Override
    public String toString() {
        return name;
    }
}

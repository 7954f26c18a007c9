package org.vitrina.transformer;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.vitrina.show.Figure;
import org.vitrina.show.VisibleText;
import org.vitrina.tokenize.Token;

/// A text as a model reads it, with what is written beside its positions.
record Reading(Model model, int[] ids, List<String> tokens) {
    static Reading of(Model model, String text) {
        return of(model, model.ids(text));
    }

    static Reading of(Model model, int... ids) {
        return new Reading(
                model, ids, Arrays.stream(ids).mapToObj(id -> text(model, id)).toList());
    }

    /// Returns the text of a token; ids that the tokenizer does not know (a padded vocabulary) as their number.
    static String text(Model model, int id) {
        return id < model.tokenizer().vocabularySize()
                ? model.tokenizer().token(id).text()
                : "#" + id;
    }

    /// Returns the tokens of `text` for a step.
    List<Token> strip() {
        return Arrays.stream(ids).mapToObj(model.tokenizer()::token).toList();
    }

    int length() {
        return ids.length;
    }

    Activations activations(String... places) {
        return model.activations(ids, places);
    }

    /// Returns a position's token in quotes, with white space visible.
    String quoted(int position) {
        return quoted(tokens.get(position));
    }

    static String quoted(String token) {
        return "'" + VisibleText.of(token) + "'";
    }

    void checkAtLeast(int tokens, String what) {
        if (length() < tokens) {
            throw new IllegalArgumentException(
                    what + " needs a text of at least " + tokens + " tokens, but this one has " + length());
        }
    }

    void checkHead(int layer, int head) {
        Config config = model.config();
        Objects.checkIndex(layer, config.layers());
        if (head < 0 || head >= config.attention().heads()) {
            throw new IndexOutOfBoundsException("the model has heads 0 to "
                    + (config.attention().heads() - 1) + " in each layer, but head " + head + " was asked for");
        }
    }

    /// Returns the tokens as a strip.
    Figure.TokenStrip tokenStrip(String title) {
        return Figure.TokenStrip.of(title, tokens, ids);
    }
}

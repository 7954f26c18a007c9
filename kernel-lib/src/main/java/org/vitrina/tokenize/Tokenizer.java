package org.vitrina.tokenize;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrina.show.Figure;

/// Turns text into token ids and back.
///
/// Ours and the published vocabularies stand behind this one interface, so that a lesson can set them side
/// by side.
public interface Tokenizer {
    /// Returns the name by which it is asked for and found in reports, such as `o200k`.
    String name();

    /// Returns the name to show in a table or a chart: `GPT-4o` for `o200k`.
    default String title() {
        return name();
    }

    /// Returns how many ids there are, special tokens included; ids lie in `[0, vocabularySize())`, not all
    /// of them in use in every published vocabulary.
    int vocabularySize();

    /// Returns the special tokens by their text. They stand outside the vocabulary that was learned from
    /// text.
    Map<String, Integer> specialTokens();

    /// Returns the ids of `text`, reading it as plain text from beginning to end: whatever it holds, no
    /// special token comes of it.
    default int[] encode(String text) {
        return encode(text, Set.of());
    }

    /// Returns the ids of `text`, where each of the `allowedSpecial` tokens is read as that token wherever
    /// its text stands.
    ///
    /// @throws IllegalArgumentException if `allowedSpecial` names a token that is not in [#specialTokens()]
    int[] encode(String text, Set<String> allowedSpecial);

    /// Returns the stretches of `text` with their ids, in order, where a special token is read as itself
    /// only
    /// where `places` allow it.
    default List<Stretch> stretches(String text, Stretch.SpecialPlaces places) {
        var stretches = new ArrayList<Stretch>();
        int[] part = new int[2];
        AddedTokens.special(specialTokens()).read(text, places, Normalization.NONE, new AddedTokens.Reader() {
            @Override
            public void part(int from, int to, boolean token) {
                part[0] = from;
                part[1] = to;
            }

            @Override
            public void plain(String stretch, boolean start) {
                stretches.add(new Stretch(part[0], part[1], false, encode(stretch)));
            }

            @Override
            public void token(int id) {
                stretches.add(new Stretch(part[0], part[1], true, new int[] {id}));
            }
        });
        return stretches;
    }

    /// Returns the text of `ids`. Bytes that are not valid UTF-8 become U+FFFD; [#bytes] gives them
    /// exactly.
    ///
    /// @throws IllegalArgumentException if an id is not in the vocabulary
    default String decode(int... ids) {
        var bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(bytes(id));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /// Returns the bytes of one token, a copy.
    ///
    /// @throws IllegalArgumentException if `id` is not in the vocabulary
    byte[] bytes(int id);

    /// Returns which tokens tell a model where a text begins and ends; [Markers#NONE] where nothing is
    /// known
    /// of a model.
    default Markers markers() {
        return Markers.NONE;
    }

    /// Returns the ids of `text`, read as plain text, as a model wants to have a whole text: with the
    /// tokens
    /// before and after it that its file asks for.
    default int[] encodeWhole(String text) {
        return markers().around(encode(text));
    }

    /// Returns the tokens of `text` with their bytes, in order.
    default List<Token> tokens(String text) {
        return Arrays.stream(encode(text)).mapToObj(this::token).toList();
    }

    /// Returns how many tokens `text` becomes.
    default int count(String text) {
        return encode(text).length;
    }

    /// Returns `text` as a strip of coloured tokens with their ids. A token that is not whole characters is
    /// drawn as its bytes, `\xE2\x80`.
    default Figure.TokenStrip strip(String text) {
        return strip(encode(text));
    }

    /// Returns the tokens with these ids as such a strip.
    default Figure.TokenStrip strip(int... ids) {
        return new Figure.TokenStrip(
                title(),
                Arrays.stream(ids)
                        .mapToObj(id -> new Figure.Cell(token(id).text(), Integer.toString(id)))
                        .toList());
    }

    /// Returns the token with this id.
    default Token token(int id) {
        return new Token(id, bytes(id));
    }
}

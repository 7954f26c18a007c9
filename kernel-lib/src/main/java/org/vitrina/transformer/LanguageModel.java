package org.vitrina.transformer;

import org.vitrina.tokenize.Tokenizer;

/// What says which token is likely to come next. A `Model` is one; a test may use a table.
public interface LanguageModel {
    /// Returns a name for reports.
    String name();

    /// Returns the tokenizer whose ids the model speaks.
    Tokenizer tokenizer();

    /// Returns how many ids have a logit; may exceed the tokenizer's size where a vocabulary is padded.
    int vocabularySize();

    /// Returns how many positions the model was made for.
    int contextLength();

    /// Returns a reading that begins with no token.
    Session session();

    /// One reading of a text, from its first token on. For one thread at a time.
    interface Session {
        /// Returns how many tokens were read.
        int position();

        /// Reads `ids` and returns the logits of the token after the last of them, shape `[V]`, as an
        /// array that the caller may keep and change.
        ///
        /// @param ids at least one id
        /// @throws IllegalArgumentException if an id is not in the vocabulary
        float[] next(int... ids);

        /// Reads `ids` and returns the logits after each of them, shape `[T, V]`.
        float[][] all(int... ids);

        /// Goes back to after the first `position` tokens, as if the later ones had not been read.
        void rewind(int position);

        /// Forgets the tokens from position `from` to before `to`. Those behind them move up: their keys
        /// and values stay as they were computed, while the forgotten ones were there, but stand `to -
        /// from` positions earlier. This is how a cache of a fixed size is kept while a text goes on
        /// ([Xiao et al. 2023, section 3.2](https://arxiv.org/abs/2309.17453)).
        ///
        /// @throws IndexOutOfBoundsException     if that is no range of what was read
        /// @throws UnsupportedOperationException if the model's keys cannot be moved
        default void drop(int from, int to) {
            throw new UnsupportedOperationException(
                    "a reading of this model cannot forget tokens in its middle; rewind and read again");
        }

        /// Returns a reading of its own that has read the same tokens: what one of them reads on, the other
        /// does not.
        Session fork();
    }
}

package org.vitrina.tokenize;

/// A stretch of a text and what became of it: one special token, or the tokens of what stands between two.
///
/// @param from    where it begins in the text
/// @param to      where it ends
/// @param special whether it was read as one special or added token
/// @param ids     its ids
public record Stretch(int from, int to, boolean special, int[] ids) {
    /// Says where the text of a special token is that token.
    @FunctionalInterface
    public interface SpecialPlaces {
        /// Returns whether `token`, whose text stands from `from` to `to`, may be read as itself there.
        boolean allow(String token, int from, int to);
    }
}

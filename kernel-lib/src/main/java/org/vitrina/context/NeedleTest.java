package org.vitrina.context;

/// Hides a fact in a text and asks a model for it
/// ([Kamradt 2023](https://github.com/gkamradt/LLMTest_NeedleInAHaystack)).
public interface NeedleTest {
    /// Returns what is asked, a few words for a title.
    String name();

    /// Returns what the length of a text is counted in: `tokens`.
    default String unit() {
        return "tokens";
    }

    /// Makes a text, hides the fact, asks for it, and returns whether the answer is right.
    ///
    /// @param length how long the text is
    /// @param depth  how far into it the fact stands: 0 at its beginning, 1 at its end
    /// @param seed   the same seed gives the same text and the same fact
    boolean isFound(int length, double depth, long seed);
}

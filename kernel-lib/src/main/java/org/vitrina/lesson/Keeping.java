package org.vitrina.lesson;

/// The code asked for by exercise 11.3.
@FunctionalInterface
public interface Keeping {
    /// Returns the ids that stay in a window.
    ///
    /// @param ids    all ids of the text
    /// @param system how many of the first ones always stay
    /// @param limit  how many the window has room for; more than `system`
    int[] kept(int[] ids, int system, int limit);
}

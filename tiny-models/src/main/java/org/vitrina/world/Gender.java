package org.vitrina.world;

/// A grammatical gender: of people in both languages, of things and places in Spanish.
enum Gender {
    MASCULINE,
    FEMININE;

    /// Returns `masculine` or `feminine`, whichever this is.
    String choose(String masculine, String feminine) {
        return this == MASCULINE ? masculine : feminine;
    }
}

package org.vitrina.cli;

/// What the doctor found out about one thing that Vitrina uses.
///
/// @param name    what was looked for
/// @param needed  whether nothing works without it; otherwise `use` says what does not
/// @param present whether it is there and good enough
/// @param found   what was found: a version, a path, or what was missing
/// @param use     what it is for
/// @param remedy  how to get it on this machine
record Finding(String name, boolean needed, boolean present, String found, String use, String remedy) {

    /// Returns `ok`, `missing` if it is needed, or `without` if only a part does not work.
    String state() {
        return present ? "ok" : needed ? "missing" : "without";
    }
}

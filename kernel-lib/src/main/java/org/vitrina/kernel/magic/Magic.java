package org.vitrina.kernel.magic;

/// One magic.
///
/// @param name   what stands behind the `%`
/// @param ofCell whether it takes the lines below it and is written with `%%`
/// @param usage  how it is written, such as `%maven group:artifact:version …`
/// @param help   what it does, in one sentence
/// @param action does it
record Magic(String name, boolean ofCell, String usage, String help, Action action) {
    /// Does what a magic is for; returns its value, or null.
    @FunctionalInterface
    interface Action {
        Object call(MagicCall call) throws Exception;
    }

    static Magic line(String name, String argument, String help, Action action) {
        return new Magic(name, false, ("%" + name + " " + argument).strip(), help, action);
    }

    static Magic cell(String name, String argument, String help, Action action) {
        return new Magic(name, true, ("%%" + name + " " + argument).strip(), help, action);
    }
}

package org.vitrina.kernel;

/// Colours in a traceback, as terminals and Jupyter know them.
final class Ansi {
    private Ansi() {}

    static String red(String text) {
        return "\033[31m" + text + "\033[0m";
    }

    static String bold(String text) {
        return "\033[1m" + text + "\033[0m";
    }

    static String dim(String text) {
        return "\033[90m" + text + "\033[0m";
    }
}

package org.vitrina.chat;

import java.util.Arrays;

/// A text whose characters know where they come from: the template, or a message. Two are equal if their
/// texts
/// are.
final class Traced {
    /// Where the template's own text comes from; messages count from 0.
    static final int TEMPLATE = -1;

    private final String text;

    /// Where each run of one origin ends, and the origin.
    private final int[] ends;

    private final int[] origins;

    private Traced(String text, int[] ends, int[] origins) {
        this.text = text;
        this.ends = ends;
        this.origins = origins;
    }

    static Traced of(String text, int origin) {
        return new Traced(text, new int[] {text.length()}, new int[] {origin});
    }

    static Traced template(String text) {
        return of(text, TEMPLATE);
    }

    String text() {
        return text;
    }

    int length() {
        return text.length();
    }

    /// Receives the runs of one origin.
    @FunctionalInterface
    interface RunConsumer {
        void accept(String text, int origin);
    }

    void forEachRun(RunConsumer runs) {
        int from = 0;
        for (int i = 0; i < ends.length; i++) {
            if (ends[i] > from) {
                runs.accept(text.substring(from, ends[i]), origins[i]);
            }
            from = ends[i];
        }
    }

    Traced plus(Traced other) {
        int[] bothEnds = Arrays.copyOf(ends, ends.length + other.ends.length);
        int[] bothOrigins = Arrays.copyOf(origins, bothEnds.length);
        for (int i = 0; i < other.ends.length; i++) {
            bothEnds[ends.length + i] = length() + other.ends[i];
            bothOrigins[ends.length + i] = other.origins[i];
        }
        return new Traced(text.concat(other.text), bothEnds, bothOrigins);
    }

    Traced sub(int from, int to) {
        int[] cut =
                Arrays.stream(ends).map(end -> Math.clamp(end, from, to) - from).toArray();
        return new Traced(text.substring(from, to), cut, origins);
    }

    /// Returns another text of this one's making: of the same origins where it is as long, otherwise of
    /// the one
    /// that is not the template, if there is one.
    Traced become(String other) {
        return other.length() == length() ? new Traced(other, ends, origins) : of(other, origin());
    }

    private int origin() {
        int from = 0;
        int origin = TEMPLATE;
        for (int i = 0; i < ends.length; i++) {
            if (ends[i] > from && origins[i] != TEMPLATE) {
                origin = origins[i];
            }
            from = ends[i];
        }
        return origin;
    }

    /// Returns this without the characters of `characters` at its ends; without white space where it is
    /// null.
    Traced strip(String characters, boolean left, boolean right) {
        int from = 0;
        int to = length();
        while (left && from < to && isStripped(text.charAt(from), characters)) {
            from++;
        }
        while (right && to > from && isStripped(text.charAt(to - 1), characters)) {
            to--;
        }
        return sub(from, to);
    }

    private static boolean isStripped(char c, String characters) {
        return characters == null ? isSpace(c) : characters.indexOf(c) >= 0;
    }

    /// Returns whether Python takes `c` for white space.
    static boolean isSpace(char c) {
        return c >= '\t' && c <= '\r'
                || c >= 0x1C && c <= ' '
                || c == 0x85
                || Character.getType(c) == Character.SPACE_SEPARATOR
                || c == 0x2028
                || c == 0x2029;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Traced traced && text.equals(traced.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}

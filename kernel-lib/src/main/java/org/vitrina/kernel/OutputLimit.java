package org.vitrina.kernel;

import java.util.Locale;

/// Cuts a flood of printed text: its beginning goes through as it comes, its end is kept, and a note says
/// how much there was between.
final class OutputLimit {
    private final int headLimit;
    private final int tailLimit;
    private final StringBuilder tail = new StringBuilder();
    private int head;
    private long cutCharacters;
    private long cutLines;

    OutputLimit(int limit) {
        tailLimit = limit / 10;
        headLimit = limit - tailLimit;
    }

    /// Takes printed text and returns what of it goes through now.
    String take(String text) {
        if (head + text.length() <= headLimit && tail.isEmpty() && cutCharacters == 0) {
            head += text.length();
            return text;
        }
        if (tail.isEmpty() && cutCharacters == 0) {
            int fits = headLimit - head;
            if (fits > 0 && Character.isHighSurrogate(text.charAt(fits - 1))) {
                fits--;
            }
            head = headLimit;
            keep(text.substring(fits));
            return text.substring(0, fits);
        }
        keep(text);
        return "";
    }

    private void keep(String text) {
        tail.append(text);
        if (tail.length() > 2 * tailLimit) {
            drop(tail.length() - tailLimit);
        }
    }

    private void drop(int characters) {
        int cut = characters;
        if (cut < tail.length() && Character.isLowSurrogate(tail.charAt(cut))) {
            cut++;
        }
        for (int i = 0; i < cut; i++) {
            if (tail.charAt(i) == '\n') {
                cutLines++;
            }
        }
        cutCharacters += cut;
        tail.delete(0, cut);
    }

    /// Returns the note and the end of the flood, or nothing if there was none, and begins anew.
    String end() {
        if (tail.length() > tailLimit) {
            drop(tail.length() - tailLimit);
        }
        String end = tail.toString();
        if (cutCharacters > 0) {
            end = String.format(
                            Locale.ROOT,
                            "%n… %,d characters (%,d lines) were cut here: more was printed than a page can hold …%n",
                            cutCharacters,
                            cutLines)
                    + end;
        }
        tail.setLength(0);
        head = 0;
        cutCharacters = 0;
        cutLines = 0;
        return end;
    }
}

package org.vitrina.kernel.magic;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that a misspelt one was meant to be.
public final class Spelling {
    private Spelling() {}

    /// Returns the candidate that `name` is most likely a misspelling of.
    public static Optional<String> nearest(String name, Collection<String> candidates) {
        int most = Math.max(1, name.length() / 3);
        return candidates.stream()
                .filter(candidate -> !candidate.isEmpty() && !candidate.equals(name))
                .filter(candidate -> Math.abs(candidate.length() - name.length()) <= most)
                .filter(candidate -> distance(name, candidate) <= most && distance(name, candidate) < name.length())
                .min(Comparator.<String>comparingInt(candidate -> candidate.equalsIgnoreCase(name) ? 0 : 1)
                        .thenComparingInt(candidate -> distance(name, candidate))
                        .thenComparingInt(candidate -> candidate.charAt(0) == name.charAt(0) ? 0 : 1)
                        .thenComparingInt(candidate -> hasLetters(candidate, name) ? 0 : 1)
                        .thenComparing(candidate -> candidate.toLowerCase(Locale.ROOT)));
    }

    /// Whether all letters of `name` are in `candidate`, in this or another order: a letter was left out or
    /// two were swapped, which happens more often than that a wrong one is typed.
    private static boolean hasLetters(String candidate, String name) {
        var rest = new StringBuilder(candidate.toLowerCase(Locale.ROOT));
        return name.toLowerCase(Locale.ROOT)
                .chars()
                .map(letter -> rest.indexOf(Character.toString(letter)))
                .allMatch(at -> at >= 0 && rest.deleteCharAt(at) != null);
    }

    /// Returns how many letters must be added, left out, replaced or swapped with their neighbour
    /// ([Damerau 1964](https://doi.org/10.1145/363958.363994)), upper and lower case alike.
    static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}

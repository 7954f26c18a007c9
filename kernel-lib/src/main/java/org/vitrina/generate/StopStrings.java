package org.vitrina.generate;

import java.util.List;
import java.util.Optional;

/// Lets text through until one of several strings occurs in it, and holds back what may become one, so that
/// a string is found across the borders of tokens and nothing of it is ever shown.
final class StopStrings {
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private String found;

    StopStrings(List<String> stops) {
        this.stops = stops;
    }

    /// Returns the text that can be shown now.
    String next(String piece) {
        if (found != null) {
            return "";
        }
        held.append(piece);
        int at = held.length();
        for (String stop : stops) {
            int place = held.indexOf(stop);
            if (place >= 0 && (place < at || place == at && stop.length() > found.length())) {
                at = place;
                found = stop;
            }
        }
        return take(found == null ? held.length() - longestBeginning() : at);
    }

    /// Returns what was held back, when no more text comes.
    String end() {
        return found == null ? take(held.length()) : "";
    }

    /// Returns the string that was found.
    Optional<String> found() {
        return Optional.ofNullable(found);
    }

    private String take(int length) {
        String text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }

    /// Returns how much of the end of the text may be the beginning of a stop string.
    private int longestBeginning() {
        int longest = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
                if (stop.startsWith(held.substring(held.length() - n))) {
                    longest = n;
                }
            }
        }
        return longest;
    }
}

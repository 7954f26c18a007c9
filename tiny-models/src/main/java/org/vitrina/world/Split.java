package org.vitrina.world;

import java.util.List;
import java.util.TreeSet;

/// The parts of the data: what is learned from, what is looked at while learning, and what is asked at
/// the end.
public enum Split {
    TRAINING,
    VALIDATION,
    TEST;

    /// Returns the part for a tale, by its cast: the people with the places where the tale begins. Of
    /// 20 casts one is for validation and one for the test.
    static Split of(List<Event> events) {
        var cast = new TreeSet<String>();
        for (Event event : events) {
            if (event instanceof Event.Lives(var who, var place)) {
                cast.add(who + "@" + place);
            }
        }
        return ofHash(String.join(",", cast));
    }

    /// Returns the part for what has this name, as if drawn by lot.
    static Split ofHash(String name) {
        // FNV-1a: the same on every machine and version
        long hash = 0xcbf29ce484222325L;
        for (char c : name.toCharArray()) {
            hash = (hash ^ c) * 0x100000001b3L;
        }
        return switch ((int) Long.remainderUnsigned(hash ^ hash >>> 29, 20)) {
            case 0 -> VALIDATION;
            case 1 -> TEST;
            default -> TRAINING;
        };
    }
}

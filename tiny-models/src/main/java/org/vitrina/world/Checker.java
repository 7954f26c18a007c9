package org.vitrina.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says of each sentence of a continuation whether it agrees with the tale before it, contradicts it, or cannot be
/// decided.
///
/// A sentence agrees if what it tells can happen in the world as it then is; the world goes on from there. It
/// contradicts if it tells what cannot be: a thing given away by one who does not have it, a walk to where somebody
/// already is, a wrong count. What no sentence of the world's grammar can be read from goes beyond it.
public final class Checker {
    private Checker() {}

    /// What a sentence is, measured by the world before it.
    public enum Verdict {
        AGREES,
        CONTRADICTS,
        BEYOND
    }

    /// A sentence with its verdict.
    ///
    /// @param event what it was read as, or null if it goes beyond the grammar
    public record Checked(String text, Verdict verdict, Event event) {}

    /// Returns the verdicts of the sentences of `continuation`, which goes on from the first `told` sentences of
    /// `tale`. A last sentence that was broken off is left out.
    public static List<Checked> check(Tale tale, int told, String continuation) {
        var reader = new Reader(tale.language());
        World world = World.EMPTY;
        for (Tale.Sentence sentence : tale.sentences().subList(0, told)) {
            reader.follow(sentence.event());
            world = sentence.after();
        }
        var checked = new ArrayList<Checked>();
        int at = begin(continuation, 0);
        while (at < continuation.length()) {
            Optional<Reader.Read> read = reader.next(continuation, at, world);
            if (read.isEmpty()) {
                int end = sentenceEnd(continuation, at);
                if (end < 0) {
                    break;
                }
                checked.add(new Checked(continuation.substring(at, end), Verdict.BEYOND, null));
                at = begin(continuation, end);
                continue;
            }
            Event event = read.get().event();
            boolean possible = world.allows(event);
            checked.add(new Checked(
                    continuation.substring(at, read.get().end()),
                    possible ? Verdict.AGREES : Verdict.CONTRADICTS,
                    event));
            if (possible) {
                world = world.after(event);
            }
            reader.follow(event);
            at = begin(continuation, read.get().end());
        }
        return List.copyOf(checked);
    }

    private static int begin(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
        return at;
    }

    /// Returns the position behind the end of the sentence that begins at `from`, or -1 if it has none.
    private static int sentenceEnd(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            boolean ends = ".!?".indexOf(text.charAt(i)) >= 0;
            boolean followed = i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1));
            if (ends && followed) {
                return i + 1;
            }
        }
        return -1;
    }
}

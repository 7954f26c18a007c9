package org.vitrina.feedback;

import java.util.Locale;

/// The sentences that walks say about tokens.
final class Pushes {
    private Pushes() {}

    static String caption(TokenChanges tokens) {
        long up = count(tokens, 1);
        long down = count(tokens, -1);
        return "The gradient pushes %d tokens up and %d down; every token of an answer gets a weight."
                .formatted(up, down);
    }

    static String changed(TokenChanges tokens) {
        TokenChanges.Line most = tokens.lines().getFirst();
        for (TokenChanges.Line line : tokens.lines()) {
            if (Math.abs(line.sum()) > Math.abs(most.sum())) most = line;
        }
        return String.format(
                Locale.ROOT,
                "After the step %d tokens are likelier and %d less likely; the answer '%s' became %.3g times as likely.",
                count(tokens, 1),
                count(tokens, -1),
                most.answer(),
                Math.exp(most.sum()));
    }

    private static long count(TokenChanges tokens, int sign) {
        long count = 0;
        for (TokenChanges.Line line : tokens.lines()) {
            for (double number : line.numbers()) {
                if (number * sign > 0) count++;
            }
        }
        return count;
    }
}

package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;
import org.vitrina.show.Walk;

/// How the model's last vector becomes a distribution of the next token.
public sealed interface NextStep extends Step {
    /// A token that may come next.
    ///
    /// @param logit       what the model gives it
    /// @param probability the softmax of that
    record Candidate(int id, String token, double logit, double probability) {}

    static Walk<NextStep> walk(Reading reading, int top) {
        if (top < 1) throw new IllegalArgumentException("at least 1 token has to be shown, but got " + top);
        float[] logits = reading.model().session().next(reading.ids());
        var distribution = Distribution.of(logits);
        var candidates = new ArrayList<Candidate>();
        double sum = 0;
        for (int id : distribution.top(top)) {
            double probability = distribution.probability(id);
            candidates.add(new Candidate(id, Reading.text(reading.model(), id), logits[id], probability));
            sum += probability;
        }
        String last = reading.tokens().getLast();
        return Walk.of(
                "What may follow " + Reading.quoted(last),
                List.of(
                        new Logits(last, logits.length, List.copyOf(candidates)),
                        new Probabilities(last, List.copyOf(candidates), sum, distribution.entropy())));
    }

    /// The last vector was compared with each token's.
    ///
    /// @param candidates those with the largest logits, the largest first
    record Logits(String last, int vocabulary, List<Candidate> candidates) implements NextStep {
        @Override
        public String name() {
            return "next.logits";
        }

        @Override
        public String caption() {
            Candidate best = candidates.getFirst();
            return String.format(
                    Locale.ROOT,
                    "After %s, each of %,d tokens gets a logit: the product of the last vector and the token's row of the"
                            + " output matrix. The largest is %.2f, for %s.",
                    Reading.quoted(last),
                    vocabulary,
                    best.logit,
                    Reading.quoted(best.token));
        }

        @Override
        public Figure figure() {
            return new Figure.Bars(
                    "largest logits",
                    "logit",
                    candidates.stream().map(Candidate::token).toList(),
                    candidates.stream().map(Candidate::logit).toList(),
                    0);
        }
    }

    /// The softmax made probabilities of the logits.
    ///
    /// @param together how likely it is that one of `candidates` comes next
    /// @param entropy  in bits
    record Probabilities(String last, List<Candidate> candidates, double together, double entropy) implements NextStep {
        @Override
        public String name() {
            return "next.probabilities";
        }

        @Override
        public String caption() {
            Candidate best = candidates.getFirst();
            return String.format(
                    Locale.ROOT,
                    "The softmax makes probabilities of the logits: %s has %.1f %%, the %d shown have %.1f %% together. The"
                            + " model is as uncertain as with %.1f yes-or-no questions open (entropy in bits).",
                    Reading.quoted(best.token),
                    100 * best.probability,
                    candidates.size(),
                    100 * together,
                    entropy);
        }

        @Override
        public Figure figure() {
            return new Figure.Bars(
                    "next token",
                    "probability in %",
                    candidates.stream().map(Candidate::token).toList(),
                    candidates.stream().map(c -> 100 * c.probability).toList(),
                    0);
        }
    }
}

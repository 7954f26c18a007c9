package org.vitrina.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.vitrina.show.Progress;

/// Assertions about anything that answers.
public class AnswererAssert {
    private final Answerer answerer;

    AnswererAssert(Answerer answerer) {
        this.answerer = Objects.requireNonNull(answerer, "answerer");
    }

    Answerer answerer() {
        return answerer;
    }

    /// Asks once, with seed 0, and expects one of these answers; case and marks at the end do not matter.
    public AnswererAssert answers(String prompt, String... expected) {
        return passes(PromptCase.of("the prompt", prompt, expected));
    }

    /// Asks once, with seed 0, and expects a right answer.
    public AnswererAssert passes(PromptCase one) {
        String answer = answerer.answer(one.prompt(), 0);
        if (!one.isRight(answer)) {
            throw new AssertionError(answerer.name() + " was asked '" + one.prompt() + "' and answered '"
                    + answer.strip() + "', but " + one.printed() + " was expected");
        }
        return this;
    }

    /// Asks each case once, with seed 0; how many have to be right is said by what is called on the result.
    public ShareAssert passesAll(List<PromptCase> cases) {
        return ShareAssert.of(Trials.of(answerer, cases, 0));
    }

    /// Begins to ask one prompt several times.
    public Asked asked(String prompt) {
        return new Asked(answerer, prompt, 1, 0);
    }

    /// Varies each input as `relation` does, and counts how often the answers are related as it says.
    public <I> ShareAssert keeps(Relation<I> relation, List<I> inputs) {
        var kept = Metamorphic.test(answerer, relation, inputs, 0);
        return new ShareAssert(answerer.name() + ", with " + relation.name() + ",", kept.kept(), kept.told(3));
    }

    /// One prompt, to be asked several times with different seeds.
    ///
    /// @param times how often, at least once
    /// @param seed  of the first time; each later one has the next
    public record Asked(Answerer answerer, String prompt, int times, long seed) {
        public Asked {
            Objects.requireNonNull(prompt, "prompt");
            if (times < 1) {
                throw new IllegalArgumentException("a prompt is asked at least once, but times is " + times);
            }
        }

        public Asked times(int times) {
            return new Asked(answerer, prompt, times, seed);
        }

        public Asked from(long seed) {
            return new Asked(answerer, prompt, times, seed);
        }

        /// Counts answers that are one of these; case and marks at the end do not matter.
        public ShareAssert answers(String... expected) {
            return counting(PromptCase.of("the prompt", prompt, expected)::isRight);
        }

        /// Counts answers that hold this text; case does not matter.
        public ShareAssert contains(String expected) {
            return counting(new PromptCase("the prompt", prompt, List.of(expected), Match.CONTAINS, "")::isRight);
        }

        /// Counts answers that pass `test`.
        public ShareAssert counting(Predicate<String> test) {
            return ShareAssert.of(trials(test));
        }

        /// Returns all answers.
        public Trials trials(Predicate<String> test) {
            var trials = new ArrayList<Trial>();
            try (var task = Progress.task("asking " + answerer.name(), times)) {
                for (int i = 0; i < times; i++) {
                    String answer = answerer.answer(prompt, seed + i);
                    trials.add(new Trial("the prompt", prompt, seed + i, answer, test.test(answer)));
                    task.at(i + 1);
                }
            }
            return new Trials(answerer.name(), trials);
        }
    }
}

package org.vitrina.arena;

import java.util.function.Function;
import org.vitrina.transformer.Model;

/// Who answers in a contest.
public interface Contestant {
    /// Returns the name under which it is ranked.
    String name();

    /// Returns its answer; the same challenge gets the same answer.
    String answer(Challenge challenge);

    /// Returns a contestant that answers by a function.
    static Contestant of(String name, Function<Challenge, String> answers) {
        record OfFunction(String name, Function<Challenge, String> answers) implements Contestant {
            @Override
            public String answer(Challenge challenge) {
                return answers.apply(challenge);
            }
        }
        return new OfFunction(name, answers);
    }

    /// Returns a model as a contestant; it says what it finds likeliest.
    static ModelContestant of(String name, Model model) {
        return ModelContestant.of(name, model);
    }
}

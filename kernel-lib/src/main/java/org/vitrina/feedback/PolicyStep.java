package org.vitrina.feedback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;

/// What a step of learning from rewards did with one prompt, in order.
public sealed interface PolicyStep extends Step {
    /// The model was asked.
    ///
    /// @param prompts how many prompts were asked in this step, this one among them
    record Asked(String prompt, int prompts) implements PolicyStep {
        @Override
        public String name() {
            return "feedback.asked";
        }

        @Override
        public String caption() {
            return "The model is asked '%s', one of the step's %d prompts.".formatted(Texts.shortened(prompt), prompts);
        }

        @Override
        public Figure figure() {
            return new Figure.Note(prompt);
        }
    }

    /// The model gave a group of answers, each drawn token by token.
    ///
    /// @param logProbabilities of each answer, in nats
    record Answered(List<String> answers, double[] logProbabilities) implements PolicyStep {
        public Answered {
            answers = List.copyOf(answers);
        }

        @Override
        public String name() {
            return "feedback.answered";
        }

        @Override
        public String caption() {
            return "It gives %d answers, %d of them different."
                    .formatted(answers.size(), answers.stream().distinct().count());
        }

        @Override
        public Figure figure() {
            return bars(
                    "how likely each answer was to the model",
                    "probability",
                    answers,
                    Arrays.stream(logProbabilities).map(Math::exp).toArray());
        }
    }

    /// Each answer got its reward.
    ///
    /// @param reward the name of what judged
    record Rewarded(String reward, List<String> answers, double[] rewards) implements PolicyStep {
        @Override
        public String name() {
            return "feedback.rewarded";
        }

        @Override
        public String caption() {
            return String.format(
                    Locale.ROOT,
                    "The reward '%s' is %s on average.",
                    reward,
                    Texts.number(Arrays.stream(rewards).average().orElseThrow()));
        }

        @Override
        public Figure figure() {
            return bars("rewards", reward, answers, rewards);
        }
    }

    /// Rewards were compared with what was to be expected.
    record Compared(List<String> answers, double[] rewards, double[] advantages) implements PolicyStep {
        @Override
        public String name() {
            return "feedback.compared";
        }

        @Override
        public String caption() {
            long better =
                    Arrays.stream(advantages).filter(advantage -> advantage > 0).count();
            long worse =
                    Arrays.stream(advantages).filter(advantage -> advantage < 0).count();
            return better + worse == 0
                    ? "All answers are as good as was to be expected: nothing is learned from them."
                    : "%d answers are better than was to be expected, %d worse: that is their advantage."
                            .formatted(better, worse);
        }

        @Override
        public Figure figure() {
            return bars("advantages", "advantage", answers, advantages);
        }
    }

    /// The gradient says which way each token is pushed: every token of an answer gets the answer's
    /// advantage.
    record Pushed(TokenChanges tokens) implements PolicyStep {
        @Override
        public String name() {
            return "feedback.pushed";
        }

        @Override
        public String caption() {
            return Pushes.caption(tokens);
        }

        @Override
        public Figure figure() {
            return tokens.figure();
        }
    }

    /// The optimizer took its step, and the tokens are as likely as they are now.
    record Changed(TokenChanges tokens) implements PolicyStep {
        @Override
        public String name() {
            return "feedback.changed";
        }

        @Override
        public String caption() {
            return Pushes.changed(tokens);
        }

        @Override
        public Figure figure() {
            return tokens.figure();
        }
    }

    private static Figure bars(String title, String axis, List<String> answers, double[] numbers) {
        var labels = new ArrayList<String>();
        for (int i = 0; i < answers.size(); i++) labels.add(Texts.shortened(answers.get(i)));
        return new Figure.Bars(
                title, axis, labels, Arrays.stream(numbers).boxed().toList());
    }
}

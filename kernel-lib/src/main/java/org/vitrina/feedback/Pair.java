package org.vitrina.feedback;

import java.util.ArrayList;
import java.util.List;

/// Two answers to one prompt, of which one is better.
public record Pair(Answer chosen, Answer rejected) {
    public Pair {
        if (chosen.prompt() != rejected.prompt()) {
            throw new IllegalArgumentException("a pair has two answers to one prompt, but got answers to '"
                    + chosen.prompt() + "' and '" + rejected.prompt() + "'");
        }
    }

    /// Returns a pair of the best and the worst answer to each prompt; prompts whose answers are all as
    /// good give none. Of several best or worst ones the first counts.
    ///
    /// @param answers those of a prompt stand together
    public static List<Pair> of(List<Answer> answers, Reward reward) {
        double[] rewards = reward.of(answers);
        var pairs = new ArrayList<Pair>();
        for (int from = 0; from < answers.size(); ) {
            int best = from;
            int worst = from;
            int to = from;
            while (to < answers.size()
                    && answers.get(to).prompt() == answers.get(from).prompt()) {
                if (rewards[to] > rewards[best]) best = to;
                if (rewards[to] < rewards[worst]) worst = to;
                to++;
            }
            if (rewards[best] > rewards[worst]) {
                pairs.add(new Pair(answers.get(best), answers.get(worst)));
            }
            from = to;
        }
        return List.copyOf(pairs);
    }

    /// Returns how many tokens the longer one has, the prompt included.
    int longest() {
        return chosen.prompt().ids().length + Math.max(chosen.length(), rejected.length());
    }
}

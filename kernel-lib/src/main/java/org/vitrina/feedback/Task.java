package org.vitrina.feedback;

import java.util.List;

/// What a model is to become better at: what it is asked, and what its answers are worth.
///
/// @param prompts what it is asked while it learns
/// @param unseen  what it is measured by and never learns from
/// @param reward  what it learns from
/// @param watched rewards that are measured too
public record Task(Prompts prompts, List<Prompt> unseen, Reward reward, List<Reward> watched) {
    public Task {
        unseen = List.copyOf(unseen);
        watched = List.copyOf(watched);
    }
}

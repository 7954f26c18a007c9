package org.vitrina.feedback;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;

/// A training on answers that goes on step by step, whichever way it learns from them.
sealed interface AnswerTraining permits PolicyTraining, PreferenceTraining {
    /// Returns how many steps are done.
    int done();

    /// Takes the next step.
    FeedbackStep step();

    /// Returns how many tokens were learned from so far.
    long tokens();

    /// Returns the model as it is now.
    Policy policy();

    /// Writes all that is needed to go on.
    void save(Path file, Map<String, String> notes) throws IOException;

    /// Goes on from what was saved.
    void resume(Path file) throws IOException;

    /// Returns what is in memory, in bytes.
    SequencedMap<String, Long> memory();
}

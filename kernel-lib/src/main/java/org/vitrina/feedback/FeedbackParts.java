package org.vitrina.feedback;

import java.util.List;
import org.vitrina.train.Stage;
import org.vitrina.train.TrainingParts;

/// What this room adds to training: the stages `feedback` and `preference`.
public final class FeedbackParts implements TrainingParts {
    @Override
    public List<Stage> stages() {
        return List.of(new FeedbackStage(), new PreferenceStage());
    }
}

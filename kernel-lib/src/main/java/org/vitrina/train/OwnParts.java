package org.vitrina.train;

import java.util.List;

/// What this room adds to training: plain texts, and learning to predict.
public final class OwnParts implements TrainingParts {
    @Override
    public List<DataSource> dataSources() {
        return List.of(new TextData());
    }

    @Override
    public List<Stage> stages() {
        return List.of(Prediction.PRETRAIN, Prediction.FINETUNE);
    }
}

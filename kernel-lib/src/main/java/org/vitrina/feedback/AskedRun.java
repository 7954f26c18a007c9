package org.vitrina.feedback;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.train.Beginning;
import org.vitrina.train.Measurement;
import org.vitrina.train.Stage;
import org.vitrina.train.TrainingStep;

/// A training on answers, as a stage of a recipe runs it.
///
/// @param asked    what is asked, and of which model
/// @param training what learns from the answers
/// @param fact     how it learns, in a line
record AskedRun(AskedTask asked, AnswerTraining training, String fact) implements Stage.Run {
    @Override
    public Beginning parts() {
        return asked.begin();
    }

    @Override
    public int done() {
        return training.done();
    }

    @Override
    public TrainingStep step() {
        return asked.told(training.step(), training.tokens());
    }

    @Override
    public List<Measurement> measure() {
        return asked.measure(training.policy());
    }

    @Override
    public void save(Path file, Map<String, String> notes) throws IOException {
        training.save(file, notes);
    }

    @Override
    public void resume(Path file) throws IOException {
        training.resume(file);
    }

    @Override
    public List<String> facts() {
        return List.of(
                fact,
                String.format(
                        Locale.ROOT,
                        "%,d parameters learn",
                        asked.begin().model().size()));
    }

    @Override
    public Optional<ChatTemplate> talks() {
        return asked.begin().template();
    }

    @Override
    public SequencedMap<String, Long> bytes() {
        return training.memory();
    }
}

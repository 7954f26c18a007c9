package org.vitrina.train;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// What a model was like after some step of its training.
///
/// @param step         after which step; 0 is before the first
/// @param measurements what was measured: losses of unseen data and the like
/// @param samples      what it wrote
public record Milestone(int step, List<Measurement> measurements, List<Sample> samples) {
    /// What a model wrote.
    ///
    /// @param prompt what it was given
    /// @param text   how it went on, or answered
    public record Sample(String prompt, String text) {}

    public Milestone {
        measurements = List.copyOf(measurements);
        samples = List.copyOf(samples);
    }

    /// Returns the milestone as JSON has it.
    public SequencedMap<String, Object> fields() {
        return TrainingNotes.fields(this);
    }

    /// Returns the measurement of this name, if there is one.
    public OptionalDouble value(String name) {
        return measurements.stream()
                .filter(measurement -> measurement.name().equals(name))
                .mapToDouble(Measurement::value)
                .findFirst();
    }
}

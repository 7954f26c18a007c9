package org.vitrina.train;

import java.util.List;
import org.vitrina.transformer.Model;

/// Data that a test hands in, and an evaluation that counts what it can count of any model.
public final class TestParts implements TrainingParts {
    static volatile Data chats;

    @Override
    public List<DataSource> dataSources() {
        return List.of(new DataSource() {
            @Override
            public String name() {
                return "test-chats";
            }

            @Override
            public String about() {
                return "what the test has set";
            }

            @Override
            public Data load(Options options) {
                options.done();
                return chats;
            }
        });
    }

    @Override
    public List<Evaluation> evaluations() {
        return List.of(new Evaluation() {
            @Override
            public String name() {
                return "test-counts";
            }

            @Override
            public String about() {
                return "how many numbers a model has";
            }

            @Override
            public List<String> models() {
                return List.of("counted");
            }

            @Override
            public List<Measurement> measure(Model model) {
                return List.of(
                        Measurement.of("parameters", model.parameters(), 0, "", 0),
                        Measurement.share("matrices", 15, 20));
            }
        });
    }
}

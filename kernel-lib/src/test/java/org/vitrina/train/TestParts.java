package org.vitrina.train;

import java.util.List;

/// Data that a test hands in.
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
}

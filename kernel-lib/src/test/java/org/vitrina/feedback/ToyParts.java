package org.vitrina.feedback;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.train.Data;
import org.vitrina.train.DataSource;
import org.vitrina.train.Options;
import org.vitrina.train.TrainingParts;

/// Questions with answers of which a share is `yes` and the others are `no`.
public final class ToyParts implements TrainingParts {
    static final List<String> QUESTIONS = List.of("is it?", "was it?", "will it?", "can it?", "may it?");

    @Override
    public List<DataSource> dataSources() {
        return List.of(new DataSource() {
            @Override
            public String name() {
                return "toy-questions";
            }

            @Override
            public String about() {
                return "questions to which every every-th answer is no";
            }

            @Override
            public Data load(Options options) {
                int every = options.integer("every", 1_000, 1, 1_000);
                options.done();
                var pairs = new ArrayList<Data.Pair>();
                for (int i = 0; i < 60; i++) {
                    pairs.add(new Data.Pair(QUESTIONS.get(i % 5), i / 5 % every == every - 1 ? "no" : "yes"));
                }
                return new Data.Pairs(pairs, pairs.subList(0, 5));
            }
        });
    }
}

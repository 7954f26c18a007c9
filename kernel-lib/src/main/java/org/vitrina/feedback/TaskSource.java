package org.vitrina.feedback;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.vitrina.train.Beginning;
import org.vitrina.train.Options;
import org.vitrina.train.RecipeException;

/// Tasks that a recipe of the stage `feedback` can name, for what can be judged by more than a comparison
/// with one right answer: `"settings": {"task": {"source": "tale-questions", …}}`. Found by the service
/// loader ([java.util.ServiceLoader]), in `META-INF/services/org.vitrina.feedback.TaskSource`.
public interface TaskSource {
    /// Returns the name that recipes use.
    String name();

    /// Returns what is asked and rewarded, in a sentence, with the options it knows.
    String about();

    /// Returns the task for the model that learns.
    ///
    /// @param options ask for every key, then call [Options#done()]; `source` was read
    /// @param begin   the model, its tokenizer and its chat template
    Task load(Options options, Beginning begin) throws IOException;

    /// Returns the source of this name.
    ///
    /// @throws RecipeException if there is none; it names those that there are
    static TaskSource named(String name) {
        var known = new ArrayList<String>();
        for (TaskSource source : ServiceLoader.load(TaskSource.class, TaskSource.class.getClassLoader())) {
            if (source.name().equals(name)) return source;
            known.add(source.name());
        }
        throw new RecipeException("no library has a task called '" + name + "'; "
                + (known.isEmpty() ? "there are none" : "there are " + String.join(", ", List.copyOf(known))));
    }
}

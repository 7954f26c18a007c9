package org.vitrina.prompt;

import java.util.List;

/// Something to ask a model many times, with the truth about each question: what every experiment in
/// this room is made on. The tiny world has some (`org.vitrina.world.WorldTasks`); a list of items is
/// one, too.
public interface PromptTask {
    String name();

    /// Returns what is asked and graded.
    List<TaskItem> items();

    /// Returns what may be shown as examples; none of these is asked.
    List<TaskItem> examples();

    /// Returns the task of these items.
    ///
    /// @throws IllegalArgumentException if there is no item, or an example is also asked, as a model
    ///     could then read the answer
    static PromptTask of(String name, List<TaskItem> items, List<TaskItem> examples) {
        record Plain(String name, List<TaskItem> items, List<TaskItem> examples) implements PromptTask {}
        if (items.isEmpty()) {
            throw new IllegalArgumentException("the task '" + name + "' has no item to ask");
        }
        for (TaskItem example : examples) {
            if (items.stream().anyMatch(item -> item.fields().equals(example.fields()))) {
                throw new IllegalArgumentException("'" + example + "' is asked and shown as an example as well, so that"
                        + " the model could read its answer; keep the two apart");
            }
        }
        return new Plain(name, List.copyOf(items), List.copyOf(examples));
    }

    /// Returns the task whose first `examples` items are examples, and the others are asked.
    static PromptTask of(String name, List<TaskItem> all, int examples) {
        return of(name, all.subList(examples, all.size()), all.subList(0, examples));
    }
}

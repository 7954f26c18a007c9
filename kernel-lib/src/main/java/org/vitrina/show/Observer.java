package org.vitrina.show;

import java.util.function.Supplier;

/// Watches a computation while it runs. Watching changes neither the values nor the path taken.
///
/// The computation calls [#step] once for each operation, never inside a loop over elements; when nobody
/// watches that name, the step is not even built.
public interface Observer {
    /// Watches nothing.
    Observer NONE = new Observer() {
        @Override
        public boolean watches(String name) {
            return false;
        }

        @Override
        public void accept(Step step) {}
    };

    /// Returns whether steps of this name are wanted; asked before a step is built.
    boolean watches(String name);

    /// Takes a step that was just done.
    void accept(Step step);

    /// Builds and takes the step if its name is watched.
    default void step(String name, Supplier<? extends Step> step) {
        if (watches(name)) {
            accept(step.get());
        }
    }
}

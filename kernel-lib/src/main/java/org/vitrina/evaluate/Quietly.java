package org.vitrina.evaluate;

import java.util.concurrent.Callable;
import org.vitrina.show.Progress;

/// Does many small things without a report of each: who asks for all of them reports how many are done. An
/// interrupt stops them all the same.
final class Quietly {
    private Quietly() {}

    static <R> R run(Callable<R> work) {
        try {
            return Progress.with(Progress.NONE, work);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a model's own work throws no checked exception", e);
        }
    }
}

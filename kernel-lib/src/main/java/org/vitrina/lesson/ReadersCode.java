package org.vitrina.lesson;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Runs code that a reader wrote: on a thread of its own, because it may never come to an end.
final class ReadersCode {
    /// What is done to a thread whose code ran for too long, besides interrupting it.
    private static volatile Consumer<Thread> stop = _ -> {};

    private ReadersCode() {}

    /// How it ended.
    sealed interface Ending {}

    record Returned(Object value) implements Ending {}

    /// @param exception any throwable: a learner's recursion may well overflow the stack
    record Threw(Throwable exception) implements Ending {}

    record Endless() implements Ending {}

    static void stopWith(Consumer<Thread> stop) {
        ReadersCode.stop = stop;
    }

    /// Runs `code` and waits for it, at most for `limit`. What runs longer is interrupted and left behind.
    ///
    /// @throws CancellationException if this thread is interrupted meanwhile; the code is interrupted too
    static Ending run(Callable<?> code, Duration limit) {
        var task = new FutureTask<Object>(code::call);
        Thread thread = Thread.ofPlatform().name("exercise").daemon().start(task);
        try {
            return new Returned(task.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            return new Threw(e.getCause());
        } catch (TimeoutException e) {
            task.cancel(true);
            stop.accept(thread);
            return new Endless();
        } catch (InterruptedException e) {
            task.cancel(true);
            throw new CancellationException("stopped by an interrupt while the code of an exercise ran");
        }
    }
}

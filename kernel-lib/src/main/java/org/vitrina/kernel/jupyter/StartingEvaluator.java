package org.vitrina.kernel.jupyter;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.vitrina.kernel.Evaluator;
import org.vitrina.kernel.EvaluatorOptions;
import org.vitrina.kernel.EvaluatorOptions.InputRequest;

/// An evaluator that is being made. That is most of what a kernel does until its first cell has run, so it begins
/// before anything else, on a thread of its own, while the sockets are opened.
final class StartingEvaluator {
    private final CompletableFuture<Evaluator> made = new CompletableFuture<>();
    private final CompletableFuture<Function<InputRequest, String>> input = new CompletableFuture<>();

    private StartingEvaluator() {}

    static StartingEvaluator begin(EvaluatorOptions options) {
        var starting = new StartingEvaluator();
        var thread = new Thread(() -> starting.make(options), "jupyter evaluator");
        thread.setDaemon(true);
        thread.start();
        return starting;
    }

    private void make(EvaluatorOptions options) {
        try {
            made.complete(
                    new Evaluator(options.withInput(request -> input.join().apply(request))));
        } catch (RuntimeException | Error e) {
            made.completeExceptionally(e);
        }
    }

    /// Waits until it is made.
    ///
    /// @param input answers its cells when they read
    Evaluator await(Function<InputRequest, String> input) {
        this.input.complete(input);
        try {
            return made.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }
}

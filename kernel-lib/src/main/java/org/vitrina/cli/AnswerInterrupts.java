package org.vitrina.cli;

import java.util.function.Supplier;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Makes Ctrl-C stop the answer that is under way, and the program where there is none.
final class AnswerInterrupts implements AutoCloseable {
    private static final int INTERRUPTED = 130;

    private final Signal signal = new Signal("INT");
    private final SignalHandler before;
    private Thread answering;

    AnswerInterrupts() {
        before = Signal.handle(signal, _ -> pressed());
    }

    /// Runs `answer`; meanwhile Ctrl-C interrupts this thread.
    <T> T during(Supplier<T> answer) {
        set(Thread.currentThread());
        try {
            return answer.get();
        } finally {
            set(null);
            // it may have been pressed in the last moment; then it was not meant for what comes next
            Thread.interrupted();
        }
    }

    private synchronized void set(Thread thread) {
        answering = thread;
    }

    private synchronized void pressed() {
        if (answering == null) Runtime.getRuntime().exit(INTERRUPTED);
        else answering.interrupt();
    }

    @Override
    public void close() {
        Signal.handle(signal, before);
    }
}

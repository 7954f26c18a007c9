package org.vitrina.cli;

import java.util.List;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Makes Ctrl-C, or a request to end, stop a training after its step, so that its last state is kept. The
/// second one ends the program at once.
final class TrainingInterrupts implements AutoCloseable {
    private static final int INTERRUPTED = 130;

    private final Thread training = Thread.currentThread();
    private final List<Signal> signals = List.of(new Signal("INT"), new Signal("TERM"));
    private final List<SignalHandler> before;
    private boolean pressed;

    TrainingInterrupts() {
        before = signals.stream()
                .map(signal -> Signal.handle(signal, _ -> pressed()))
                .toList();
    }

    private synchronized void pressed() {
        // halt: whatever would clean up at an exit waits for nothing that the training has not kept already
        if (pressed) Runtime.getRuntime().halt(INTERRUPTED);
        pressed = true;
        training.interrupt();
    }

    /// Says that there is nothing left to interrupt.
    void done() {
        Thread.interrupted();
    }

    @Override
    public void close() {
        for (int i = 0; i < signals.size(); i++) Signal.handle(signals.get(i), before.get(i));
    }
}

package org.vitrina.generate;

import java.util.concurrent.CancellationException;

/// A text was stopped by an interrupt; what there was of it is kept.
public final class GenerationStopped extends CancellationException {
    private static final long serialVersionUID = 1;

    private final transient Generation soFar;

    GenerationStopped(Generation soFar, CancellationException why) {
        super("stopped by an interrupt after " + soFar.tokens().size() + " tokens");
        initCause(why);
        this.soFar = soFar;
    }

    /// Returns what was generated before.
    public Generation soFar() {
        return soFar;
    }
}

package org.vitrina.kernel.notebook;

import java.time.Duration;

/// How a notebook is run.
///
/// @param timeout     how long one cell may run; more than zero
/// @param allowErrors whether the run goes on after a cell that fails
public record RunOptions(Duration timeout, boolean allowErrors) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

    public RunOptions {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("a cell needs a time-out of more than 0 s, but got "
                    + timeout.toMillis() / 1000.0 + " s; the default is " + DEFAULT_TIMEOUT.toSeconds() + " s");
        }
    }

    public static RunOptions defaults() {
        return new RunOptions(DEFAULT_TIMEOUT, false);
    }
}

package org.vitrina.kernel.jupyter;

/// Ends the kernel when the process that started it has died: nobody would be left to end it.
final class ParentWatch {
    private static final long PERIOD_MILLIS = 250;

    private ParentWatch() {}

    /// Calls `gone` once, when this process has another parent than now. Does nothing if the parent is the
    /// system's first process: then the kernel was started as a service or in a container.
    static void start(Runnable gone) {
        ProcessHandle self = ProcessHandle.current();
        long parent = self.parent().map(ProcessHandle::pid).orElse(0L);
        if (parent <= 1) {
            return;
        }
        var thread = new Thread(
                () -> {
                    try {
                        // An orphan is given to another process on Unix, and keeps its dead parent on Windows.
                        while (self.parent()
                                .map(now -> now.pid() == parent && now.isAlive())
                                .orElse(false)) {
                            Thread.sleep(PERIOD_MILLIS);
                        }
                        gone.run();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                },
                "jupyter parent watch");
        thread.setDaemon(true);
        thread.start();
    }
}

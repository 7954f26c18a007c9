package org.vitrina.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.vitrina.kernel.notebook.NotebookException;
import org.vitrina.kernel.notebook.NotebookRun;
import org.vitrina.kernel.notebook.RunOptions;
import org.vitrina.kernel.notebook.RunStop;
import org.vitrina.kernel.page.AnsiHtml;
import org.vitrina.kernel.page.LessonPages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// `vitrina run`: executes lessons and writes them as pages.
@Command(
        name = "run",
        description = "Executes lessons and writes them as web pages.",
        footer = {
            "",
            "Relative paths inside a lesson start from the folder that vitrina is started in.",
            "Ctrl-C stops the lesson that runs; what it has done so far is written, marked as interrupted.",
            "Exit code 1 if a lesson fails or is not a notebook, 130 if it was interrupted."
        })
final class RunCommand implements Callable<Integer> {
    private static final Path LESSONS = Project.home().resolve("notebooks");
    private static final Signal INTERRUPT = new Signal("INT");
    private static final int INTERRUPTED = 130;
    private static final String TITLE = "Vitrina: the lessons";

    @Parameters(
            arity = "0..*",
            paramLabel = "NOTEBOOK",
            description = "Notebooks, or folders of notebooks; by default all lessons of the course.")
    private List<Path> given = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where executed notebooks and pages go; by default target/lessons in Vitrina's folder.")
    private Path out = Project.home().resolve("target").resolve("lessons");

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long one cell may run; ${DEFAULT-VALUE} by default.")
    private double timeout;

    @Option(names = "--allow-errors", description = "Go on after a cell that fails.")
    private boolean allowErrors;

    @Spec
    private CommandSpec spec;

    private final RunStop stop;

    RunCommand() {
        this(new RunStop());
    }

    /// @param stop stops the run as Ctrl-C does
    RunCommand(RunStop stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        List<Path> notebooks = notebooks();
        var pages = new LessonPages(notebooks, out, new RunOptions(time(), allowErrors), stop);
        int failed = 0;
        int ran = 0;
        SignalHandler before = stopAtInterrupt();
        try {
            for (Path notebook : notebooks) {
                if (!stop.isAsked()) {
                    failed += run(pages, notebook) ? 0 : 1;
                    ran++;
                }
            }
        } finally {
            Signal.handle(INTERRUPT, before);
        }
        Path index = pages.writeIndex(TITLE);
        PrintWriter out = spec.commandLine().getOut();
        if (notebooks.size() > 1) {
            out.println("%d lessons%s%s"
                    .formatted(
                            notebooks.size(),
                            failed == 0 ? "" : ", " + failed + " failed",
                            ran == notebooks.size() ? "" : ", " + (notebooks.size() - ran) + " not run"));
        }
        out.println("open " + index);
        return stop.isAsked() ? INTERRUPTED : failed == 0 ? 0 : 1;
    }

    /// Lets the first Ctrl-C stop the run; a second one ends the process as ever.
    private SignalHandler stopAtInterrupt() {
        var before = new AtomicReference<SignalHandler>();
        before.set(Signal.handle(INTERRUPT, _ -> {
            Signal.handle(INTERRUPT, before.get());
            stop.stop();
        }));
        return before.get();
    }

    private boolean run(LessonPages pages, Path notebook) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ColorScheme colours = spec.commandLine().getColorScheme();
        try {
            NotebookRun run = pages.run(notebook);
            boolean good = !run.interrupted() && (run.failures().isEmpty() || allowErrors);
            String mark =
                    good ? colours.ansi().string("@|green ✓|@") : colours.ansi().string("@|bold,red ✗|@");
            out.println("%s %s  %s%s"
                    .formatted(mark, notebook.getFileName(), run.summary(), run.interrupted() ? ", interrupted" : ""));
            run.failures()
                    .forEach(failure -> tell(notebook, failure, colours.ansi().enabled()));
            out.println("  " + pages.page(notebook));
            return good;
        } catch (NotebookException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(colours.errorText("✗ ") + e.getMessage());
            err.flush();
            return false;
        }
    }

    private void tell(Path notebook, NotebookRun.Failure failure, boolean colours) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("%s, cell %d: %s".formatted(notebook, failure.number(), AnsiHtml.plain(failure.message())));
        failure.traceback().forEach(line -> err.println("    " + (colours ? line : AnsiHtml.plain(line))));
        err.flush();
    }

    private Duration time() {
        // ten days are more than any cell needs and fewer than a Duration's nanoseconds can count
        if (!(timeout > 0 && timeout <= 864_000)) {
            throw wrong("--timeout must be more than 0 and at most 864000 seconds, but is " + timeout);
        }
        return Duration.ofMillis(Math.max(1, Math.round(timeout * 1000)));
    }

    private List<Path> notebooks() throws IOException {
        if (given.isEmpty() && !Files.isDirectory(LESSONS)) {
            throw wrong("there is no folder '%s'; name a notebook or a folder of notebooks".formatted(LESSONS));
        }
        var found = new ArrayList<Path>();
        for (Path path : given.isEmpty() ? List.of(LESSONS) : given) {
            if (Files.isDirectory(path)) {
                List<Path> inside = LessonPages.in(path);
                if (inside.isEmpty()) {
                    throw wrong("the folder " + path + " holds no notebook (no file that ends in .ipynb)");
                }
                found.addAll(inside);
            } else if (Files.exists(path)) {
                found.add(path);
            } else {
                throw wrong("there is no notebook " + path);
            }
        }
        check(found);
        return found;
    }

    /// Refuses what would overwrite a notebook or another one's page.
    private void check(List<Path> notebooks) throws IOException {
        Map<Path, Path> byName = new HashMap<>();
        for (Path notebook : notebooks) {
            Path twin = byName.put(notebook.getFileName(), notebook);
            if (twin != null) {
                throw wrong("%s and %s would get the same page; run one of them with another --out"
                        .formatted(twin, notebook));
            }
            if (Files.isDirectory(out)
                    && Files.isSameFile(out, notebook.toAbsolutePath().getParent())) {
                throw wrong("--out %s is the folder of %s, which its executed copy would replace; name another folder"
                        .formatted(out, notebook.getFileName()));
            }
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

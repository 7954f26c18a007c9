package org.vitrina.kernel.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrina.kernel.notebook.Notebook;
import org.vitrina.kernel.notebook.NotebookException;
import org.vitrina.kernel.notebook.NotebookRun;
import org.vitrina.kernel.notebook.NotebookRunner;
import org.vitrina.kernel.notebook.RunOptions;
import org.vitrina.kernel.notebook.RunStop;

/// A folder of lessons in the making: runs notebooks one by one and writes the executed notebook, its page and
/// the list of all lessons.
///
/// A lesson that is not run this time but has a page in the folder stays in the list and among the neighbours.
public final class LessonPages {
    private static final String NOTEBOOK = ".ipynb";
    private static final String INDEX = "index.html";

    private final Path out;
    private final RunOptions options;
    private final RunStop stop;
    private final List<Path> files;
    private final Map<Path, NotebookRun> runs = new HashMap<>();

    /// @param notebooks the files that will be run
    /// @param out       the folder for what is made; created where needed
    public LessonPages(List<Path> notebooks, Path out, RunOptions options) throws IOException {
        this(notebooks, out, options, new RunStop());
    }

    /// @param stop stops the notebook that is being run
    public LessonPages(List<Path> notebooks, Path out, RunOptions options, RunStop stop) throws IOException {
        this.out = out;
        this.options = options;
        this.stop = stop;
        files = inOrder(notebooks);
    }

    /// Returns the notebooks in a folder by name, hidden ones left out.
    public static List<Path> in(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(NOTEBOOK) && !name.startsWith(".") && Files.isRegularFile(file);
                    })
                    .sorted()
                    .toList();
        }
    }

    /// Runs a notebook and writes what came of it, also when it failed or was stopped.
    ///
    /// @throws NotebookException if the file is not a notebook
    public NotebookRun run(Path file) throws IOException {
        Notebook notebook = Notebook.read(file);
        String name = file.getFileName().toString();
        NotebookRun run = NotebookRunner.run(name, notebook, options, stop);
        runs.put(file, run);
        run.notebook().write(out.resolve(name));
        Files.writeString(page(file), html(file, run));
        return run;
    }

    /// Writes the list of all lessons and returns its file.
    public Path writeIndex(String title) throws IOException {
        var entries = new ArrayList<NotebookIndex.Entry>();
        for (Path file : files) {
            if (Files.exists(page(file))) {
                lesson(file)
                        .ifPresent(lesson ->
                                entries.add(new NotebookIndex.Entry(lesson, Optional.ofNullable(runs.get(file)))));
            }
        }
        Files.createDirectories(out);
        return Files.writeString(out.resolve(INDEX), NotebookIndex.html(title, entries));
    }

    /// Returns the file of a notebook's page.
    public Path page(Path notebook) {
        return out.resolve(notebook.getFileName().toString().replaceFirst("\\.ipynb$", "") + ".html");
    }

    private String html(Path file, NotebookRun run) throws IOException {
        int at = files.indexOf(file);
        return new NotebookPage(
                        Lesson.of(file.getFileName().toString(), run.notebook()),
                        run,
                        file.toAbsolutePath().getParent(),
                        at > 0 ? lesson(files.get(at - 1)) : Optional.empty(),
                        at + 1 < files.size() ? lesson(files.get(at + 1)) : Optional.empty())
                .html();
    }

    /// Returns what a notebook says about itself; nothing if it is broken, which its own run reports.
    private static Optional<Lesson> lesson(Path file) throws IOException {
        try {
            return Optional.of(Lesson.of(file.getFileName().toString(), Notebook.read(file)));
        } catch (NotebookException e) {
            return Optional.empty();
        }
    }

    /// Returns the notebooks that will be run and those beside them that have a page already.
    private List<Path> inOrder(List<Path> notebooks) throws IOException {
        var all = new ArrayList<>(notebooks);
        for (Path notebook : notebooks) {
            Path folder = notebook.toAbsolutePath().getParent();
            if (!Files.isDirectory(folder)) {
                continue;
            }
            for (Path other : in(folder)) {
                boolean known = all.stream().anyMatch(file -> file.getFileName().equals(other.getFileName()));
                if (!known && Files.exists(page(other))) {
                    all.add(other);
                }
            }
        }
        all.sort((a, b) -> a.getFileName().compareTo(b.getFileName()));
        return all;
    }
}

package org.vitrina.course;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.vitrina.kernel.notebook.NotebookRun;
import org.vitrina.kernel.notebook.RunOptions;
import org.vitrina.kernel.page.LessonPages;

/// The lessons of the course, run once for all tests.
final class Lessons {
    static final Path FOLDER = Path.of("..", "notebooks");
    static final Path OUT = Path.of("target", "lessons");

    private static SequencedMap<Path, NotebookRun> runs;

    private Lessons() {}

    /// Returns the run of each notebook; the pages are in [#OUT].
    static synchronized SequencedMap<Path, NotebookRun> runs() throws IOException {
        if (runs == null) {
            List<Path> notebooks = LessonPages.in(FOLDER);
            var pages = new LessonPages(notebooks, OUT, new RunOptions(Duration.ofMinutes(5), false));
            var made = new TreeMap<Path, NotebookRun>();
            for (Path notebook : notebooks) {
                made.put(notebook, pages.run(notebook));
            }
            pages.writeIndex("The lessons");
            runs = made;
        }
        return runs;
    }

    static Path page(Path notebook) {
        return OUT.resolve(notebook.getFileName().toString().replace(".ipynb", ".html"));
    }
}

package org.vitrina.course;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.browser.Chromium;
import org.vitrina.browser.Lab;
import org.vitrina.browser.LabPage;

@DisplayName("In JupyterLab, a person who reads the lesson about feedback")
class MarkingInLabTests {
    private static final Path FOLDER = Path.of("target/marking-tests");
    private static final String MARKED = "marking.marks().subList(0, 4).stream().map(Mark::good).toList()";
    private static final int QUESTION = 0;
    private static final int THE_REST = 1;
    private static final int LEARNING = 2;

    @Test
    @DisplayName("marks answers with buttons, takes a mark back, and has the model learn from these marks")
    void marks() throws IOException, InterruptedException {
        try (Chromium chromium = Chromium.start();
                Lab lab = Lab.start(FOLDER)) {
            String address = lab.copy(Lessons.FOLDER.resolve("10-feedback.ipynb"), List.of(MARKED));
            Page page = chromium.browse(address, 1200, 1600);
            var notebook = new LabPage(page);
            try {
                lab.awaitKernel();
                read(notebook);
                chromium.assertQuiet();
            } catch (AssertionError | RuntimeException e) {
                notebook.picture(FOLDER.resolve("failed.png"));
                throw e;
            } finally {
                page.context().close();
            }
        }
    }

    private static void read(LabPage notebook) {
        notebook.run(QUESTION);
        notebook.awaitOutput(QUESTION, "0 of 64, 0 right, 0 wrong");
        press(notebook, "wrong", "1 of 64, 0 right, 1 wrong");
        press(notebook, "wrong", "2 of 64, 0 right, 2 wrong");
        press(notebook, "right", "3 of 64, 1 right, 2 wrong");
        press(notebook, "right", "4 of 64, 2 right, 2 wrong");
        press(notebook, "back", "3 of 64, 1 right, 2 wrong");
        press(notebook, "wrong", "4 of 64, 1 right, 3 wrong");

        notebook.run(THE_REST);
        notebook.awaitOutput(THE_REST, "answers were marked right");
        int last = notebook.cells().count() - 1;
        notebook.run(last);
        notebook.awaitOutput(last, "[false, false, true, false]");

        notebook.run(LEARNING);
        notebook.awaitOutput(LEARNING, "KL");
        assertThat(notebook.outputs(LEARNING)).not().containsText("cannot");
    }

    private static void press(LabPage notebook, String button, String then) {
        Locator cell = notebook.cells().nth(QUESTION);
        cell.locator("button.jupyter-button:text-is('" + button + "')").click();
        notebook.awaitOutput(QUESTION, then);
    }
}

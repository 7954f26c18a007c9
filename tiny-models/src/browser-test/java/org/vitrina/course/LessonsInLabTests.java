package org.vitrina.course;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrina.browser.Chromium;
import org.vitrina.browser.Lab;
import org.vitrina.browser.LabPage;

/// What a class does with a lesson, in the JupyterLab that is installed here; without one the tests are skipped with a
/// message that says how to get it.
@DisplayName("In JupyterLab, a lesson")
class LessonsInLabTests {
    private static final String SLIDER = "Interact.slider(\"k\", 1, 9, 1, 5, k -> \"k is \" + k)";
    private static final String ENDLESS = "long turns = 0;\nIO.println(\"turning\");\nwhile (true) turns++;";
    private static final String TURNED = "turns > 0";

    private static Chromium chromium;
    private static Lab lab;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        chromium = Chromium.start();
        lab = Lab.start(Path.of("target/lab-tests"));
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"00-start-here.ipynb, true", "02-tokenization.ipynb, false"})
    @DisplayName("runs to its end, its walks step, its controls move, an endless cell stops, and it starts anew:")
    void lesson(String name, boolean hasErrorsOnPurpose) throws IOException, InterruptedException {
        String address = lab.copy(Lessons.FOLDER.resolve(name), List.of(SLIDER, ENDLESS, TURNED));
        Page page = chromium.browse(address, 1200, 1600);
        var notebook = new LabPage(page);
        try {
            lab.awaitKernel();
            use(notebook, hasErrorsOnPurpose);
            chromium.assertQuiet();
        } catch (AssertionError | RuntimeException e) {
            notebook.picture(Path.of("target/lab-tests", name.replace(".ipynb", "-failed.png")));
            throw e;
        } finally {
            page.context().close();
        }
    }

    private static void use(LabPage notebook, boolean hasErrorsOnPurpose) {
        int last = notebook.cells().count() - 1;
        int endless = last - 1;
        notebook.menu("Run", "Run All Cells");

        notebook.awaitOutput(endless, "turning");
        Locator errors = notebook.page()
                .locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.error'], "
                        + ".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']");
        assertEquals(
                hasErrorsOnPurpose,
                errors.count() > 0,
                () -> errors.allInnerTexts().toString());
        notebook.menu("Kernel", "Interrupt Kernel");
        notebook.awaitOutput(endless, "Interrupted: the cell was interrupted");
        notebook.run(last);
        assertThat(notebook.outputs(last)).containsText("true");

        steps(notebook.page());
        moves(notebook.cells().nth(endless - 1), notebook.page());

        notebook.menu("Kernel", "Restart Kernel…");
        notebook.accept();
        notebook.run(last);
        assertThat(notebook.outputs(last)).containsText("cannot find symbol");
        assertThat(notebook.prompt(last)).hasText("[1]:");
    }

    private static void steps(Page page) {
        Locator walks = page.locator(".vitrina-walk.vitrina-live");
        assertTrue(walks.count() > 0, "a lesson has a walk that is alive");
        for (Locator walk : walks.all()) {
            Locator place = walk.locator(".vitrina-place");
            Locator caption = walk.locator(".vitrina-frame:not([hidden]) .vitrina-caption");
            String first = place.innerText();
            String began = caption.innerText();
            if (walk.locator(".vitrina-frame").count() < 2) {
                continue;
            }
            walk.locator(".vitrina-next").click();
            assertThat(place).not().hasText(first);
            assertFalse(caption.innerText().isBlank());
            walk.locator(".vitrina-slider").fill("0");
            assertThat(place).hasText(first);
            assertEquals(began, caption.innerText());
        }
    }

    private static void moves(Locator cell, Page page) {
        Locator said = cell.locator(".widget-output");
        assertThat(said).containsText("k is 5");
        cell.locator(".noUi-handle").focus();
        page.keyboard().press("ArrowRight");
        assertThat(said).containsText("k is 6");
        cell.locator(".jp-OutputArea")
                .first()
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.VISIBLE));
    }
}

package org.vitrina.kernel.jupyter;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.vitrina.browser.Chromium;
import org.vitrina.browser.Lab;

/// One notebook, opened and run once; the tests touch one cell each.
@DisplayName("In JupyterLab")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ControlsInLabTests {
    private static final List<String> CELLS = List.of("""
            var x = List.of(0.0, 1.0, 2.0);
            Interact.slider("temperature", 0.1, 2, t -> {
                var lines = new TreeMap<String, List<Double>>(Map.of("p", List.of(1.0, t, t * t)));
                return Charts.lines("temperature " + t, "x", "p", x, lines);
            })""", """
            int right = 0;
            Interact.buttons("right", "wrong", mark -> {
                if (mark.equals("right")) right++;
                return mark + " pressed, " + right + " right so far";
            })""", """
            Interact.form(Interact.dropdown("model", List.of("own", "GPT-2")), Interact.text("prompt", "The cat"),
                Interact.checkbox("shout", false),
                (model, prompt, shout) -> model + " reads " + (shout ? prompt.toUpperCase() : prompt))""", """
            Interact.slider("k", 1, 9, 1, 5, k -> {
                while (k == 7) {}
                return "k is " + k;
            }).examples()""");

    private static Chromium chromium;
    private static Lab lab;
    private static Page page;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        chromium = Chromium.start();
        lab = Lab.start(Path.of("target/lab-tests"));
        page = chromium.browse(lab.notebook("controls.ipynb", CELLS), 1200, 2000);
        page.waitForSelector(".jp-Notebook .jp-Cell");
        page.waitForSelector(".jp-Notebook-ExecutionIndicator[data-status=idle]");
        menu("Run", "Run All Cells");
        assertThat(page.locator(".widget-hslider")).hasCount(2);
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

    private static void menu(String menu, String item) {
        page.locator(".lm-MenuBar-itemLabel:text-is('" + menu + "')").click();
        page.locator(".lm-Menu-itemLabel:text-is('" + item + "')").click();
    }

    private static Locator output(int cell) {
        return page.locator(".jp-CodeCell").nth(cell).locator(".widget-output");
    }

    private static void press(int cell, String key, int times) {
        page.locator(".jp-CodeCell").nth(cell).locator(".noUi-handle").focus();
        for (int i = 0; i < times; i++) {
            page.keyboard().press(key);
        }
    }

    @Test
    @Order(1)
    @DisplayName("a chart follows its slider")
    void slider() {
        Locator chart = output(0).locator("img");
        String before = chart.getAttribute("src");
        Locator readout = page.locator(".jp-CodeCell").first().locator(".widget-readout");
        assertThat(readout).hasText("1.05");

        press(0, "ArrowLeft", 20);
        assertThat(readout).hasText("0.85");
        page.waitForCondition(() -> !chart.getAttribute("src").equals(before));
        assertNotEquals(before, chart.getAttribute("src"));
        assertTrue(chart.boundingBox().width > 400);
    }

    @Test
    @Order(2)
    @DisplayName("right and wrong count every press")
    void buttons() {
        Locator cell = page.locator(".jp-CodeCell").nth(1);
        cell.locator("button.widget-button", new Locator.LocatorOptions().setHasText("right"))
                .click();
        cell.locator("button.widget-button", new Locator.LocatorOptions().setHasText("right"))
                .click();
        cell.locator("button.widget-button", new Locator.LocatorOptions().setHasText("wrong"))
                .click();
        assertThat(output(1)).containsText("wrong pressed, 2 right so far");
    }

    @Test
    @Order(3)
    @DisplayName("a list, a text and a box to tick move one function")
    void form() {
        Locator cell = page.locator(".jp-CodeCell").nth(2);
        assertThat(output(2)).containsText("own reads The cat");
        cell.locator("select").selectOption("GPT-2");
        cell.locator("input[type=text]").fill("A dog");
        cell.locator("input[type=checkbox]").click();
        assertThat(output(2)).containsText("GPT-2 reads A DOG");
    }

    @Test
    @Order(4)
    @DisplayName("the interrupt button stops a control's function, and the control moves again")
    void interrupt() {
        press(3, "ArrowRight", 1);
        assertThat(output(3)).containsText("k is 6");
        press(3, "ArrowRight", 1);
        assertThat(output(3)).containsText("computing …");
        menu("Kernel", "Interrupt Kernel");
        assertThat(output(3)).containsText("Interrupted");
        press(3, "ArrowRight", 1);
        assertThat(output(3)).containsText("k is 8");
    }

    @Test
    @Order(5)
    @DisplayName("controls are alive again when the page was loaded again")
    void reload() {
        menu("File", "Save Notebook");
        page.waitForSelector(
                ".jp-mod-dirty", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
        page.reload();
        assertThat(page.locator(".widget-hslider")).hasCount(2);
        press(3, "ArrowRight", 1);
        assertThat(output(3)).containsText("k is 9");
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/lab-tests/controls.png")));
        chromium.assertQuiet();
    }
}

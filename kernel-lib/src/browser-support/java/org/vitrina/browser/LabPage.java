package org.vitrina.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;

/// A notebook that is open in JupyterLab. Nothing in it waits for a certain time: each step waits until what it needs
/// is there, however slow the machine.
public final class LabPage {
    /// Milliseconds that all cells of a lesson may take on a machine that is busy with other things.
    private static final double A_LESSON = 300_000;

    private final Page page;

    public LabPage(Page page) {
        this.page = page;
        page.waitForSelector(".jp-Notebook .jp-Cell");
    }

    public Page page() {
        return page;
    }

    public void menu(String menu, String item) {
        page.locator(".lm-MenuBar-itemLabel:text-is('" + menu + "')").click();
        page.locator(".lm-Menu-itemLabel:text-is('" + item + "')").click();
    }

    /// Presses the button of a dialog that JupyterLab opens.
    public void accept() {
        page.locator(".jp-Dialog .jp-mod-accept").click();
        page.waitForSelector(".jp-Dialog", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
    }

    /// Returns the cells of code.
    public Locator cells() {
        return page.locator(".jp-Notebook .jp-CodeCell");
    }

    /// Returns the outputs of a cell.
    ///
    /// @param place which cell of code, from 0
    public Locator outputs(int place) {
        return cells().nth(place).locator(".jp-Cell-outputArea");
    }

    /// Returns what stands before a cell: `[3]:`, or `[*]:` while it runs or waits.
    public Locator prompt(int place) {
        return cells().nth(place).locator(".jp-InputPrompt");
    }

    /// Waits until a cell has given out this text. The marks of cells that run or wait are no measure: JupyterLab takes
    /// them away from all once a cell has failed, although the kernel goes on where a cell may fail.
    ///
    /// @param place which cell of code, from 0
    public void awaitOutput(int place, String text) {
        assertThat(outputs(place)).containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(A_LESSON));
    }

    /// Runs one cell alone, as a click into it and Ctrl+Enter do.
    public void run(int place) {
        cells().nth(place).locator(".cm-content").click();
        page.keyboard().press("Control+Enter");
    }

    public void picture(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }
}

package org.vitrina.kernel.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.browser.Chromium;
import org.vitrina.kernel.notebook.NotebookRun;
import org.vitrina.kernel.notebook.RunOptions;

@DisplayName("The page of a lesson, in Chromium,")
class PageInBrowserTests {
    private static final Path OUT = Path.of("target/browser-tests");

    /// What the captions of the walk in the lesson say, in order.
    private static final List<String> COUNTS = List.of("42 times", "17 times", "9 times", "5 times", "3 times");

    private static Chromium chromium;
    private static Path file;

    @BeforeAll
    static void page() throws IOException {
        chromium = Chromium.start();
        Path lesson = OUT.resolve("notebooks/01-browser.ipynb");
        Files.createDirectories(lesson.getParent());
        try (var in = PageInBrowserTests.class.getResourceAsStream("/notebooks/01-browser.ipynb")) {
            Files.write(lesson, in.readAllBytes());
        }
        var pages = new LessonPages(List.of(lesson), OUT, RunOptions.defaults());
        NotebookRun run = pages.run(lesson);
        assertEquals(List.of(), run.failures());
        pages.writeIndex("Lessons");
        file = pages.page(lesson).toAbsolutePath();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    @DisplayName("asks for nothing from the network and writes no error to the console")
    void quiet() {
        chromium.assertQuiet();
    }

    @Nested
    @DisplayName("has a stepper that")
    class Stepping {
        private final Page page = chromium.open(file, 1000, true);
        private final Locator walk = page.locator(".vitrina-walk").first();
        private final Locator caption = walk.locator(".vitrina-frame:not([hidden]) .vitrina-caption");
        private final Locator figure = walk.locator(".vitrina-frame:not([hidden]) .vitrina-strip");
        private final Locator next = walk.locator(".vitrina-next");
        private final Locator back = walk.locator(".vitrina-back");
        private final Locator slider = walk.locator("input[type=range]");

        private void assertAt(int step) {
            assertThat(caption).hasCount(1);
            assertThat(caption).containsText(COUNTS.get(step));
            assertThat(slider).hasValue(Integer.toString(step));
        }

        @Test
        @DisplayName("goes to the end by Next and to the beginning by Back, changing caption and figure")
        void buttons() {
            String first = figure.innerText();
            assertThat(back).isDisabled();
            for (int step = 0; step < COUNTS.size(); step++) {
                assertAt(step);
                if (step < COUNTS.size() - 1) {
                    next.click();
                }
            }
            assertThat(next).isDisabled();
            assertNotEquals(first, figure.innerText());
            for (int step = COUNTS.size() - 1; step >= 0; step--) {
                assertAt(step);
                if (step > 0) {
                    back.click();
                }
            }
            assertThat(back).isDisabled();
            assertEquals(first, figure.innerText());
        }

        @Test
        @DisplayName("follows its slider")
        void slider() {
            slider.fill("3");
            assertAt(3);
            slider.fill("1");
            assertAt(1);
        }

        @Test
        @DisplayName("follows the arrow keys, Home and End")
        void keys() {
            walk.focus();
            page.keyboard().press("ArrowRight");
            page.keyboard().press("ArrowRight");
            assertAt(2);
            page.keyboard().press("ArrowLeft");
            assertAt(1);
            page.keyboard().press("End");
            assertAt(COUNTS.size() - 1);
            page.keyboard().press("ArrowRight");
            assertAt(COUNTS.size() - 1);
            page.keyboard().press("Home");
            assertAt(0);
        }

        @Test
        @DisplayName("does not move another walk on the same page")
        void twoWalks() {
            Locator other = page.locator(".vitrina-walk").nth(1);
            String before = other.locator(".vitrina-frame:not([hidden])").innerText();
            next.click();
            assertAt(1);
            assertEquals(before, other.locator(".vitrina-frame:not([hidden])").innerText());
        }
    }

    @Test
    @DisplayName("says everything without scripts too: every caption of a walk is there, and no dead control")
    void withoutScripts() throws IOException {
        Page page = chromium.open(file, 1000, false);
        Locator walk = page.locator(".vitrina-walk").first();
        for (String count : COUNTS) {
            assertTrue(walk.textContent().contains(count), count);
        }
        assertThat(walk.locator(".vitrina-frame").first()).isVisible();
        assertThat(walk.locator("button")).hasCount(0);
        walk.locator("details.vitrina-rest > summary").click();
        assertThat(walk.locator(".vitrina-frame").last()).isVisible();
    }

    @Test
    @DisplayName("shows a token <script> as text")
    void scriptAsText() {
        Page page = chromium.open(file, 1000, true);
        assertThat(page.locator(
                                ".vitrina-walk .vitrina-text",
                                new Page.LocatorOptions().setHasText("<script>alert(1)</script>"))
                        .first())
                .isAttached();
        assertThat(page.locator(".prose").filter(new Locator.FilterOptions().setHasText("<script>alert(2)</script>")))
                .isVisible();
    }

    @Test
    @DisplayName("draws its formulas: a fraction has a height, a bracket grows with what it holds")
    void formulas() {
        Page page = chromium.open(file, 1000, true);
        double line = page.locator("math mi").first().boundingBox().height;
        double fraction = page.locator("math mfrac").first().boundingBox().height;
        assertTrue(fraction > 1.5 * line, fraction + " against " + line);
        double bracket = page.locator("math mo[stretchy=true]").first().boundingBox().height;
        assertTrue(bracket > 1.5 * line, bracket + " against " + line);
    }

    @Test
    @DisplayName("leads from its contents list to each heading, and to the list of lessons")
    void links() {
        Page page = chromium.open(file, 1000, true);
        List<Locator> entries = page.locator("nav.contents a").all();
        assertTrue(entries.size() >= 3);
        for (Locator entry : entries) {
            String anchor = entry.getAttribute("href").substring(1);
            assertThat(page.locator("[id='" + anchor + "']")).hasCount(1);
        }
        page.locator("nav.lessons a[href='index.html']").first().click();
        assertThat(page).hasTitle("Lessons");
        page.locator("ol.index a").first().click();
        assertThat(page).hasURL(Pattern.compile(".*/01-browser\\.html"));
    }

    @Test
    @DisplayName("shows its charts, each with a text for those who do not see it")
    void charts() {
        Page page = chromium.open(file, 1000, true);
        Locator images = page.locator(".out img");
        assertThat(images).not().hasCount(0);
        for (Locator image : images.all()) {
            assertTrue((Boolean) image.evaluate("image => image.complete && image.naturalWidth > 0"));
            assertTrue(!image.getAttribute("alt").isBlank(), "alt is there");
        }
    }

    @Test
    @DisplayName("goes on showing when an output is rich in elements that a policy forbids to load")
    void policy() {
        Page page = chromium.open(file, 1000, true);
        assertEquals(
                "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'",
                page.locator("meta[http-equiv]").getAttribute("content"));
    }

    @ParameterizedTest
    @DisplayName("fits its window, whatever is in it")
    @ValueSource(ints = {360, 400, 768, 1000, 1239, 1240, 1600})
    void fits(int width) throws IOException {
        Page page = chromium.open(file, width, true);
        int wide = (Integer) page.evaluate("document.documentElement.scrollWidth");
        assertTrue(wide <= width, "the page is " + wide + " wide in a window of " + width);
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(OUT.resolve("page-" + width + ".png")));
    }

    @Test
    @DisplayName("holds the language of its lesson and UTF-8")
    void language() throws IOException {
        Page page = chromium.open(file, 1000, true);
        assertEquals("es", page.locator("html").getAttribute("lang"));
        assertThat(page.locator("h1")).containsText("¿Qué es una página?");
        assertTrue(Files.readString(file, StandardCharsets.UTF_8).contains("¿Qué es una página?"));
    }
}

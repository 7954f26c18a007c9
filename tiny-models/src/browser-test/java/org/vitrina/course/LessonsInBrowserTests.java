package org.vitrina.course;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.browser.Chromium;

@DisplayName("Each lesson's page, in Chromium,")
class LessonsInBrowserTests {
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void quiet() {
        chromium.assertQuiet();
    }

    static Stream<Path> lessons() throws IOException {
        return Lessons.runs().sequencedKeySet().stream();
    }

    @ParameterizedTest
    @MethodSource("lessons")
    @DisplayName("has steppers that each go to their end, with a caption at every step")
    void steppers(Path lesson) {
        Page page = chromium.open(Lessons.page(lesson).toAbsolutePath(), 1000, true);
        for (Locator walk : page.locator(".vitrina-walk").all()) {
            Locator next = walk.locator(".vitrina-next");
            Locator shown = walk.locator(".vitrina-frame:not([hidden])");
            int frames = walk.locator(".vitrina-frame").count();
            for (int step = 1; step < frames; step++) {
                next.click();
            }
            assertThat(next).isDisabled();
            assertThat(shown).hasCount(1);
            assertFalse(shown.locator(".vitrina-caption").innerText().isBlank());
        }
    }

    @ParameterizedTest
    @MethodSource("lessons")
    @DisplayName("fits a telephone and a laptop, and shows every picture")
    void fits(Path lesson) {
        for (int width : new int[] {400, 1000, 1300}) {
            Page page = chromium.open(Lessons.page(lesson).toAbsolutePath(), width, true);
            int wide = (Integer) page.evaluate("document.documentElement.scrollWidth");
            assertTrue(wide <= width, "the page is " + wide + " wide in a window of " + width);
            assertTrue((Boolean) page.evaluate("[...document.images].every(image => image.naturalWidth > 0)"));
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Lessons.OUT.resolve(
                            lesson.getFileName().toString().replace(".ipynb", "-" + width + ".png"))));
        }
    }
}

package org.vitrina.arena.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.arena.Battles;
import org.vitrina.arena.Challenge;
import org.vitrina.arena.Contestant;
import org.vitrina.arena.Outcome;
import org.vitrina.browser.Chromium;

@DisplayName("The arena's page, in Chromium,")
class ArenaInBrowserTests {
    private static final String ATTACK = "<img src=x onerror=\"document.title='broken in'\"><script>alert(1)</script>";
    private static Chromium chromium;

    @TempDir
    private Path folder;

    private final List<String> notes = new ArrayList<>();
    private ArenaServer server;
    private String address;

    @BeforeAll
    static void browser() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void quit() {
        if (chromium != null) chromium.close();
    }

    @BeforeEach
    void start() throws IOException {
        server = ArenaServer.start(
                List.of(
                        Contestant.of("kind <b>model</b>", c -> "A yellow bell. " + ATTACK),
                        Contestant.of("terse-model", c -> "Bell. (" + c.text().length() + ")")),
                IntStream.range(0, 12)
                        .mapToObj(i -> Challenge.open("It was a cold winter day, and Mario was in the park. " + i, 9))
                        .toList(),
                new ArenaServer.Options(
                        new InetSocketAddress("127.0.0.1", 0),
                        folder.resolve("votes.jsonl"),
                        false,
                        List.of(),
                        notes::add));
        address = "http://127.0.0.1:" + server.port() + "/";
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        chromium.assertQuiet();
        assertEquals(List.of(), notes);
    }

    private void shot(Page page, String name) {
        page.screenshot(new ScreenshotOptions()
                .setPath(Path.of("target/browser-tests/" + name + ".png"))
                .setFullPage(true));
    }

    @Test
    @DisplayName("takes votes by click and by key, and shows the ranking, without any name")
    void votes() throws IOException {
        Page page = chromium.browse(address, 1000, 800);
        assertThat(page.locator("#ballot")).isVisible();
        page.click("#vote-left");
        assertThat(page.locator("#count")).hasText("You have voted 1 time.");
        page.keyboard().press("4");
        assertThat(page.locator("#count")).hasText("You have voted 2 times.");
        assertThat(page.locator("#rows tr")).hasCount(2);
        assertThat(page.locator("#rows")).containsText(Pattern.compile("Model [AB]"));
        assertThat(page.locator("body")).not().containsText("model</b>");
        Battles kept = Battles.read(folder.resolve("votes.jsonl"));
        assertEquals(2, kept.size());
        assertEquals(Outcome.LEFT, kept.get(0).outcome());
        assertEquals(Outcome.BOTH_BAD, kept.get(1).outcome());
        shot(page, "arena-1000");
    }

    @Test
    @DisplayName("shows what models say as text, whatever it is, and keeps its title")
    void escaped() {
        Page page = chromium.browse(address, 400, 800);
        assertThat(page.locator("#ballot")).isVisible();
        assertThat(page.locator("#answers")).containsText(ATTACK);
        assertThat(page).hasTitle("Arena: which answer is better?");
        assertEquals(0, page.locator("#answers img").count());
        // a phone's page is not wider than the phone
        assertTrue((int) page.evaluate("document.documentElement.scrollWidth") <= 400);
        shot(page, "arena-400");
    }

    @Test
    @DisplayName("tells the models once the teacher shows the names, and ends when the vote is closed")
    void teacher() {
        Page teacher = chromium.browse(address + "teacher#" + server.token(), 1000, 800);
        assertThat(teacher.locator("#said")).containsText("The vote is open.");
        // the token does not stay in the address
        assertEquals(address + "teacher", teacher.url());
        teacher.click("#names");
        assertThat(teacher.locator("#names")).hasText("Hide names from the class");
        Page page = chromium.browse(address, 1000, 800);
        assertThat(page.locator("#ballot")).isVisible();
        page.click("#vote-tie");
        assertThat(page.locator("#said")).containsText("kind <b>model</b>");
        teacher.click("#open");
        assertThat(teacher.locator("#open")).hasText("Open the vote again");
        page.click("#vote-left");
        assertThat(page.locator("#said")).containsText("The vote is closed. Thank you!");
        assertEquals(1, server.votes());
        shot(teacher, "arena-teacher");
    }
}

package org.vitrina.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The Chromium that is installed on this machine, without a window; none is downloaded.
public final class Chromium implements AutoCloseable {
    private static final List<String> QUIET = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run");

    /// Milliseconds that a busy machine may take for one step.
    private static final double PATIENCE = 60_000;

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    private Chromium(Path program) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(QUIET));
    }

    /// Starts it; where there is none, the calling test is skipped with a message that says how to get it.
    public static Chromium start() {
        Optional<Path> program = program();
        assumeTrue(
                program.isPresent(),
                "no Chromium on this machine, so pages are not tested in a browser; install it (Debian: apt-get install"
                        + " chromium) or name it with -Dvitrina.chromium=PATH or CHROMIUM=PATH");
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        return new Chromium(program.get());
    }

    private static Optional<Path> program() {
        return Stream.of(
                        System.getProperty("vitrina.chromium"),
                        System.getenv("CHROMIUM"),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome",
                        "/snap/bin/chromium",
                        "/Applications/Chromium.app/Contents/MacOS/Chromium",
                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                        "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe")
                .filter(path -> path != null && !path.isBlank())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Opens a page from the disk and listens for what it must not do.
    public Page open(Path file, int width, boolean scripts) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, 900).setJavaScriptEnabled(scripts));
        Page page = context.newPage();
        page.setDefaultTimeout(PATIENCE);
        page.onRequest(request -> {
            if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) {
                complaints.add("requests " + request.url());
            }
        });
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add("says on the console: " + message.text());
            }
        });
        page.onPageError(error -> complaints.add("throws " + error));
        page.onDialog(dialog -> {
            complaints.add("opens a dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.navigate(file.toUri().toString());
        return page;
    }

    /// Opens a page of a server on this machine, which may ask that server for what it needs.
    public Page browse(String address, int width, int height) {
        Page page = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height))
                .newPage();
        page.setDefaultTimeout(PATIENCE);
        page.onPageError(error -> complaints.add("throws " + error));
        page.navigate(address);
        return page;
    }

    /// Fails if a page that was opened since the last call asked for anything from elsewhere or complained.
    public void assertQuiet() {
        List<String> heard = List.copyOf(complaints);
        complaints.clear();
        assertEquals(List.of(), heard);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}

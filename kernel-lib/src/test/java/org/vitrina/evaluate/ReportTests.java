package org.vitrina.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.evaluate.Report.Result;
import org.vitrina.evaluate.Report.Status;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

@DisplayName("A report")
class ReportTests {
    private static final String HOSTILE = "<script>alert('x')</script> & \"quotes\" ]]> \u0000 \uFFFE\nsecond line";

    private final Report report = new Report(
            "suite " + HOSTILE,
            List.of(
                    new Result("first", "passes", Status.PASSED, 0.25, ""),
                    new Result("first", HOSTILE, Status.FAILED, 1, HOSTILE),
                    new Result("second", "breaks", Status.ERROR, 0, "java.io.IOException: gone"),
                    new Result("second", "waits", Status.SKIPPED, 0, "later")));

    @Test
    @DisplayName("as XML is well-formed whatever it holds, and has the counts and texts that build servers read")
    void xml() throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(report.junitXml().getBytes(StandardCharsets.UTF_8)));
        Element all = document.getDocumentElement();
        assertEquals("testsuites", all.getNodeName());
        assertEquals("4", all.getAttribute("tests"));
        assertEquals("1", all.getAttribute("failures"));
        assertEquals("1", all.getAttribute("errors"));
        assertEquals("1", all.getAttribute("skipped"));
        assertEquals(2, all.getElementsByTagName("testsuite").getLength());
        var failed = (Element) all.getElementsByTagName("failure").item(0);
        String expected = HOSTILE.replace('\u0000', '\uFFFD').replace('\uFFFE', '\uFFFD');
        assertEquals(expected, failed.getTextContent());
        assertEquals(expected.lines().findFirst().orElseThrow(), failed.getAttribute("message"));
        assertEquals(expected, ((Element) failed.getParentNode()).getAttribute("name"));
        assertEquals("0.250", ((Element) all.getElementsByTagName("testcase").item(0)).getAttribute("time"));
    }

    @Test
    @DisplayName("as a page holds no script, refers to nothing outside, and says what did not pass")
    void html() {
        String page = report.html();
        assertFalse(page.contains("<script") || page.contains("http") || page.contains("src="), page);
        assertTrue(page.contains("&lt;script&gt;alert(&#39;x&#39;)"));
        assertTrue(page.contains("1 passed, 1 failed, 1 with an error, 1 skipped"));
        assertTrue(page.contains("✗ failed"));
    }

    @Test
    @DisplayName("is written aside and then moved, into folders that need not be there")
    void written(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a/b/report.html");
        report.writeHtml(file);
        report.writeJunitXml(file.resolveSibling("report.xml"));
        assertEquals(report.html(), Files.readString(file));
        try (var files = Files.list(file.getParent())) {
            assertEquals(2, files.count());
        }
    }

    @Test
    @DisplayName("comes from a suite, which runs without any framework and tells failures from errors")
    void suite() {
        Report run = Suite.named("s")
                .test("passes", () -> new Share(3, 4))
                .group("other")
                .test("fails", () -> {
                    throw new AssertionError("no");
                })
                .test("breaks", () -> {
                    throw new IOException("gone");
                })
                .cases((_, _) -> "Ana", List.of(PromptCase.of("who", "?", "Ana"), PromptCase.of("whose", "?", "Ben")))
                .run();
        assertEquals(
                List.of(Status.PASSED, Status.FAILED, Status.ERROR, Status.PASSED, Status.FAILED),
                run.results().stream().map(Result::status).toList());
        assertEquals("3 of 4, 75 % (95 %: 30 to 95 %)", run.results().getFirst().message());
        assertEquals("other", run.results().getLast().group());
        assertFalse(run.isGreen());
        assertEquals(5, run.table().rowCount());
    }

    @Test
    @DisplayName("is not made if the suite is interrupted")
    void interrupted() {
        var suite = Suite.named("s").test("stops", () -> {
            throw new CancellationException("stopped");
        });
        assertThrows(CancellationException.class, suite::run);
    }
}

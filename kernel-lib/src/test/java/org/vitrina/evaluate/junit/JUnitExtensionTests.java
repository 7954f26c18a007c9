package org.vitrina.evaluate.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.vitrina.evaluate.ModelAssertions;
import org.vitrina.evaluate.PromptCase;

/// Runs tests inside tests. The inner ones are static classes, which are not run by themselves.
@DisplayName("The JUnit extension")
class JUnitExtensionTests {
    private static final List<Long> SEEDS = Collections.synchronizedList(new ArrayList<>());

    static class Passing {
        @RepeatedPrompt(times = 100, atLeast = 0.95, seed = 10)
        @DisplayName("knows it")
        void passes(PromptRun run) {
            SEEDS.add(run.seed());
        }
    }

    static class OftenWrong {
        @RepeatedPrompt(times = 40, atLeast = 0.8)
        void fails(PromptRun run) {
            Assertions.assertNotEquals(0, run.number() % 2, "run " + run.number() + " is even");
        }
    }

    static class SometimesWrong {
        @RepeatedPrompt(times = 40, atLeast = 0.8, decides = RepeatedPrompt.Decides.NO_HARM)
        void passes(PromptRun run) {
            Assertions.assertNotEquals(0, run.number() % 4);
        }
    }

    static class TooFew {
        @RepeatedPrompt(times = 58, atLeast = 0.95)
        void fails() {}
    }

    static class Broken {
        @RepeatedPrompt(times = 5, atLeast = 0.5)
        void breaks(PromptRun run) throws IOException {
            if (run.number() == 2) throw new IOException("gone");
        }
    }

    static class Nothing {
        @RepeatedPrompt(times = 4, atLeast = 0.4)
        void isSkipped() {
            Assumptions.assumeTrue(false, "no model here");
        }
    }

    static class Questions {
        @ParameterizedTest(name = "{0}")
        @PromptFile("questions.jsonl")
        void answers(PromptCase question) {
            ModelAssertions.assertThat((prompt, seed) -> "Ana").passes(question);
        }
    }

    static class NoFile {
        @ParameterizedTest
        @PromptFile("nowhere.csv")
        void answers(PromptCase question) {}
    }

    @EvaluationReport("target/evaluation-of-tests")
    @DisplayName("Reported <tests>")
    static class Reported {
        @Test
        @DisplayName("passes & is told")
        void passes() {}

        @RepeatedPrompt(times = 10, atLeast = 0.5)
        @DisplayName("mostly fails")
        void fails(PromptRun run) {
            Assertions.assertEquals(1, run.number(), "only the first is right");
        }

        @Nested
        @DisplayName("inside")
        class Inner {
            @Test
            @DisplayName("belongs to it")
            void inner() {
                throw new IllegalStateException("inner breaks");
            }
        }
    }

    /// What came of each test, by its name.
    private record Outcome(String name, TestExecutionResult result) {}

    private static final class Listener implements TestExecutionListener {
        final List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        final List<Map<String, String>> reported = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest() || result.getStatus() == TestExecutionResult.Status.FAILED)
                outcomes.add(new Outcome(test.getDisplayName(), result));
        }

        @Override
        public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
            reported.add(entry.getKeyValuePairs());
        }

        long count(TestExecutionResult.Status status) {
            return outcomes.stream()
                    .filter(one -> one.result().getStatus() == status)
                    .count();
        }

        Outcome last() {
            return outcomes.getLast();
        }

        String message() {
            return last().result().getThrowable().orElseThrow().getMessage();
        }
    }

    private static Listener run(Class<?> test) {
        var listener = new Listener();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(test))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .build();
        LauncherFactory.create().execute(request, listener);
        return listener;
    }

    @BeforeEach
    void clear() {
        SEEDS.clear();
    }

    @Test
    @DisplayName("runs a prompt with another seed each time, until the share is shown: 95 % of 100 allows one failure")
    void passes() {
        Listener passing = run(Passing.class);
        // 99 of 100 must pass, so that after 99 nothing can change any more
        assertEquals(99, SEEDS.size());
        assertEquals(10, SEEDS.getFirst());
        assertEquals(108, SEEDS.getLast());
        assertEquals(100, passing.count(TestExecutionResult.Status.SUCCESSFUL));
        assertEquals("run 1 of up to 100, seed 10", passing.outcomes.getFirst().name());
        assertEquals("verdict", passing.last().name());
        assertEquals(
                Map.of("passed", "99", "of", "99", "share", "99 of 99, 100 % (95 %: 96 to 100 %)"),
                passing.reported.getFirst());
    }

    @Test
    @DisplayName("fails by its verdict, not by its runs, and stops as soon as too many were wrong")
    void fails() {
        Listener failing = run(OftenWrong.class);
        assertEquals(1, failing.count(TestExecutionResult.Status.FAILED));
        assertEquals("verdict", failing.last().name());
        assertTrue(
                failing.message()
                        .startsWith("4 of 8 runs passed; of 40 at least 37 have to, to show a share of 0.8 with"
                                + " a confidence of 0.95\nThe first that did not pass, seed 2: run 2 is even"),
                failing.message());
        assertEquals(4, failing.count(TestExecutionResult.Status.ABORTED));
    }

    @Test
    @DisplayName("as an alarm fails only if harm is shown: 30 of 40 are compatible with 80 %")
    void noHarm() {
        Listener alarm = run(SometimesWrong.class);
        assertEquals(0, alarm.count(TestExecutionResult.Status.FAILED));
        assertEquals("verdict", alarm.last().name());
    }

    @Test
    @DisplayName("refuses a number of runs that cannot show the share, and says how many can")
    void tooFew() {
        Listener refused = run(TooFew.class);
        assertTrue(refused.message().contains("even if all 58 runs pass"), refused.message());
        assertTrue(refused.message().contains("it takes at least 59 runs, or decides = NO_HARM"), refused.message());
    }

    @Test
    @DisplayName("does not count a broken test as a wrong answer: an exception fails at once")
    void broken() {
        Listener broken = run(Broken.class);
        var failed = broken.outcomes.stream()
                .filter(one -> one.result().getStatus() == TestExecutionResult.Status.FAILED)
                .toList();
        assertEquals("run 2 of up to 5, seed 2", failed.getFirst().name());
        assertEquals(
                "gone", failed.getFirst().result().getThrowable().orElseThrow().getMessage());
    }

    @Test
    @DisplayName("has no verdict where an assumption left all runs out")
    void skipped() {
        Listener skipped = run(Nothing.class);
        assertEquals(0, skipped.count(TestExecutionResult.Status.FAILED));
        assertEquals(5, skipped.count(TestExecutionResult.Status.ABORTED));
        assertEquals("no run came to an end, so there is nothing to judge", skipped.message());
    }

    @Test
    @DisplayName("feeds a parameterized test from a file beside the class, and names one that is not there")
    void files() {
        Listener questions = run(Questions.class);
        assertEquals(1, questions.count(TestExecutionResult.Status.SUCCESSFUL));
        assertEquals(1, questions.count(TestExecutionResult.Status.FAILED));
        Listener none = run(NoFile.class);
        assertTrue(
                none.message().contains("there is no resource 'nowhere.csv' beside " + NoFile.class.getName()),
                none.message());
    }

    @Test
    @DisplayName("writes a report of a class and those nested in it, as a page and as XML")
    void reported() throws IOException {
        run(Reported.class);
        Path folder = Path.of("target/evaluation-of-tests");
        String page = Files.readString(folder.resolve("Reported.html"));
        assertTrue(page.contains("Reported &lt;tests&gt;") && page.contains("passes &amp; is told"), page);
        assertTrue(page.contains("mostly fails: verdict") && page.contains("only the first is right"), page);
        String xml = Files.readString(folder.resolve("Reported.xml"));
        assertTrue(xml.contains("errors=\"1\"") && xml.contains("inner breaks"), xml);
    }
}

package org.vitrina.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Trial;

@DisplayName("Code that a reader wrote")
class JudgeTests {
    private static final Exercise LENGTH = new Exercise(
            "9.1",
            "Write code that counts the characters of a text.",
            new Code<ToIntFunction<String>>(
                    ToIntFunction.class, "text -> 0", List.of(trial("one"), trial(""), trial("three"))),
            List.of("A text knows its length."),
            "");

    @Test
    @DisplayName("is right when every input comes out as it should")
    void right() {
        Verdict verdict = judge(String::length);
        assertTrue(verdict.isRight(), verdict.text());
        assertEquals("Your code is right for all 3 inputs.", verdict.right());
    }

    @Test
    @DisplayName("is told the first input that fails, what it gave and what it should give")
    void wrong() {
        Verdict verdict = judge(text -> Math.max(1, text.length()));
        assertEquals("Right for the input 'one'.", verdict.right());
        assertEquals("For the input '' the result should be 0, but your code gave 1.", verdict.wrong());
    }

    @Test
    @DisplayName("that throws is told for which input and with what message")
    void throwing() {
        assertEquals(
                "For the input 'one' your code stopped with IllegalStateException: not finished",
                judge(_ -> {
                            throw new IllegalStateException("not finished");
                        })
                        .wrong());
    }

    @Test
    @DisplayName("that calls itself without end is told of the stack overflow")
    void overflowing() {
        assertEquals(
                "For the input 'one' your code stopped with StackOverflowError.",
                judge(JudgeTests::forever).wrong());
    }

    @Test
    @DisplayName("that loops without end is interrupted and told so")
    void endless() throws Exception {
        var stopped = new CountDownLatch(1);
        Verdict verdict = judge(Duration.ofMillis(300), _ -> {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            stopped.countDown();
            return 0;
        });
        assertTrue(
                verdict.wrong().startsWith("For the input 'one' your code ran for too long and was stopped."),
                verdict.wrong());
        assertTrue(stopped.await(5, TimeUnit.SECONDS), "the reader's thread was not interrupted");
    }

    @Test
    @DisplayName("is stopped, and the check with it, when the cell is interrupted")
    void interrupted() throws Exception {
        var running = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        Thread cell = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            awaitQuietly(running);
            cell.interrupt();
        });
        assertThrows(
                CancellationException.class,
                () -> judge(_ -> {
                    running.countDown();
                    awaitQuietly(new CountDownLatch(1));
                    stopped.countDown();
                    return 0;
                }));
        assertTrue(stopped.await(5, TimeUnit.SECONDS), "the reader's thread was not interrupted");
        assertFalse(Thread.interrupted(), "the interrupt was taken");
    }

    @Test
    @DisplayName("of another type is told the type that is asked for")
    void type() {
        assertEquals(
                "A piece of code is asked for, a `ToIntFunction` such as `text -> 0`, "
                        + "but this is 3, a whole number (int).",
                Judge.judge(LENGTH, 3, 0).wrong());
    }

    @Test
    @DisplayName("with a wrong type argument is told of the cast that failed")
    void typeArgument() {
        ToIntFunction<Integer> wrong = n -> n + 1;
        String said = Judge.judge(LENGTH, wrong, 0).wrong();
        assertTrue(said.startsWith("For the input 'one' your code stopped with ClassCastException"), said);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            // being stopped is what these tests are about
        }
    }

    private static int forever(String text) {
        return 1 + forever(text);
    }

    private static Verdict judge(ToIntFunction<String> code) {
        return judge(Duration.ofSeconds(60), code);
    }

    private static Verdict judge(Duration limit, ToIntFunction<String> code) {
        return Judge.judge(LENGTH, code, 0, limit);
    }

    private static Trial<ToIntFunction<String>> trial(String text) {
        return new Trial<>("'" + text + "'", code -> code.applyAsInt(text), text::length);
    }
}

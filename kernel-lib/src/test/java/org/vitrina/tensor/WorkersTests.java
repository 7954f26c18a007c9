package org.vitrina.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Workers")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTests {
    private static int[] counts(Workers workers, int parts) {
        var counts = new AtomicIntegerArray(parts);
        workers.run(parts, counts::incrementAndGet);
        return IntStream.range(0, parts).map(counts::get).toArray();
    }

    private static int[] ones(int parts) {
        return IntStream.range(0, parts).map(_ -> 1).toArray();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 3, 8})
    @DisplayName("compute each part once, on any number of threads, again and again")
    void eachPartOnce(int threads) {
        for (int parts = 0; parts < 300; parts++) {
            assertArrayEquals(ones(parts), counts(Workers.of(threads), parts));
        }
        assertEquals(threads, Workers.of(threads).threads());
    }

    @Test
    @DisplayName("share parts among several threads, the caller among them")
    void severalThreads() {
        var seen = ConcurrentHashMap.<Thread>newKeySet();
        var met = new CountDownLatch(2);
        // each part waits for the other, which the same thread could not do
        Workers.of(2).run(2, _ -> {
            seen.add(Thread.currentThread());
            met.countDown();
            try {
                assertTrue(met.await(30, TimeUnit.SECONDS), "the other part was not begun");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertEquals(2, seen.size());
        assertTrue(seen.contains(Thread.currentThread()));
        assertEquals(
                Set.of(true),
                seen.stream()
                        .filter(thread -> thread != Thread.currentThread())
                        .map(Thread::isDaemon)
                        .collect(java.util.stream.Collectors.toSet()),
                "a worker keeps no program from ending");
    }

    @Test
    @DisplayName("are found asleep after a while, and wake for the next operation")
    void wakesUp() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(ones(100), counts(Workers.of(3), 100));
            Thread.sleep(100);
        }
        long asleep = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("vitrina-worker-3."))
                .filter(thread -> thread.getState() == Thread.State.WAITING)
                .count();
        assertEquals(2, asleep);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 3})
    @DisplayName("throw what a part threw, begin no further parts, and go on working")
    void exception(int threads) {
        Workers workers = Workers.of(threads);
        int stopped = 0;
        for (int i = 0; i < 200; i++) {
            var broken = new IllegalArgumentException("part 7 of 100,000 is broken");
            var begun = new AtomicInteger();
            var thrown = assertThrows(
                    IllegalArgumentException.class,
                    () -> workers.run(100_000, part -> {
                        begun.incrementAndGet();
                        if (part == 7) {
                            throw broken;
                        }
                    }));
            assertSame(broken, thrown);
            stopped += begun.get() < 100_000 ? 1 : 0;
            assertArrayEquals(ones(50), counts(workers, 50));
        }
        // the thread with the broken part may be made to wait before it can throw, while another does all the rest
        assertTrue(stopped > 100, "all parts were begun after one had failed in " + (200 - stopped) + " of 200 runs");
    }

    @Test
    @DisplayName("throw an error of a worker's thread in the caller's")
    void error() {
        Thread caller = Thread.currentThread();
        for (int i = 0; i < 20; i++) {
            var met = new CountDownLatch(2);
            assertThrows(
                    StackOverflowError.class,
                    () -> Workers.of(2).run(2, _ -> {
                        met.countDown();
                        try {
                            met.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        if (Thread.currentThread() != caller) {
                            throw new StackOverflowError("as if");
                        }
                    }));
        }
    }

    @Test
    @DisplayName("finish an operation whose caller is interrupted, and leave the caller interrupted")
    void interrupted() {
        var counts = new AtomicIntegerArray(40);
        Thread caller = Thread.currentThread();
        Workers.of(2).run(40, part -> {
            if (part == 3) {
                caller.interrupt();
            }
            long end = System.nanoTime() + 1_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            counts.incrementAndGet(part);
        });
        assertTrue(Thread.interrupted(), "the interrupt was lost");
        assertArrayEquals(ones(40), IntStream.range(0, 40).map(counts::get).toArray());
    }

    @Test
    @DisplayName("may be called by many threads at once, and by a part of an operation")
    void manyCallers() throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            var results = IntStream.range(0, 200)
                    .<Future<int[]>>mapToObj(i -> callers.submit(() -> {
                        var total = new AtomicIntegerArray(64);
                        Workers.of(2)
                                .run(
                                        8,
                                        outer -> Workers.of(2)
                                                .run(8, inner -> total.incrementAndGet(outer * 8 + inner)));
                        return IntStream.range(0, 64).map(total::get).toArray();
                    }))
                    .toList();
            for (Future<int[]> result : results) {
                assertArrayEquals(ones(64), result.get());
            }
        }
    }

    @Test
    @DisplayName("are as many as the system property vitrina.threads says, or as the machine has")
    void property() {
        assertEquals(Runtime.getRuntime().availableProcessors(), WorkerPool.threads(null));
        assertEquals(3, WorkerPool.threads(" 3 "));
        for (String wrong : new String[] {"", "0", "-1", "two"}) {
            var refused = assertThrows(IllegalArgumentException.class, () -> WorkerPool.threads(wrong));
            assertEquals(
                    "the system property vitrina.threads says how many threads compute and is at least 1, but was \""
                            + wrong + "\"",
                    refused.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> Workers.of(0));
    }

    @Test
    @DisplayName("keep nothing of an operation that is over")
    void forgets() {
        var job = new Job(1, _ -> {}, Thread.currentThread());
        job.work();
        job.await();
        assertTrue(job.forgotten());
    }
}

package org.vitrina.arena.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.vitrina.arena.Battle;
import org.vitrina.arena.BattleFileException;
import org.vitrina.arena.Battles;

/// The file of votes: a line for each, at its end, and on the disk before anybody is told that the vote
/// counts.
///
/// One thread writes. Votes that come while the disk is busy go to it together, so that two hundred at once
/// cost little more than one.
final class VoteLog implements AutoCloseable {
    private static final int PIECE = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final Battles before;
    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final Thread writer;

    /// Where the last vote that counts ends; whatever is behind that is the rest of one that failed.
    private long end;

    private record Entry(byte[] line, CompletableFuture<Void> written) {
        static final Entry END = new Entry(new byte[0], new CompletableFuture<>());
    }

    private VoteLog(Path file, FileChannel channel, Battles before, long end) {
        this.file = file;
        this.channel = channel;
        this.before = before;
        this.end = end;
        writer = Thread.ofPlatform().name("votes").daemon().start(this::write);
    }

    /// Opens the file, or makes it, for this program alone. A last line that was broken off, by a crash or
    /// a full disk, is put into a file beside it, `NAME.torn`, and is said to `notes`; it was never thanked
    /// for.
    ///
    /// @throws BattleFileException if another line is no vote
    static VoteLog open(Path file, Consumer<String> notes) throws IOException {
        return open(file, notes, UnaryOperator.identity());
    }

    /// @param disk what stands between this and the file; a test puts a disk there that fails
    static VoteLog open(Path file, Consumer<String> notes, UnaryOperator<FileChannel> disk) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + " is no file in which votes could be kept; name one with --votes");
        }
        FileChannel channel = disk.apply(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        try {
            lock(file, channel);
            mendEnd(file, channel, notes);
            return new VoteLog(file, channel, Battles.read(file), channel.size());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        boolean locked;
        try {
            // beyond the content, as on some systems a lock keeps others from reading, too
            locked = channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            locked = false;
        }
        if (!locked) {
            throw new IOException("another arena writes its votes to " + file + "; end it, or name another file");
        }
    }

    private static void mendEnd(Path file, FileChannel channel, Consumer<String> notes) throws IOException {
        long size = channel.size();
        long end = endOfWholeLines(channel, size);
        if (end == size) return;
        long length = size - end;
        if (length <= 4L * PIECE && isBattle(channel, end, (int) length)) {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}), size);
            channel.force(false);
            notes.accept("the last line of " + file + " lacked its end; it is whole, and was kept");
            return;
        }
        Path torn = file.resolveSibling(file.getFileName() + ".torn");
        try (FileChannel aside = FileChannel.open(
                torn, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            for (long at = end; at < size; ) at += channel.transferTo(at, size - at, aside);
            aside.write(ByteBuffer.wrap(new byte[] {'\n'}));
            aside.force(true);
        }
        channel.truncate(end);
        channel.force(true);
        notes.accept("the last line of %s was broken off after %,d bytes, as by a crash; it was set aside in %s, and no"
                        .formatted(file, length, torn)
                + " vote that had been thanked for was touched");
    }

    /// Returns where the last line that has an end ends.
    private static long endOfWholeLines(FileChannel channel, long size) throws IOException {
        for (long to = size; to > 0; ) {
            long from = Math.max(0, to - PIECE);
            ByteBuffer piece = read(channel, from, (int) (to - from));
            for (int i = piece.limit() - 1; i >= 0; i--) {
                if (piece.get(i) == '\n') return from + i + 1;
            }
            to = from;
        }
        return 0;
    }

    private static boolean isBattle(FileChannel channel, long from, int length) throws IOException {
        Path copy = Files.createTempFile("vitrina-vote", ".jsonl");
        try {
            Files.write(copy, read(channel, from, length).array());
            return Battles.read(copy).size() == 1;
        } catch (BattleFileException broken) {
            return false;
        } finally {
            Files.delete(copy);
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        var piece = ByteBuffer.allocate(length);
        while (piece.hasRemaining() && channel.read(piece, from + piece.position()) >= 0) {}
        return piece.flip();
    }

    /// Returns the votes that were in the file when it was opened.
    Battles before() {
        return before;
    }

    Path file() {
        return file;
    }

    /// Writes a vote, and returns when it is on the disk.
    ///
    /// @throws IOException if it could not be written, with what the disk said as its cause; then nothing of
    ///     it is in the file, or is gone from it before the next vote is written
    void append(Battle battle) throws IOException {
        var entry =
                new Entry((Battles.line(battle) + "\n").getBytes(StandardCharsets.UTF_8), new CompletableFuture<>());
        queue.add(entry);
        // whoever closes this lets what is waiting be written first
        if (!writer.isAlive()) entry.written().completeExceptionally(new IOException("the file of votes is closed"));
        try {
            entry.written().get();
        } catch (ExecutionException e) {
            throw new IOException("the vote could not be written to " + file, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the vote could not be written to " + file, e);
        }
    }

    private void write() {
        var some = new ArrayList<Entry>();
        while (true) {
            some.clear();
            try {
                some.add(queue.take());
            } catch (InterruptedException e) {
                continue; // nobody interrupts this thread but by mistake; it ends by an entry
            }
            queue.drainTo(some);
            boolean ends = some.remove(Entry.END);
            if (!some.isEmpty()) write(some);
            if (ends) {
                var late = new IOException("the file of votes is closed");
                for (Entry left = queue.poll(); left != null; left = queue.poll()) {
                    left.written().completeExceptionally(late);
                }
                return;
            }
        }
    }

    private void write(List<Entry> some) {
        try {
            put(some);
            some.forEach(entry -> entry.written().complete(null));
        } catch (IOException e) {
            // there may be room for some of them
            if (some.size() > 1) some.forEach(entry -> write(List.of(entry)));
            else some.getFirst().written().completeExceptionally(e);
        }
    }

    private void put(List<Entry> some) throws IOException {
        int length = some.stream().mapToInt(entry -> entry.line().length).sum();
        var all = ByteBuffer.allocate(length);
        some.forEach(entry -> all.put(entry.line()));
        all.flip();
        try {
            if (channel.size() != end) channel.truncate(end);
            while (all.hasRemaining()) channel.write(all, end + all.position());
            channel.force(false);
        } catch (IOException e) {
            takeBack(e);
            throw e;
        }
        end += length;
    }

    /// Takes back what came of a write that failed. Where that fails too, the next write does it first.
    private void takeBack(IOException failure) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /// Writes what is waiting, and closes the file.
    @Override
    public void close() throws IOException {
        queue.add(Entry.END);
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (channel) {
            // the rest of a vote that was refused, which the next arena would count
            if (channel.isOpen() && channel.size() > end) channel.truncate(end);
        }
    }
}

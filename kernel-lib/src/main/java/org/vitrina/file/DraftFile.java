package org.vitrina.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.vitrina.show.Progress;

/// A file that is written beside the one it shall become, and takes its place when it is whole; if it does not
/// get that far, it is removed.
final class DraftFile implements AutoCloseable {
    private static final int PIECE = 1 << 22;
    static final long MEGABYTE = 1_000_000;

    private final Path target;
    private final Path draft;
    private final FileChannel channel;
    private final Progress.Task task;
    private long written;

    /// @param what  what is being done, for the progress bar
    /// @param bytes how many there will be, or 0 if that is not known
    DraftFile(Path file, String what, long bytes) throws IOException {
        target = file.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new FileSystemException(file.toString(), null, "is a folder, where a file shall be written");
        }
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new FileSystemException(
                    file.toString(), null, "cannot be written: there is no folder " + folder + "; create it first");
        }
        draft = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        task = Progress.task(what + " (MB)", bytes / MEGABYTE);
    }

    /// Returns how many bytes were written.
    long written() {
        return written;
    }

    void write(byte[] bytes) throws IOException {
        write(MemorySegment.ofArray(bytes));
    }

    void write(MemorySegment bytes) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += PIECE) {
            writeFully(bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer());
        }
    }

    /// Writes zeros until what was written is a multiple of `alignment`, a power of two.
    void pad(int alignment) throws IOException {
        long zeros = -written & (alignment - 1);
        while (zeros > 0) {
            int some = (int) Math.min(zeros, PIECE);
            writeFully(ByteBuffer.allocate(some));
            zeros -= some;
        }
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                written += channel.write(bytes);
            }
        } catch (ClosedByInterruptException _) {
            Thread.interrupted();
            throw new CancellationException("stopped by an interrupt while writing " + target.getFileName());
        }
        task.at(written / MEGABYTE);
    }

    /// Puts the file in its place.
    void keep() throws IOException {
        channel.close();
        move(draft, target);
    }

    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
            Files.deleteIfExists(draft);
        } finally {
            task.close();
        }
    }
}

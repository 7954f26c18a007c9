package org.vitrina.file.fetch;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;
import org.vitrina.show.Progress;

/// A file that is being downloaded. What has arrived stays there when the connection breaks or the process ends,
/// and the next attempt goes on behind it
/// ([RFC 9110, section 14](https://www.rfc-editor.org/rfc/rfc9110#name-range-requests)).
final class Download implements AutoCloseable {
    private static final int ATTEMPTS = 2;
    private static final int BUFFER = 1 << 16;
    private static final long MEGABYTE = 1_000_000;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final Path part;
    private final long most;
    private final String what;
    private final FileChannel channel;

    /// @param part the file, begun or not
    /// @param most how many bytes it may have at the most
    Download(Path part, long most, String what) throws IOException {
        this.part = part;
        this.most = most;
        this.what = what;
        channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException _) {
            // another thread of this process; as with another process
        }
        channel.close();
        throw new IOException("it is being fetched by another call already; wait for that");
    }

    /// Downloads what is missing. A connection that breaks is opened again as long as each brings something.
    void from(URI uri) throws IOException {
        int inVain = 0;
        while (true) {
            long had = channel.size();
            try {
                attempt(uri);
                return;
            } catch (ClosedByInterruptException _) {
                Thread.interrupted();
                throw new CancellationException("stopped by an interrupt while " + what);
            } catch (RefusedException e) {
                throw e;
            } catch (IOException e) {
                inVain = channel.size() > had ? 0 : inVain + 1;
                if (inVain == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void attempt(URI uri) throws IOException {
        HttpURLConnection connection = Http.open(uri);
        // what a server packs on the way has other offsets
        connection.setRequestProperty("Accept-Encoding", "identity");
        long had = channel.size();
        if (had > 0) {
            connection.setRequestProperty("Range", "bytes=" + had + "-");
        }
        int status = connection.getResponseCode();
        if (status == RANGE_NOT_SATISFIABLE) {
            if (had == total(connection.getHeaderField("Content-Range"))) {
                return;
            }
            channel.truncate(0);
            throw new IOException("what was there does not fit what is there now");
        }
        boolean continued = status == HttpURLConnection.HTTP_PARTIAL
                && String.valueOf(connection.getHeaderField("Content-Range")).startsWith("bytes " + had + "-");
        if (!continued && status != HttpURLConnection.HTTP_OK) {
            throw new RefusedException("HTTP status " + status);
        }
        if (!continued) {
            channel.truncate(0);
        }
        receive(connection, continued ? had : 0);
    }

    private void receive(HttpURLConnection connection, long had) throws IOException {
        long length = connection.getContentLengthLong();
        long total = length < 0 ? most : had + length;
        if (total > most) {
            throw new RefusedException("expected at most %,d bytes, found %,d".formatted(most, total));
        }
        byte[] buffer = new byte[BUFFER];
        long at = had;
        try (var in = connection.getInputStream();
                var task = Progress.task(what + " (MB)", total / MEGABYTE)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (at + read > most) {
                    throw new RefusedException("expected at most %,d bytes, found more".formatted(most));
                }
                at += channel.write(ByteBuffer.wrap(buffer, 0, read), at);
                task.at(at / MEGABYTE);
            }
        }
        if (length >= 0 && at < total) {
            throw new IOException("the connection ended after %,d of %,d bytes".formatted(at, total));
        }
    }

    /// Returns how many bytes there are in all, as `bytes *\/100` says, or -1.
    private static long total(String contentRange) {
        return contentRange != null && contentRange.matches("bytes \\*/\\d{1,18}")
                ? Long.parseLong(contentRange.substring(contentRange.indexOf('/') + 1))
                : -1;
    }

    /// Forgets what has arrived.
    void clear() throws IOException {
        channel.truncate(0);
    }

    /// Removes the file: what was in it is not needed any more.
    void delete() throws IOException {
        Files.deleteIfExists(part);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// Says that trying again would not help.
    private static final class RefusedException extends IOException {
        RefusedException(String message) {
            super(message);
        }
    }
}

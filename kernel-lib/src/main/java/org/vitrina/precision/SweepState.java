package org.vitrina.precision;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;

/// The rows of a sweep that are done, in a file: a line of JSON that says which sweep it is, then
/// one for each row.
///
/// After each row the file is written anew beside itself and takes its own place: it is always
/// whole. For one thread.
final class SweepState {
    private static final String SWEEP = "sweep";
    private static final String CANDIDATE = "candidate";

    private final Optional<Path> file;
    private final String key;
    private final SequencedMap<String, SweepRow> rows = new LinkedHashMap<>();

    private SweepState(Optional<Path> file, String key) {
        this.file = file;
        this.key = key;
    }

    static SweepState inMemory() {
        return new SweepState(Optional.empty(), "");
    }

    /// Returns the state in `file`, which need not be there yet.
    ///
    /// @param key says which sweep it is
    /// @throws IOException if the file belongs to another sweep, or is no such file; the message
    ///     says which line is wrong
    static SweepState in(Path file, String key) throws IOException {
        var state = new SweepState(Optional.of(file), key);
        if (!Files.exists(file)) return state;
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            try {
                JsonObject json = JsonParser.parseString(line).getAsJsonObject();
                if (number == 1) state.check(file, json);
                else state.rows.put(json.get(CANDIDATE).getAsString(), SweepRow.of(json));
            } catch (JsonParseException
                    | IllegalStateException
                    | IllegalArgumentException
                    | UnsupportedOperationException
                    | NullPointerException e) {
                throw new IOException(
                        "line %d of %s is no result of a sweep (%s); delete the file to begin anew"
                                .formatted(number, file, e.getMessage()),
                        e);
            }
        }
        return state;
    }

    private void check(Path file, JsonObject json) throws IOException {
        if (!json.has(SWEEP)) throw new IllegalArgumentException("it has no '" + SWEEP + "'");
        if (!json.get(SWEEP).getAsString().equals(key)) {
            throw new IOException(file + " holds the results of another sweep: the model, the text or an option is not"
                    + " the same; choose another folder, or delete the file to begin anew");
        }
    }

    Optional<SweepRow> row(String candidate) {
        return Optional.ofNullable(rows.get(candidate));
    }

    void add(String candidate, SweepRow row) throws IOException {
        rows.put(candidate, row);
        if (file.isPresent()) write(file.get(), text());
    }

    private String text() {
        var text = new StringBuilder();
        var head = new JsonObject();
        head.addProperty(SWEEP, key);
        text.append(head).append('\n');
        rows.forEach((candidate, row) -> {
            JsonObject json = row.toJson();
            json.addProperty(CANDIDATE, candidate);
            text.append(json).append('\n');
        });
        return text.toString();
    }

    /// Writes a file beside its place, then moves it there.
    static void write(Path file, byte[] bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        // not createTempFile, whose files nobody else may read
        Path draft = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (var channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (var buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) channel.write(buffer);
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}

package org.vitrina.file;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Writes safetensors files, made by [Safetensors#writer]. Each method returns this writer.
public final class SafetensorsWriter {
    private final SequencedMap<String, String> metadata = new LinkedHashMap<>();
    private final SequencedMap<String, NewTensor> tensors = new LinkedHashMap<>();

    SafetensorsWriter() {}

    /// Sets a text of the file's metadata. Transformers wants `format` to be `pt`.
    public SafetensorsWriter text(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /// Adds a tensor.
    ///
    /// @throws IllegalArgumentException if there is one of that name already, or if safetensors has no type for
    ///     its format
    public SafetensorsWriter tensor(NewTensor tensor) {
        SafetensorsType.of(tensor.format());
        String where = "tensor " + ModelFileException.quoted(tensor.name());
        if (tensor.name().equals("__metadata__")) {
            throw new IllegalArgumentException(where + ": this name stands for the file's metadata");
        }
        if (tensors.putIfAbsent(tensor.name(), tensor) != null) {
            throw new IllegalArgumentException(where + " was added already; each name stands once");
        }
        return this;
    }

    /// Adds a tensor of another file, byte by byte as it is there.
    public SafetensorsWriter tensor(StoredTensor tensor) {
        return tensor(NewTensor.of(tensor));
    }

    /// Writes one file. It is written beside `file` and then takes its place.
    public void write(Path file) throws IOException {
        write(file, List.copyOf(tensors.values()));
    }

    /// Writes files of about `most` bytes to `folder`, and the index that says which tensor is where; or one file
    /// `model.safetensors` if that is enough.
    ///
    /// @param most how many bytes of weights a file may have; a tensor that is larger gets a file of its own
    public void writeSharded(Path folder, long most) throws IOException {
        List<List<NewTensor>> shards = new ArrayList<>();
        long bytes = most;
        long total = 0;
        for (NewTensor tensor : tensors.values()) {
            if (shards.isEmpty() || bytes + tensor.bytes() > most) {
                shards.add(new ArrayList<>());
                bytes = 0;
            }
            shards.getLast().add(tensor);
            bytes += tensor.bytes();
            total += tensor.bytes();
        }
        if (shards.size() <= 1) {
            write(folder.resolve(Safetensors.NAME));
            return;
        }
        var files = new LinkedHashMap<String, String>();
        for (int i = 0; i < shards.size(); i++) {
            String name = "model-%05d-of-%05d.safetensors".formatted(i + 1, shards.size());
            write(folder.resolve(name), shards.get(i));
            shards.get(i).forEach(tensor -> files.put(tensor.name(), name));
        }
        byte[] index = index(files, total);
        try (var draft = new DraftFile(folder.resolve(SafetensorsIndex.NAME), "writing the index", index.length)) {
            draft.write(index);
            draft.keep();
        }
    }

    private void write(Path file, List<NewTensor> content) throws IOException {
        var sorted = new ArrayList<>(content);
        // as safetensors' own writer sorts: types of many bytes first, so that each begins at a multiple of them
        sorted.sort(Comparator.comparing((NewTensor tensor) -> SafetensorsType.of(tensor.format()))
                .reversed()
                .thenComparing(NewTensor::name));
        byte[] header = header(sorted);
        long bytes =
                8 + header.length + sorted.stream().mapToLong(NewTensor::bytes).sum();
        var length = new ByteSink();
        length.int64(header.length);
        try (var draft = new DraftFile(file, "writing " + file.getFileName(), bytes)) {
            draft.write(length.toBytes());
            draft.write(header);
            for (NewTensor tensor : sorted) {
                tensor.writeTo(draft);
            }
            draft.keep();
        }
    }

    /// Returns the header, with spaces behind it until it is a multiple of 8 bytes.
    private byte[] header(List<NewTensor> content) {
        String json = json("", out -> {
            out.beginObject();
            if (!metadata.isEmpty()) {
                out.name("__metadata__").beginObject();
                for (var entry : metadata.entrySet()) {
                    out.name(entry.getKey()).value(entry.getValue());
                }
                out.endObject();
            }
            long offset = 0;
            for (NewTensor tensor : content) {
                out.name(tensor.name()).beginObject();
                out.name("dtype").value(tensor.format().name());
                out.name("shape").beginArray();
                for (long length : tensor.shape()) {
                    out.value(length);
                }
                out.endArray();
                out.name("data_offsets").beginArray().value(offset);
                offset += tensor.bytes();
                out.value(offset).endArray().endObject();
            }
            out.endObject();
        });
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat(-length & 7)).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] index(SequencedMap<String, String> files, long total) {
        return (json("  ", out -> {
                            out.beginObject();
                            out.name("metadata").beginObject();
                            out.name("total_size").value(total).endObject();
                            out.name("weight_map").beginObject();
                            for (var entry : files.entrySet()) {
                                out.name(entry.getKey()).value(entry.getValue());
                            }
                            out.endObject().endObject();
                        })
                        + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private interface Content {
        void writeTo(JsonWriter out) throws IOException;
    }

    private static String json(String indent, Content content) {
        var text = new StringWriter();
        try (var out = new JsonWriter(text)) {
            out.setIndent(indent);
            out.setHtmlSafe(false);
            content.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("JSON could not be written to memory", e);
        }
        return text.toString();
    }
}

package org.vitrina.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The file format of Hugging Face's hub ([safetensors](https://github.com/huggingface/safetensors#format)): one
/// file, or several with an index.
public final class Safetensors {
    /// The name of a model that is one file.
    static final String NAME = "model.safetensors";

    private static final int MOST_FILES = 4096;

    private Safetensors() {}

    /// Opens a `.safetensors` file, an index `model.safetensors.index.json` with the files that it names, or a
    /// folder that holds one of these. The weights are mapped and not copied.
    ///
    /// @throws ModelFileException if a file is not whole and sound, or index and files do not agree
    public static SafetensorsFile open(Path path) throws IOException {
        Path file = Files.isDirectory(path) ? inFolder(path) : path;
        return file.getFileName().toString().endsWith(".json") ? sharded(file) : single(file);
    }

    /// Returns a writer of a model without tensors yet.
    public static SafetensorsWriter writer() {
        return new SafetensorsWriter();
    }

    /// Checks a whole file that is in memory and returns what stands before its weights.
    static SafetensorsHeader read(MemorySegment bytes) throws ModelFileException {
        return new SafetensorsReader(bytes).read();
    }

    private static Path inFolder(Path folder) throws ModelFileException {
        Path index = folder.resolve(SafetensorsIndex.NAME);
        Path file = folder.resolve(NAME);
        if (Files.isRegularFile(index)) {
            return index;
        }
        if (!Files.isRegularFile(file)) {
            throw new ModelFileException(
                    "folder " + folder, -1, "a file " + NAME + " or " + SafetensorsIndex.NAME, "neither");
        }
        return file;
    }

    private static SafetensorsFile single(Path file) throws IOException {
        MappedFile mapped = MappedFile.open(file);
        SafetensorsHeader header = mapped.read(bytes -> new SafetensorsReader(bytes).read());
        return new SafetensorsFile(file, List.of(mapped), header);
    }

    private static SafetensorsFile sharded(Path index) throws IOException {
        MappedFile text = MappedFile.open(index);
        SequencedMap<String, String> files = text.read(SafetensorsIndex::read);
        text.arena().close();
        var opened = new ArrayList<MappedFile>();
        try {
            return sharded(index, files, opened);
        } catch (Throwable e) {
            opened.forEach(MappedFile::close);
            throw e;
        }
    }

    private static SafetensorsFile sharded(Path index, SequencedMap<String, String> files, List<MappedFile> opened)
            throws IOException {
        var headers = new LinkedHashMap<String, SafetensorsHeader>();
        for (String name : files.values()) {
            if (headers.containsKey(name)) {
                continue;
            }
            if (headers.size() == MOST_FILES) {
                throw new ModelFileException("index", -1, "at most " + MOST_FILES + " files", "more").in(index);
            }
            Path shard = index.resolveSibling(name);
            if (!Files.isRegularFile(shard)) {
                throw new ModelFileException(
                                "index", -1, "the file " + ModelFileException.quoted(name) + " beside it", "none")
                        .in(index);
            }
            MappedFile mapped = MappedFile.open(shard);
            opened.add(mapped);
            headers.put(name, mapped.read(bytes -> new SafetensorsReader(bytes).read()));
        }
        return new SafetensorsFile(index, List.copyOf(opened), joined(index, files, headers));
    }

    private static SafetensorsHeader joined(
            Path index, SequencedMap<String, String> files, Map<String, SafetensorsHeader> headers)
            throws ModelFileException {
        var metadata = new LinkedHashMap<String, Object>();
        List.copyOf(headers.values()).reversed().forEach(header -> metadata.putAll(header.metadata()));
        var tensors = new LinkedHashMap<String, StoredTensor>();
        for (Map.Entry<String, String> entry : files.entrySet()) {
            StoredTensor tensor = headers.get(entry.getValue()).tensors().get(entry.getKey());
            if (tensor == null) {
                throw disagree(index, entry.getKey(), "in " + entry.getValue() + ", as the index says", "none there");
            }
            tensors.put(tensor.name(), tensor);
        }
        for (Map.Entry<String, SafetensorsHeader> file : headers.entrySet()) {
            for (String name : file.getValue().tensors().keySet()) {
                if (!file.getKey().equals(files.get(name))) {
                    throw disagree(index, name, "what the index knows of", "it in " + file.getKey());
                }
            }
        }
        return new SafetensorsHeader(metadata, tensors);
    }

    private static ModelFileException disagree(Path index, String tensor, String expected, String found) {
        return new ModelFileException("tensor " + ModelFileException.quoted(tensor), -1, expected, found).in(index);
    }
}

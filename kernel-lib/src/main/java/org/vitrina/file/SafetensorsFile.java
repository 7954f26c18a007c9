package org.vitrina.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Open safetensors files that hold one model, made by [Safetensors#open]. Their metadata is texts only; what the
/// model is, is said in `config.json` beside them.
public final class SafetensorsFile implements ModelFile {
    private final Path path;
    private final List<MappedFile> files;
    private final SafetensorsHeader header;

    SafetensorsFile(Path path, List<MappedFile> files, SafetensorsHeader header) {
        this.path = path;
        this.files = files;
        this.header = header;
    }

    /// Returns the file, or the index of the files.
    public Path path() {
        return path;
    }

    /// Returns the files that hold the tensors.
    public List<Path> files() {
        return files.stream().map(MappedFile::file).toList();
    }

    @Override
    public SequencedMap<String, Object> metadata() {
        return Collections.unmodifiableSequencedMap(header.metadata());
    }

    @Override
    public SequencedMap<String, StoredTensor> tensors() {
        return Collections.unmodifiableSequencedMap(header.tensors());
    }

    /// Returns what `config.json` beside the file says, or nothing where there is none.
    ///
    /// @throws UncheckedIOException if the file is there but cannot be read; its cause says why
    @Override
    public ModelFacts facts() {
        Path config = path.resolveSibling(HuggingFaceConfig.NAME);
        boolean template = Files.isRegularFile(path.resolveSibling("chat_template.jinja"));
        try {
            Map<String, Object> tokenizer = read(path.resolveSibling("tokenizer_config.json"));
            return ModelFacts.ofConfig(read(config), template || tokenizer.containsKey("chat_template"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> read(Path file) throws IOException {
        return Files.isRegularFile(file) ? HuggingFaceConfig.read(file) : Map.of();
    }

    @Override
    public void close() {
        files.forEach(MappedFile::close);
    }

    @Override
    public String toString() {
        return "safetensors file %s, %s, %d tensors"
                .formatted(
                        ModelFileException.quoted(path.getFileName().toString()),
                        ReportText.bytes(files.stream()
                                .mapToLong(file -> file.bytes().byteSize())
                                .sum()),
                        tensors().size());
    }
}

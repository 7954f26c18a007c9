package org.vitrina.file;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Reads `model.safetensors.index.json`, which says in which file of several each tensor is.
final class SafetensorsIndex {
    static final String NAME = "model.safetensors.index.json";
    private static final int LONGEST_NAME = 1024;
    private static final int MOST_TENSORS = 1 << 17;
    private static final String WEIGHT_MAP = "weight_map";

    private SafetensorsIndex() {}

    /// Returns the file's name for each tensor.
    static SequencedMap<String, String> read(MemorySegment bytes) throws ModelFileException {
        if (bytes.byteSize() > SafetensorsReader.MOST_HEADER) {
            throw new ModelFileException(
                    "index",
                    -1,
                    "at most %,d bytes, which is this library's limit".formatted(SafetensorsReader.MOST_HEADER),
                    "%,d".formatted(bytes.byteSize()));
        }
        var json = new JsonScanner(bytes, 0, SafetensorsReader.LONGEST_STRING);
        SequencedMap<String, String> files = null;
        json.expect('{', "index", "'{', the beginning of an object");
        if (!json.reads('}')) {
            do {
                long at = json.at();
                String member = json.string("index");
                json.expect(':', "index", "a colon after a name");
                if (!member.equals(WEIGHT_MAP)) {
                    json.skip(ModelFileException.quoted(member));
                } else if (files == null) {
                    files = weightMap(json);
                } else {
                    throw new ModelFileException("index", at, "'weight_map' once", "it again");
                }
            } while (json.more('}', "index"));
        }
        json.expectEnd("index");
        if (files == null) {
            throw new ModelFileException("index", -1, "the member 'weight_map'", "none");
        }
        return Collections.unmodifiableSequencedMap(files);
    }

    private static SequencedMap<String, String> weightMap(JsonScanner json) throws ModelFileException {
        var files = new LinkedHashMap<String, String>();
        json.expect('{', WEIGHT_MAP, "'{', the beginning of an object");
        if (json.reads('}')) {
            return files;
        }
        do {
            long at = json.at();
            String tensor = json.string(WEIGHT_MAP);
            String where = "tensor " + ModelFileException.quoted(tensor);
            json.expect(':', where, "a colon after a name");
            long fileAt = json.at();
            String file = json.string(where);
            // a name with a folder in it could lead anywhere
            boolean plain = file.length() <= LONGEST_NAME
                    && file.endsWith(".safetensors")
                    && file.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ');
            if (!plain) {
                throw new ModelFileException(
                        where,
                        fileAt,
                        "the name of a .safetensors file in the same folder",
                        ModelFileException.quoted(file));
            }
            if (files.size() == MOST_TENSORS) {
                throw new ModelFileException(where, at, "at most %,d tensors".formatted(MOST_TENSORS), "another");
            }
            if (files.put(tensor, file) != null) {
                throw new ModelFileException(where, at, "each name once", "it again");
            }
        } while (json.more('}', WEIGHT_MAP));
        return files;
    }
}

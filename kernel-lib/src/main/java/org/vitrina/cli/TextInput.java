package org.vitrina.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads text that must be UTF-8, and says at which byte it is not.
final class TextInput {
    private TextInput() {}

    static String file(Path file) throws IOException {
        if (Files.isDirectory(file)) throw new IOException(file + " is a folder, where a text file is expected");
        return decode(Files.readAllBytes(file), file.toString());
    }

    static String stream(InputStream in) throws IOException {
        return decode(new BufferedInputStream(in).readAllBytes(), "standard input");
    }

    private static String decode(byte[] bytes, String from) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        var source = ByteBuffer.wrap(bytes);
        var text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(source, text, true);
        if (result.isError())
            throw new IOException(
                    "%s is not UTF-8: byte %d is %02X, which is not possible there; convert it, for example with iconv -f LATIN1 -t UTF-8"
                            .formatted(from, source.position(), bytes[source.position()] & 0xFF));
        return text.flip().toString();
    }
}

package org.vitrina.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vitrina.quantize.FormatsTests.decoded;
import static org.vitrina.quantize.FormatsTests.encoded;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The golden bytes were written by ggml: `src/test/python/ggml_blocks.py`.
@DisplayName("Blocks that ggml wrote")
class GoldenBlocksTests {
    private static JsonObject file() throws IOException {
        try (Reader file = new InputStreamReader(
                GoldenBlocksTests.class.getResourceAsStream("ggml-blocks.json"), StandardCharsets.UTF_8)) {
            return new Gson().fromJson(file, JsonObject.class);
        }
    }

    static List<Arguments> golden() throws IOException {
        JsonObject kinds = file();
        kinds.remove("stream");
        var all = new ArrayList<Arguments>();
        kinds.asMap().forEach((kind, entry) -> {
            JsonObject golden = entry.getAsJsonObject();
            float[] weights = floats(bytes(golden.get("weights").getAsString()));
            golden.getAsJsonObject("blocks")
                    .asMap()
                    .forEach((name, blocks) -> all.add(Arguments.of(
                            kind,
                            Formats.named(name),
                            weights,
                            bytes(blocks.getAsString()),
                            golden.getAsJsonObject("decoded").get(name).getAsString())));
        });
        return all;
    }

    static List<Arguments> hashes() throws IOException {
        return file().getAsJsonObject("stream").getAsJsonObject("hashes").entrySet().stream()
                .map(entry -> Arguments.of(
                        Formats.named(entry.getKey()), entry.getValue().getAsString()))
                .toList();
    }

    /// Repeats the generator of the script.
    private static float[] stream(int count) {
        float[] weights = new float[count];
        long state = 0;
        for (int i = 0; i < count; i++) {
            state += 0x9E3779B97F4A7C15L;
            long z = state;
            z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            z ^= z >>> 31;
            long four = (z & 0x7FFF) + (z >>> 15 & 0x7FFF) + (z >>> 30 & 0x7FFF) + (z >>> 45 & 0x7FFF) - 65534;
            weights[i] = four * (z >>> 60 == 0 ? 16 : 1) / 65536f;
        }
        return weights;
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hashes")
    @DisplayName("of 262,144 weights are written the same here, to the last byte")
    void stream(Format format, String hash) throws NoSuchAlgorithmException {
        assertEquals(hash, sha256(encoded(format, stream(1 << 18))));
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static float[] floats(byte[] bytes) {
        float[] floats = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    @ParameterizedTest(name = "{0} weights as {1}")
    @MethodSource("golden")
    @DisplayName("are written the same here, and read as the same weights")
    void same(String kind, Format format, float[] weights, byte[] blocks, String hash) throws NoSuchAlgorithmException {
        GgmlTests.assertSame(format, blocks, encoded(format, weights), weights);
        var bits = ByteBuffer.allocate(Float.BYTES * weights.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float weight : decoded(format, blocks, weights.length)) {
            bits.putInt(Float.floatToIntBits(weight));
        }
        assertEquals(
                hash,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bits.array())));
    }
}

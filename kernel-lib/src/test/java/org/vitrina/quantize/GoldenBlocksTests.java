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
    static List<Arguments> golden() throws IOException {
        try (Reader file = new InputStreamReader(
                GoldenBlocksTests.class.getResourceAsStream("ggml-blocks.json"), StandardCharsets.UTF_8)) {
            var all = new ArrayList<Arguments>();
            new Gson().fromJson(file, JsonObject.class).asMap().forEach((kind, entry) -> {
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

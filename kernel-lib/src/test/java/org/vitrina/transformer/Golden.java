package org.vitrina.transformer;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vitrina.tensor.Tensor;

/// What PyTorch computed on a small model, and the model: written by `small_models.py`.
record Golden(String name, JsonObject header, ByteBuffer data) {
    static Golden of(String name) {
        try {
            ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(resource(name + ".safetensors")))
                    .order(ByteOrder.LITTLE_ENDIAN);
            byte[] json = new byte[Math.toIntExact(file.getLong())];
            file.get(json);
            return new Golden(
                    name,
                    JsonParser.parseString(new String(json, StandardCharsets.UTF_8))
                            .getAsJsonObject(),
                    file.slice().order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path resource(String file) {
        try {
            return Path.of(Golden.class.getResource(file).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    Path model() {
        return resource(name + ".gguf");
    }

    int[] ids() {
        Tensor bits = tensor("ids");
        int[] ids = new int[bits.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Float.floatToRawIntBits(bits.data()[i]);
        }
        return ids;
    }

    Tensor tensor(String key) {
        JsonObject entry = header.getAsJsonObject(key);
        int[] shape = entry.getAsJsonArray("shape").asList().stream()
                .mapToInt(length -> length.getAsInt())
                .toArray();
        int from = entry.getAsJsonArray("data_offsets").get(0).getAsInt();
        Tensor tensor = Tensor.zeros(shape);
        data.slice(from, 4 * tensor.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(tensor.data());
        return tensor;
    }

    @Override
    public String toString() {
        return name;
    }
}

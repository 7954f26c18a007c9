package org.vitrina.evaluate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Weight;

/// A hash of what a model has learned: of the names, shapes and numbers of its parameters, whatever else is in its
/// file.
final class WeightsHash {
    private WeightsHash() {}

    /// Returns SHA-256 in hexadecimal, or an empty text for a model that has no weights.
    static String of(LanguageModel model) {
        if (!(model instanceof Model weighted)) {
            return "";
        }
        MessageDigest digest = sha256();
        for (Weight weight : weighted.transformer().weights()) {
            digest.update((weight.name() + weight.shape()).getBytes(StandardCharsets.UTF_8));
            int columns = weight.matrix().columns();
            float[] row = new float[columns];
            var bytes = ByteBuffer.allocate(Float.BYTES * columns).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < weight.matrix().rows(); i++) {
                weight.matrix().row(i, row, 0);
                bytes.asFloatBuffer().put(row);
                digest.update(bytes.array());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

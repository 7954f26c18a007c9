package org.vitrina.kernel.notebook;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/// Gives an id to each cell that has none.
///
/// The id follows from the cell's text, so that reading the same file twice gives the same ids, and a cell put
/// before another does not change the other's.
final class CellIds {
    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final int HASH_BYTES = 4;

    private CellIds() {}

    /// Notes the id that a cell brings, so that none of the made ones is equal to it.
    static void claim(JsonPlace cell, Set<String> ids) {
        if (cell.value() instanceof JsonObject object && given(object) != null) {
            ids.add("given " + given(object));
        }
    }

    /// Returns the cell's own id if it is valid and not yet taken, and otherwise one made from `text`.
    static String of(JsonObject cell, String text, Set<String> ids) {
        String given = given(cell);
        if (given != null && ids.add(given)) {
            return given;
        }
        String made = hash(text);
        for (int copy = 2; ids.contains("given " + made) || !ids.add(made); copy++) {
            made = hash(text) + "-" + copy;
        }
        return made;
    }

    private static String given(JsonObject cell) {
        return cell.get("id") instanceof JsonPrimitive id
                        && id.isString()
                        && VALID.matcher(id.getAsString()).matches()
                ? id.getAsString()
                : null;
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

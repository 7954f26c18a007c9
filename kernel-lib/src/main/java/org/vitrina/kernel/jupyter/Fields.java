package org.vitrina.kernel.jupyter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/// The content of a message, read field by field; what has the wrong type is an error that names it.
///
/// @param of what the fields belong to, for errors: `execute_request`
record Fields(String of, JsonObject object) {
    String text(String name) throws BadMessage {
        JsonElement value = present(name);
        if (value instanceof JsonPrimitive text && text.isString()) {
            return text.getAsString();
        }
        throw wrong(name, "a string", value);
    }

    String text(String name, String otherwise) throws BadMessage {
        return has(name) ? text(name) : otherwise;
    }

    boolean flag(String name, boolean otherwise) throws BadMessage {
        if (!has(name)) {
            return otherwise;
        }
        JsonElement value = present(name);
        if (value instanceof JsonPrimitive flag && flag.isBoolean()) {
            return flag.getAsBoolean();
        }
        throw wrong(name, "true or false", value);
    }

    int number(String name) throws BadMessage {
        JsonElement value = present(name);
        if (value instanceof JsonPrimitive number && number.isNumber()) {
            double exact = number.getAsDouble();
            if (exact == Math.rint(exact) && Math.abs(exact) <= Integer.MAX_VALUE) {
                return (int) exact;
            }
        }
        throw wrong(name, "a whole number of 32 bits", value);
    }

    int number(String name, int otherwise) throws BadMessage {
        return has(name) ? number(name) : otherwise;
    }

    JsonObject object(String name) throws BadMessage {
        if (!has(name)) {
            return new JsonObject();
        }
        if (present(name) instanceof JsonObject object) {
            return object;
        }
        throw wrong(name, "an object", present(name));
    }

    boolean has(String name) {
        return object.has(name) && !object.get(name).isJsonNull();
    }

    private JsonElement present(String name) throws BadMessage {
        JsonElement value = object.get(name);
        if (value == null) {
            throw new BadMessage(of + " needs the field " + name + ", but has only " + object.keySet());
        }
        return value;
    }

    private BadMessage wrong(String name, String expected, JsonElement value) {
        return new BadMessage(
                of + ": " + name + " must be " + expected + ", but is " + Json.shortened(value.toString()));
    }
}

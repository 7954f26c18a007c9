package org.vitrina.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// What a file says about itself, read with the types that are expected.
record TypedMetadata(Map<String, Object> values) {
    String text(String key) throws ModelFileException {
        return switch (values.get(key)) {
            case String text -> text;
            case null -> throw new ModelFileException(key, -1, "a text", "nothing");
            case Object other -> throw wrong(key, "a text", other);
        };
    }

    String textOr(String key, String unless) throws ModelFileException {
        return values.containsKey(key) ? text(key) : unless;
    }

    boolean flagOr(String key, boolean unless) throws ModelFileException {
        return switch (values.get(key)) {
            case Boolean flag -> flag;
            case null -> unless;
            case Object other -> throw wrong(key, "true or false", other);
        };
    }

    List<String> texts(String key) throws ModelFileException {
        List<?> list = list(key, "a list of texts");
        var texts = new ArrayList<String>(list.size());
        for (Object element : list) {
            if (!(element instanceof String text)) {
                throw wrong(key + "[" + texts.size() + "]", "a text", element);
            }
            texts.add(text);
        }
        return texts;
    }

    /// Returns as many whole numbers as `count`, or none where the key is not there.
    List<Integer> numbersOr(String key, int count) throws ModelFileException {
        if (!values.containsKey(key)) {
            return List.of();
        }
        List<?> list = list(key, "a list of whole numbers");
        checkCount(key, list, count);
        var numbers = new ArrayList<Integer>(count);
        for (Object element : list) {
            numbers.add(
                    switch (element) {
                        case Integer number -> number;
                        case Long number when number == number.intValue() -> number.intValue();
                        case null, default ->
                            throw wrong(key + "[" + numbers.size() + "]", "a whole number of 32 bits", element);
                    });
        }
        return numbers;
    }

    /// Returns as many numbers as `count`, all 0 where the key is not there.
    float[] scoresOr0(String key, int count) throws ModelFileException {
        var scores = new float[count];
        if (!values.containsKey(key)) {
            return scores;
        }
        List<?> list = list(key, "a list of numbers");
        checkCount(key, list, count);
        for (int i = 0; i < count; i++) {
            scores[i] = switch (list.get(i)) {
                case Float score when !score.isNaN() -> score;
                case Integer score -> score;
                case null, default -> throw wrong(key + "[" + i + "]", "a score", list.get(i));
            };
        }
        return scores;
    }

    private static void checkCount(String key, List<?> list, int count) throws ModelFileException {
        if (list.size() < count) {
            throw new ModelFileException(
                    key, -1, count + " numbers, one for each token", Integer.toString(list.size()));
        }
    }

    private List<?> list(String key, String expected) throws ModelFileException {
        return switch (values.get(key)) {
            case List<?> list -> list;
            case null -> throw new ModelFileException(key, -1, expected, "nothing");
            case Object other -> throw wrong(key, expected, other);
        };
    }

    /// Returns an id below `count`; `unless` where the key is not there, and none if that is no such id.
    OptionalInt id(String key, OptionalInt unless, int count) throws ModelFileException {
        Object value = values.get(key);
        if (value == null) {
            return unless.isPresent() && unless.getAsInt() < count ? unless : OptionalInt.empty();
        }
        if (value instanceof Integer || value instanceof Long) {
            long id = ((Number) value).longValue();
            if (id >= 0 && id < count) {
                return OptionalInt.of((int) id);
            }
        }
        throw wrong(key, "the id of a token, 0 to " + (count - 1), value);
    }

    private static ModelFileException wrong(String key, String expected, Object found) {
        String text = String.valueOf(found);
        return new ModelFileException(
                key,
                -1,
                expected,
                (found == null ? "nothing" : found.getClass().getSimpleName() + " ")
                        + (text.length() <= 60 ? text : text.substring(0, 59) + "…"));
    }
}

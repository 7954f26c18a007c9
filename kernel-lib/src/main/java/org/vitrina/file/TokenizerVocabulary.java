package org.vitrina.file;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The two large parts of a `tokenizer.json`, kept small: the tokens, and the merges as ids.
final class TokenizerVocabulary {
    /// Ids above this are taken for a mistake, before memory is set aside for them.
    static final int HIGHEST_ID = (1 << 22) - 1;

    private Map<String, Integer> ids;
    /// The scores of a Unigram vocabulary by id.
    private List<Double> scores;

    private List<String> texts;
    private int[] merges;
    private int mergesSize;
    private boolean mergesWait;

    /// Returns whether the merges stood before the tokens, so that they could not be read.
    boolean needsAnotherReading() {
        return mergesWait && ids != null;
    }

    /// Returns the ids by the texts of the tokens, in the file's order; null where the file has none.
    Map<String, Integer> ids() {
        return ids;
    }

    /// Returns the scores by id of a vocabulary that has such, otherwise null.
    List<Double> scores() {
        return scores;
    }

    /// Returns the texts by id of a vocabulary with scores.
    List<String> texts() {
        return texts;
    }

    /// Returns the merges in order, three ids each: left, right and what they make; null where there are none.
    int[] merges() {
        return merges == null ? null : java.util.Arrays.copyOf(merges, mergesSize);
    }

    /// Reads `$.model.vocab`; what was read before is not read again.
    void readTokens(JsonReader json) throws IOException {
        if (ids != null) {
            json.skipValue();
        } else if (json.peek() == JsonToken.BEGIN_OBJECT) {
            readIds(json);
        } else if (json.peek() == JsonToken.BEGIN_ARRAY) {
            readScores(json);
        } else {
            throw new ModelFileException("$.model.vocab", -1, "an object, or a list for Unigram", word(json.peek()));
        }
    }

    private void readIds(JsonReader json) throws IOException {
        ids = new LinkedHashMap<>();
        json.beginObject();
        while (json.hasNext()) {
            String text = json.nextName();
            String where = "$.model.vocab['" + JsonPart.shortened(text) + "']";
            if (json.peek() != JsonToken.NUMBER) {
                throw new ModelFileException(where, -1, "an id", word(json.peek()));
            }
            String digits = json.nextString();
            OptionalInt id = JsonPart.number(digits, HIGHEST_ID);
            if (id.isEmpty()) {
                throw new ModelFileException(where, -1, "an id from 0 to " + HIGHEST_ID, JsonPart.shortened(digits));
            }
            if (ids.put(text, id.getAsInt()) != null) {
                throw new ModelFileException(where, -1, "each token once", "it again");
            }
        }
        json.endObject();
        for (Map.Entry<String, Integer> token : ids.entrySet()) {
            checkId("$.model.vocab['" + JsonPart.shortened(token.getKey()) + "']", token.getValue());
        }
    }

    /// Says so where an id is so far above the number of tokens that memory for the gap would be wasted.
    void checkId(String where, int id) throws ModelFileException {
        int highest = Math.min(HIGHEST_ID, 2 * ids.size() + (1 << 16));
        if (id > highest) {
            throw new ModelFileException(
                    where, -1, "an id up to " + highest + ", as there are " + ids.size() + " tokens", "" + id);
        }
    }

    private void readScores(JsonReader json) throws IOException {
        ids = new LinkedHashMap<>();
        scores = new ArrayList<>();
        texts = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            String where = "$.model.vocab[" + scores.size() + "]";
            begin(json, where, "a token and its score");
            if (json.peek() != JsonToken.STRING) {
                throw new ModelFileException(where + "[0]", -1, "a text", word(json.peek()));
            }
            String text = json.nextString();
            if (json.peek() != JsonToken.NUMBER) {
                throw new ModelFileException(where + "[1]", -1, "a score", word(json.peek()));
            }
            double score = json.nextDouble();
            end(json, where, "a token and its score");
            // the first of two with one text is found
            ids.putIfAbsent(text, scores.size());
            texts.add(text);
            scores.add(score);
        }
        json.endArray();
    }

    /// Reads `$.model.merges`, unless the tokens are not known yet.
    void readMerges(JsonReader json) throws IOException {
        if (ids == null || merges != null) {
            mergesWait = merges == null && json.peek() != JsonToken.NULL;
            json.skipValue();
            return;
        }
        if (json.peek() == JsonToken.NULL) {
            json.nextNull();
            return;
        }
        mergesWait = false;
        begin(json, "$.model.merges", "a list of merges");
        merges = new int[3 * 1024];
        while (json.hasNext()) {
            readMerge(json, "$.model.merges[" + mergesSize / 3 + "]");
        }
        json.endArray();
    }

    private void readMerge(JsonReader json, String where) throws IOException {
        String left;
        String right;
        if (json.peek() == JsonToken.STRING) {
            String both = json.nextString();
            int space = both.indexOf(' ');
            if (space < 0 || both.indexOf(' ', space + 1) >= 0) {
                throw new ModelFileException(
                        where, -1, "two tokens with one space between them", "'" + JsonPart.shortened(both) + "'");
            }
            left = both.substring(0, space);
            right = both.substring(space + 1);
        } else {
            begin(json, where, "two tokens");
            left = text(json, where + "[0]");
            right = text(json, where + "[1]");
            end(json, where, "two tokens");
        }
        if (mergesSize == merges.length) {
            merges = java.util.Arrays.copyOf(merges, 2 * mergesSize);
        }
        merges[mergesSize++] = id(left, where);
        merges[mergesSize++] = id(right, where);
        merges[mergesSize++] = id(left + right, where);
    }

    private int id(String text, String where) throws ModelFileException {
        Integer id = ids.get(text);
        if (id == null) {
            throw new ModelFileException(
                    where, -1, "a merge of tokens in the vocabulary", "'" + JsonPart.shortened(text) + "'");
        }
        return id;
    }

    private static String text(JsonReader json, String where) throws IOException {
        if (json.peek() != JsonToken.STRING) {
            throw new ModelFileException(where, -1, "a text", word(json.peek()));
        }
        return json.nextString();
    }

    private static void begin(JsonReader json, String where, String expected) throws IOException {
        if (json.peek() != JsonToken.BEGIN_ARRAY) {
            throw new ModelFileException(where, -1, expected, word(json.peek()));
        }
        json.beginArray();
    }

    private static void end(JsonReader json, String where, String expected) throws IOException {
        if (json.peek() != JsonToken.END_ARRAY) {
            throw new ModelFileException(where, -1, expected + " and no more", word(json.peek()));
        }
        json.endArray();
    }

    private static String word(JsonToken token) {
        return switch (token) {
            case BEGIN_ARRAY -> "a list";
            case END_ARRAY -> "the end of a list";
            case BEGIN_OBJECT -> "an object";
            case END_OBJECT -> "the end of an object";
            case NAME -> "a name";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case END_DOCUMENT -> "the end of the file";
        };
    }
}

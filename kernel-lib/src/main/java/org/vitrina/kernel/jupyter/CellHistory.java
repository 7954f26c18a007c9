package org.vitrina.kernel.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vitrina.kernel.jupyter.Request.History.Range;

/// The cells that were run since the kernel started, which is session 1.
final class CellHistory {
    private static final int SESSION = 1;

    /// @param output the result's text, or null if there was none
    private record Entry(int line, String input, String output) {}

    private final List<Entry> entries = new ArrayList<>();

    void add(int line, String input, String output) {
        entries.add(new Entry(line, input, output));
    }

    /// Returns the content of a `history_reply`.
    JsonObject reply(Request.History request) {
        var history = new JsonArray();
        select(request.range()).forEach(entry -> history.add(json(entry, request.withOutput())));
        JsonObject content = Replies.ok();
        content.add("history", history);
        return content;
    }

    private Stream<Entry> select(Range range) {
        return switch (range) {
            case Range.Tail(int count) -> last(entries, count);
            // Session 0 is this one; sessions before it are not kept.
            case Range.Lines(int session, int start, Optional<Integer> stop) ->
                session != 0 && session != SESSION
                        ? Stream.empty()
                        : entries.stream()
                                .filter(entry -> entry.line >= start
                                        && stop.map(end -> entry.line < end).orElse(true));
            case Range.Search(String pattern, Optional<Integer> count, boolean unique) -> {
                List<Entry> found = entries.stream()
                        .filter(entry -> matches(pattern, entry.input))
                        .toList();
                if (unique) {
                    var latest = new LinkedHashMap<String, Entry>();
                    for (Entry entry : found) {
                        latest.remove(entry.input);
                        latest.put(entry.input, entry);
                    }
                    found = List.copyOf(latest.values());
                }
                yield last(found, count.orElse(found.size()));
            }
        };
    }

    private static Stream<Entry> last(List<Entry> all, int count) {
        return all.stream().skip(Math.max(0, all.size() - Math.max(0, count)));
    }

    /// Whether `text` is what `pattern` says, where `*` is any text and `?` any one character. Takes at most
    /// the product of both lengths, whatever the pattern.
    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int retry = 0;
        while (t < text.length()) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
            if (p < pattern.length() && wanted == '*') {
                star = p++;
                retry = t;
            } else if (p < pattern.length() && (wanted == '?' || wanted == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static JsonArray json(Entry entry, boolean withOutput) {
        var json = new JsonArray();
        json.add(SESSION);
        json.add(entry.line);
        if (withOutput) {
            var both = new JsonArray();
            both.add(entry.input);
            both.add(entry.output);
            json.add(both);
        } else {
            json.add(entry.input);
        }
        return json;
    }
}

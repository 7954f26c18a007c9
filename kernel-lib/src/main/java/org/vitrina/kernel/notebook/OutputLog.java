package org.vitrina.kernel.notebook;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vitrina.kernel.CellError;
import org.vitrina.kernel.Output;
import org.vitrina.show.MimeBundle;

/// Collects what cells give out while they run, as a notebook file keeps it.
///
/// Prints on one channel that follow each other become one output. An update replaces every display of its id
/// in place, also in cells that ran before; one whose id nobody displayed is dropped, as Jupyter does. Safe for
/// several threads, since a cell's threads may print after it has ended.
public final class OutputLog {
    /// The most characters that one cell may print into a notebook; what comes after is counted and left out.
    static final int MOST_PRINTED = 1 << 20;

    private final Map<String, List<Slot>> displays = new HashMap<>();

    /// Returns the place where the outputs of one more cell are collected.
    public CellLog cell() {
        return new CellLog();
    }

    /// The outputs of one cell.
    public final class CellLog implements Consumer<Output> {
        private final List<Slot> slots = new ArrayList<>();
        private boolean clearLater;
        private long printed;

        @Override
        public void accept(Output output) {
            synchronized (OutputLog.this) {
                if (clearLater && !(output instanceof Output.Clear) && !(output instanceof Output.Update)) {
                    clear();
                }
                switch (output) {
                    case Output.Stream(var channel, var text) -> print(channel, text);
                    case Output.Display(var data, var id) -> {
                        var slot = new Slot(display(data));
                        slots.add(slot);
                        if (id != null) {
                            displays.computeIfAbsent(id, _ -> new ArrayList<>()).add(slot);
                        }
                    }
                    case Output.Update(var data, var id) ->
                        displays.getOrDefault(id, List.of()).forEach(slot -> slot.output = display(data));
                    case Output.Result(var data) ->
                        slots.add(new Slot(
                                new CellOutput.Result(forms(data), PngSize.metadata(data), null, new JsonObject())));
                    case Output.Error(var error) -> slots.add(new Slot(error(error)));
                    case Output.Clear(var later) -> {
                        clearLater = later;
                        if (!later) {
                            clear();
                        }
                    }
                }
            }
        }

        /// Returns the outputs so far.
        ///
        /// @param count the number of the execution, for the cell's result
        public List<CellOutput> outputs(Integer count) {
            synchronized (OutputLog.this) {
                return slots.stream().map(slot -> slot.finished(count)).toList();
            }
        }

        private void clear() {
            slots.forEach(slot -> displays.values().forEach(list -> list.remove(slot)));
            slots.clear();
            printed = 0;
            clearLater = false;
        }

        private void print(String channel, String text) {
            int room = (int) Math.clamp(MOST_PRINTED - printed, 0, text.length());
            printed += text.length();
            Slot last = slots.isEmpty() ? null : slots.getLast();
            if (last == null || !channel.equals(last.channel)) {
                if (room == 0 && text.length() > 0 && last != null && last.channel != null) {
                    last.leftOut += text.length();
                    return;
                }
                last = new Slot(null);
                last.channel = channel;
                slots.add(last);
            }
            last.text.append(text, 0, room);
            last.leftOut += text.length() - room;
        }
    }

    /// One output that may still change.
    private static final class Slot {
        private CellOutput output;
        private String channel;
        private final StringBuilder text = new StringBuilder();
        private long leftOut;

        Slot(CellOutput output) {
            this.output = output;
        }

        CellOutput finished(Integer count) {
            if (channel != null) {
                String end = leftOut == 0
                        ? ""
                        : "\n… %,d more characters were printed and are left out here\n".formatted(leftOut);
                return new CellOutput.Stream(channel, text + end);
            }
            return output instanceof CellOutput.Result result
                    ? new CellOutput.Result(result.data(), result.metadata(), count, result.more())
                    : output;
        }
    }

    private static CellOutput display(MimeBundle data) {
        return new CellOutput.Display(forms(data), PngSize.metadata(data), new JsonObject());
    }

    private static CellOutput error(CellError error) {
        return new CellOutput.Error(error.name(), error.message(), error.traceback(), new JsonObject());
    }

    private static JsonObject forms(MimeBundle bundle) {
        var forms = new JsonObject();
        bundle.forms().forEach((type, form) -> {
            switch (form) {
                case byte[] bytes -> forms.addProperty(type, Base64.getEncoder().encodeToString(bytes));
                case String text when MimeTypes.isJson(type) -> forms.add(type, json(type, text));
                default -> forms.addProperty(type, (String) form);
            }
        });
        return forms;
    }

    private static JsonElement json(String type, String text) {
        try {
            return JsonParser.parseString(text);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(
                    "the " + type + " form of a display must be JSON, but is not: " + e.getMessage(), e);
        }
    }
}

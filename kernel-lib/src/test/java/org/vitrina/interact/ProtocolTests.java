package org.vitrina.interact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.awt.image.BufferedImage;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.interact.RecordedFrontend.Sent;

/// The oracle is ipywidgets itself: `src/test/python/widget_states.py` wrote what it says.
@DisplayName("The widget protocol")
class ProtocolTests {
    private final RecordedFrontend frontend = new RecordedFrontend();

    private static JsonObject fixture() {
        var in = ProtocolTests.class.getResourceAsStream("widget-states.json");
        return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    private static <T extends Part> T shown(RecordedFrontend frontend, T part) throws Exception {
        Frontend.with(frontend, part::mime);
        return part;
    }

    private record Case(String name, String model, Part part) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> widgets() {
        var bar = Interact.progress("training", 200);
        bar.at(50);
        var area = Interact.output();
        area.show("hi");
        return Stream.of(
                new Case("floatSlider", "FloatSliderModel", Interact.slider("temperature", 0.1, 2, 0.01, 0.8)),
                new Case("intSlider", "IntSliderModel", Interact.slider("top-k", 1, 50)),
                new Case(
                        "dropdown",
                        "DropdownModel",
                        Interact.dropdown("model", List.of("own", "GPT-2")).startingAt("GPT-2")),
                new Case("text", "TextModel", Interact.text("prompt", "The cat")),
                new Case("checkbox", "CheckboxModel", Interact.checkbox("lower-case", true)),
                new Case("button", "ButtonModel", Interact.button("right", () -> 1)),
                new Case("progress", "FloatProgressModel", bar),
                new Case("label", "LabelModel", Interact.label("<b>")),
                new Case("html", "HTMLModel", Interact.html("<b>bold</b>")),
                new Case("image", "ImageModel", Interact.image(new BufferedImage(40, 30, 1))),
                new Case("output", "OutputModel", area),
                new Case("row", "HBoxModel", Interact.row(Interact.label("a"))),
                new Case("column", "VBoxModel", Interact.column(Interact.label("a"), Interact.label("b"))));
    }

    @ParameterizedTest
    @MethodSource("widgets")
    @DisplayName("opens each kind of widget with the state that ipywidgets sends for it")
    void states(Case widget) throws Exception {
        shown(frontend, widget.part());
        JsonObject expected = fixture().getAsJsonObject("widgets").getAsJsonObject(widget.name());
        Sent opened = frontend.opened(widget.model());

        compare(expected.getAsJsonObject("state"), opened, widget.name());
        compare(expected.getAsJsonObject("layout"), byId(opened.state().get("layout")), "layout");
        if (expected.has("style")) {
            compare(expected.getAsJsonObject("style"), byId(opened.state().get("style")), "style");
        }
    }

    private Sent byId(JsonElement reference) {
        String id = reference.getAsString().replace("IPY_MODEL_", "");
        return frontend.all().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /// What is null in ipywidgets is the front end's default there, and may be left out here.
    private static void compare(JsonObject expected, Sent opened, String what) {
        JsonObject actual = opened.state().deepCopy();
        var paths = opened.data().getAsJsonArray("buffer_paths");
        for (JsonElement path : paths) {
            actual.addProperty(path.getAsJsonArray().get(0).getAsString(), "BYTES");
        }
        assertEquals(paths.size(), opened.buffers().size(), "one buffer for each path");
        var wanted = new HashMap<String, JsonElement>();
        expected.asMap().forEach((key, value) -> {
            if (!value.isJsonNull()) {
                wanted.put(key, comparable(value));
            }
        });
        var got = new HashMap<String, JsonElement>();
        actual.asMap().forEach((key, value) -> got.put(key, comparable(value)));
        if (what.equals("output")) {
            // that fixture has a printed line, this area a value
            assertTrue(wanted.remove("outputs").isJsonArray()
                    && got.remove("outputs").isJsonArray());
        }
        assertEquals(wanted, got, what);
    }

    private static JsonElement comparable(JsonElement value) {
        return switch (value) {
            case JsonPrimitive text
            when text.isString() && text.getAsString().startsWith("IPY_MODEL_") -> new JsonPrimitive("MODEL");
            case JsonPrimitive number when number.isNumber() -> new JsonPrimitive(number.getAsDouble());
            case JsonArray items -> {
                var all = new JsonArray();
                items.forEach(item -> all.add(comparable(item)));
                yield all;
            }
            default -> value;
        };
    }

    @Test
    @DisplayName("says its version with every widget, and names its parts before the widget that has them")
    void opening() throws Exception {
        shown(frontend, Interact.slider("top-k", 1, 50, k -> "k is " + k));

        var seen = new ArrayList<String>();
        for (Sent sent : frontend.all()) {
            assertEquals("comm_open", sent.type());
            assertEquals("jupyter.widget", sent.target());
            assertEquals(fixture().get("protocol"), sent.metadata().get("version"));
            for (JsonElement value : sent.state().asMap().values()) {
                references(value).forEach(id -> assertTrue(seen.contains(id), id + " was not opened before"));
            }
            seen.add(sent.id());
        }
    }

    private static List<String> references(JsonElement value) {
        return switch (value) {
            case JsonArray items ->
                items.asList().stream()
                        .flatMap(item -> references(item).stream())
                        .toList();
            case JsonPrimitive text
            when text.isString() && text.getAsString().startsWith("IPY_MODEL_") ->
                List.of(text.getAsString().substring("IPY_MODEL_".length()));
            default -> List.of();
        };
    }

    @Test
    @DisplayName("shows a widget by its id, beside the forms for those who do not know widgets")
    void view() throws Exception {
        var slider = Interact.slider("top-k", 1, 50, k -> "k is " + k);
        var forms = Frontend.with(frontend, slider::mime).forms();

        assertEquals(List.of("text/plain", "text/html", Part.VIEW), List.copyOf(forms.keySet()));
        var view = JsonParser.parseString((String) forms.get(Part.VIEW)).getAsJsonObject();
        assertEquals(2, view.get("version_major").getAsInt());
        assertEquals(0, view.get("version_minor").getAsInt());
        assertEquals(frontend.opened("VBoxModel").id(), view.get("model_id").getAsString());
    }

    @Test
    @DisplayName("shows the same widget when it is shown again")
    void again() throws Exception {
        var slider = shown(frontend, Interact.slider("top-k", 1, 50));
        int opened = frontend.all().size();
        shown(frontend, slider);
        assertEquals(opened, frontend.all().size());
    }

    @Nested
    @DisplayName("when a slider was moved")
    class Moved {
        private final Control<Double> slider = Interact.slider("temperature", 0.1, 2, 0.1, 0.8);
        private String id;

        @BeforeEach
        void show() throws Exception {
            shown(frontend, slider);
            id = frontend.opened("FloatSliderModel").id();
        }

        @Test
        @DisplayName("echoes what it was told, and takes it")
        void echo() {
            frontend.update(id, Map.of("value", 1.2));

            Sent echo = frontend.to(id).getFirst();
            assertEquals("echo_update", echo.method());
            assertEquals(JsonParser.parseString("{\"value\": 1.2}"), echo.state());
            assertEquals(1, frontend.to(id).size(), "and nothing more");
            assertEquals(1.2, slider.value());
        }

        @Test
        @DisplayName("takes no value that the slider cannot have, and says which it has")
        void outside() {
            for (Object wrong : new Object[] {99.0, -1, "1", true, 1e308, Map.of("a", 1), List.of(1)}) {
                frontend.update(id, Map.of("value", wrong));
                assertEquals(0.8, slider.value(), () -> "after " + wrong);
                Sent last = frontend.to(id).getLast();
                assertEquals("update", last.method());
                assertEquals(0.8, last.state().get("value").getAsDouble());
            }
        }

        @Test
        @DisplayName("ignores what it does not know: keys, methods, shapes")
        void unknown() {
            frontend.update(id, Map.of("no_such_key", 1));
            frontend.receive(id, Map.of("method", "explode"));
            frontend.receive(id, Map.of("method", List.of()));
            frontend.receive(id, Map.of("method", "update", "state", "1"));
            frontend.receive(id, Map.of("method", "custom", "content", 7));
            frontend.receive(id, Map.of());
            assertEquals(List.of(), frontend.to(id));
            assertEquals(0.8, slider.value());
        }

        @Test
        @DisplayName("drops the noise of binary fractions")
        void noise() {
            frontend.update(id, Map.of("value", 0.1 + 0.1 + 0.1));
            assertEquals(0.3, slider.value());
        }

        @Test
        @DisplayName("says its whole state when asked")
        void requested() {
            frontend.update(id, Map.of("value", 1.2));
            frontend.receive(id, Map.of("method", "request_state"));

            Sent answer = frontend.to(id).getLast();
            assertEquals("update", answer.method());
            var expected = frontend.opened("FloatSliderModel").state().deepCopy();
            expected.addProperty("value", 1.2);
            assertEquals(expected, answer.state());
        }
    }

    @Test
    @DisplayName("moves the slider on the page when a cell sets it")
    void set() throws Exception {
        var slider = shown(frontend, Interact.slider("top-k", 1, 50));
        slider.set(7);
        Sent update = frontend.to(frontend.opened("IntSliderModel").id()).getLast();
        assertEquals("update", update.method());
        assertEquals(JsonParser.parseString("{\"value\": 7}"), update.state());
    }

    @Test
    @DisplayName("answers a page that was loaded again with every widget, images beside the JSON")
    void states() throws Exception {
        var picture = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
        shown(frontend, Interact.column(Interact.slider("top-k", 1, 50), Interact.image(picture)));
        frontend.receiveAt("jupyter.widget.control", "control-1", Map.of("method", "request_states"));

        Sent answer = frontend.to("control-1").getFirst();
        assertEquals("update_states", answer.method());
        var states = answer.data().getAsJsonObject("states");
        var opened = frontend.all().stream()
                .filter(each -> each.type().equals("comm_open"))
                .toList();
        assertEquals(opened.size(), states.size());
        for (Sent each : opened) {
            var model = states.getAsJsonObject(each.id());
            assertEquals(each.state().get("_model_name"), model.get("model_name"));
            assertEquals(each.state().get("_model_module"), model.get("model_module"));
            assertEquals(each.state().get("_model_module_version"), model.get("model_module_version"));
            assertEquals(each.state(), model.get("state"));
        }
        Sent image = frontend.opened("ImageModel");
        assertEquals(
                JsonParser.parseString("[[\"" + image.id() + "\", \"state\", \"value\"]]"),
                answer.data().get("buffer_paths"));
        assertArrayEquals(image.buffers().getFirst(), answer.buffers().getFirst());
        assertFalse(answer.buffers().getFirst().length == 0);
    }

    @Test
    @DisplayName("closes nothing and answers nothing when the control target is asked something else")
    void control() throws Exception {
        shown(frontend, Interact.label("a"));
        frontend.receiveAt("jupyter.widget.control", "control-1", Map.of("method", "request_everything"));
        assertEquals(List.of(), frontend.to("control-1"));
    }
}

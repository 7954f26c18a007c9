package org.vitrina.interact;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The kinds of widget models that are used here, with the state they start from, as
/// [ipywidgets 8 describes
/// them](https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/jupyterwidgetmodels.latest.md).
/// What is left out takes the front end's default.
final class Kinds {
    private static final String BASE = "@jupyter-widgets/base";
    private static final String CONTROLS = "@jupyter-widgets/controls";
    private static final String OUTPUT = "@jupyter-widgets/output";

    private Kinds() {}

    static Map<String, Object> floatSlider(Session session, String label, Grid grid, double value) {
        var state = slider(session, "FloatSlider", label);
        state.put("min", grid.min());
        state.put("max", grid.max());
        state.put("step", grid.step());
        state.put("readout_format", "." + grid.decimals() + "f");
        state.put("value", value);
        return state;
    }

    static Map<String, Object> intSlider(Session session, String label, int min, int max, int step, int value) {
        var state = slider(session, "IntSlider", label);
        state.put("min", min);
        state.put("max", max);
        state.put("step", step);
        state.put("readout_format", "d");
        state.put("value", value);
        return state;
    }

    private static Map<String, Object> slider(Session session, String kind, String label) {
        var state = described(session, kind, "SliderStyle", label);
        state.put("behavior", "drag-tap");
        state.put("continuous_update", true);
        state.put("disabled", false);
        state.put("orientation", "horizontal");
        state.put("readout", true);
        return state;
    }

    static Map<String, Object> dropdown(Session session, String label, List<String> options, int index) {
        var state = described(session, "Dropdown", "DescriptionStyle", label);
        state.put("_options_labels", options);
        state.put("disabled", false);
        state.put("index", index);
        return state;
    }

    static Map<String, Object> text(Session session, String label, String value) {
        var state = described(session, "Text", "TextStyle", label);
        state.put("continuous_update", true);
        state.put("disabled", false);
        state.put("placeholder", "\u200b");
        state.put("value", value);
        return state;
    }

    static Map<String, Object> checkbox(Session session, String label, boolean value) {
        var state = described(session, "Checkbox", "CheckboxStyle", label);
        state.put("disabled", false);
        state.put("indent", false);
        state.put("value", value);
        return state;
    }

    static Map<String, Object> button(Session session, String label) {
        var state = styled(session, "Button", "ButtonStyle", Map.of());
        state.put("button_style", "");
        state.put("description", label);
        state.put("disabled", false);
        state.put("icon", "");
        return state;
    }

    static Map<String, Object> progress(Session session, String label, double total, double done) {
        var state = named(CONTROLS, "2.0.0", "FloatProgressModel", "ProgressView");
        state.put("layout", layout(session));
        state.put("style", style(session, "ProgressStyle", Map.of("description_width", "initial")));
        state.put("_dom_classes", List.of());
        state.put("bar_style", "");
        state.put("description", label);
        state.put("description_allow_html", false);
        state.put("max", total);
        state.put("min", 0.0);
        state.put("orientation", "horizontal");
        state.put("value", done);
        return state;
    }

    static Map<String, Object> label(Session session, String text) {
        return written(session, "Label", "LabelStyle", text);
    }

    static Map<String, Object> html(Session session, String html) {
        return written(session, "HTML", "HTMLStyle", html);
    }

    private static Map<String, Object> written(Session session, String kind, String style, String value) {
        var state = described(session, kind, style, "");
        state.put("placeholder", "\u200b");
        state.put("value", value);
        return state;
    }

    static Map<String, Object> image(Session session, byte[] png, int width) {
        var state = dom(session, CONTROLS, "2.0.0", "Image");
        state.put("format", "png");
        state.put("height", "");
        state.put("value", png);
        state.put("width", Integer.toString(width));
        return state;
    }

    static Map<String, Object> output(Session session, List<?> outputs) {
        var state = dom(session, OUTPUT, "1.0.0", "Output");
        state.put("msg_id", "");
        state.put("outputs", outputs);
        return state;
    }

    static Map<String, Object> row(Session session, List<Model> children) {
        return box(session, "HBox", children);
    }

    static Map<String, Object> column(Session session, List<Model> children) {
        return box(session, "VBox", children);
    }

    private static Map<String, Object> box(Session session, String kind, List<Model> children) {
        var state = dom(session, CONTROLS, "2.0.0", kind);
        state.put("box_style", "");
        state.put("children", children);
        return state;
    }

    private static Map<String, Object> described(Session session, String kind, String style, String label) {
        // the default width cuts a label of more than ten letters
        var state = styled(session, kind, style, Map.of("description_width", "initial"));
        state.put("description", label);
        state.put("description_allow_html", false);
        return state;
    }

    private static Map<String, Object> styled(Session session, String kind, String style, Map<String, ?> set) {
        var state = dom(session, CONTROLS, "2.0.0", kind);
        state.put("style", style(session, style, set));
        return state;
    }

    private static Map<String, Object> dom(Session session, String module, String version, String kind) {
        var state = named(module, version, kind + "Model", kind + "View");
        state.put("_dom_classes", List.of());
        state.put("layout", layout(session));
        return state;
    }

    private static Model layout(Session session) {
        return new Model(session, named(BASE, "2.0.0", "LayoutModel", "LayoutView"));
    }

    private static Model style(Session session, String kind, Map<String, ?> set) {
        var state = named(CONTROLS, "2.0.0", kind + "Model", "StyleView");
        state.put("_view_module", BASE);
        state.putAll(set);
        return new Model(session, state);
    }

    private static Map<String, Object> named(String module, String version, String model, String view) {
        var state = new LinkedHashMap<String, Object>();
        state.put("_model_module", module);
        state.put("_model_module_version", version);
        state.put("_model_name", model);
        state.put("_view_module", module);
        state.put("_view_module_version", version);
        state.put("_view_name", view);
        return state;
    }
}

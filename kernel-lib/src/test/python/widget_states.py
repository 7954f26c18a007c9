"""Writes what ipywidgets itself says for the widgets that org.vitrina.interact makes.

    pip install ipywidgets==8.1.9
    python widget_states.py > ../resources/org/vitrina/interact/widget-states.json

For each widget: the whole state that ipywidgets sends, with references to other widgets and binary data replaced by
words. The Java side has to send the same, but for what is null.
"""

import json

import ipywidgets as w


def written(value):
    if isinstance(value, (bytes, memoryview)):
        return "BYTES"
    if isinstance(value, str) and value.startswith("IPY_MODEL_"):
        return "MODEL"
    if isinstance(value, (list, tuple)):
        return [written(item) for item in value]
    return value


def state(widget):
    return {key: written(value) for key, value in sorted(widget.get_state().items())}


wide = {"description_width": "initial"}
widgets = {
    "floatSlider": w.FloatSlider(
        description="temperature", min=0.1, max=2.0, step=0.01, value=0.8, style=wide),
    "intSlider": w.IntSlider(description="top-k", min=1, max=50, step=1, value=25, style=wide),
    "dropdown": w.Dropdown(description="model", options=["own", "GPT-2"], value="GPT-2", style=wide),
    "text": w.Text(description="prompt", value="The cat", style=wide),
    "checkbox": w.Checkbox(description="lower-case", value=True, indent=False, style=wide),
    "button": w.Button(description="right"),
    "progress": w.FloatProgress(description="training", min=0.0, max=200.0, value=50.0, style=wide),
    "label": w.Label(value="<b>", style=wide),
    "html": w.HTML(value="<b>bold</b>", style=wide),
    "image": w.Image(value=b"png", format="png", width="40"),
    "output": w.Output(outputs=({"output_type": "stream", "name": "stdout", "text": "hi"},)),
    "row": w.HBox([w.Label(value="a")]),
    "column": w.VBox([w.Label(value="a"), w.Label(value="b")]),
}
result = {}
for name, widget in widgets.items():
    result[name] = {"state": state(widget), "layout": state(widget.layout)}
    if hasattr(widget, "style"):
        result[name]["style"] = state(widget.style)
print(json.dumps({"ipywidgets": w.__version__, "protocol": w.__protocol_version__, "widgets": result}, indent=1))

"""Renders conversations with chat templates as Transformers does, with Jinja2.

    pip install jinja2==3.1.6
    python3 render_templates.py COUNT TEMPLATE.jinja > expected.jsonl

Writes {"messages": [...], "prompt": ..., "text": ...}, or "error" where the template refuses, for seeded random
conversations; the time is 2024-07-04 13:05:09, bos_token is <s>, eos_token is </s>.
"""

import datetime
import json
import random
import sys

import jinja2
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

CONTENTS = [
    "Hi", "", " spaces ", "two\nlines\n", "\n\n", "<|im_end|>", "{{ 7 * 7 }}", "{% if %}", "I think <think>hm</think>\nso", "</think>",
    "ça va? 日本語 👍🏽", "a" * 30, "'quotes' and \"more\"", "tab\tand\\backslash", "<s>[INST] x [/INST]", "0", "None", "<tool_response>r</tool_response>",
]


def conversation(source):
    messages = []
    if source.random() < 0.5:
        messages.append({"role": "system", "content": source.choice(CONTENTS)})
    for i in range(source.randrange(6)):
        role = ["user", "assistant"][i % 2] if source.random() < 0.95 else source.choice(["system", "tool", "user", "assistant"])
        messages.append({"role": role, "content": source.choice(CONTENTS)})
    return messages


class Generation(Extension):
    tags = {"generation"}

    def parse(self, parser):
        next(parser.stream)
        return parser.parse_statements(["name:endgeneration"], drop_needle=True)


def environment():
    def refuse(message):
        raise jinja2.exceptions.TemplateError(message)

    def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = refuse
    env.globals["strftime_now"] = datetime.datetime(2024, 7, 4, 13, 5, 9).strftime
    return env


def main():
    source = random.Random(1)
    template = environment().from_string(open(sys.argv[2], encoding="utf-8").read())
    for _ in range(int(sys.argv[1])):
        messages, prompt = conversation(source), source.random() < 0.5
        line = {"messages": messages, "prompt": prompt}
        try:
            line["text"] = template.render(
                messages=messages, add_generation_prompt=prompt, bos_token="<s>", eos_token="</s>"
            )
        except Exception as e:
            line["error"] = str(e)
        print(json.dumps(line))


if __name__ == "__main__":
    main()

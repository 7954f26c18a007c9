#!/usr/bin/env python3
"""Writes what PyTorch and llama.cpp say for SmolLM2-135M-Instruct.

    pip install torch gguf
    VITRINA_PEERS=target/peers python smollm2_golden.py smollm2-135m-instruct.gguf \
        ../resources/org/vitrina/transformer/smollm2.json

The file is decoded to 32 bits with the package `gguf`. `logits` are PyTorch's, by a plain forward pass written here,
for some tokens after each of a few texts. `greedy` and `nll` are llama.cpp's on the decoded weights, and `nll-stored`
on the file as it is.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import gguf
import numpy as np
import torch

HERE = Path(__file__).parent
PROMPTS = [
    "The capital of France is", "Once upon a time", "Water boils at", "My favourite animal is",
    "def fibonacci(n):", "The three laws of motion are", "Dear Sir or Madam,", "In the year 1969,",
    "La capital de España es", "A recipe for pancakes:", "2 + 2 = 4, 3 + 3 =", "The opposite of hot is",
    "To be, or not to be,", "import java.util.List;", "The mitochondria is", "Yesterday I went to the",
    "Shakespeare wrote", "The best way to learn a language is", "Monday, Tuesday, Wednesday,", "Why is the sky blue?",
]
TEXTS = ["The capital of France is Paris, and the capital of Italy is", "public static void main(String[] args) {",
         "Érase una vez una vitrina de cristal 🙂 en la que"]


def decode(source, target):
    reader = gguf.GGUFReader(source)
    writer = gguf.GGUFWriter(target, "llama")
    for field in reader.fields.values():
        if field.name.startswith("GGUF.") or field.name in (
                "general.architecture", "general.file_type", "general.quantization_version"):
            continue
        kind = field.types[0]
        writer.add_key_value(field.name, field.contents(), kind,
                             field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None)
    writer.add_file_type(0)
    weights = {}
    for t in reader.tensors:
        weights[t.name] = gguf.quants.dequantize(t.data, t.tensor_type).astype(np.float32)
        writer.add_tensor(t.name, weights[t.name])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return {name: torch.from_numpy(w.copy()) for name, w in weights.items()}


def forward(w, ids, heads=9, kv_heads=3, layers=30, base=100000.0, eps=1e-5):
    """SmolLM2 as in the paper on Llama, with the pairs of a rotary embedding side by side."""
    x = w["token_embd.weight"][ids]
    T, d = x.shape
    dh = d // heads
    angles = torch.arange(T)[:, None] * base ** (-torch.arange(0, dh, 2).double() / dh)[None]
    cos, sin = angles.cos().float()[:, None], angles.sin().float()[:, None]
    mask = torch.full((T, T), -math.inf).triu(1)

    def norm(x, weight):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps) * weight

    def turn(x):
        a, b = x[..., ::2], x[..., 1::2]
        return torch.stack([a * cos - b * sin, a * sin + b * cos], -1).flatten(-2)

    for i in range(layers):
        p = {name: w[f"blk.{i}.{name}.weight"] for name in
             ["attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm", "ffn_gate", "ffn_up", "ffn_down"]}
        h = norm(x, p["attn_norm"])
        q = turn((h @ p["attn_q"].T).view(T, heads, dh)).transpose(0, 1)
        k = turn((h @ p["attn_k"].T).view(T, kv_heads, dh)).transpose(0, 1).repeat_interleave(heads // kv_heads, 0)
        v = (h @ p["attn_v"].T).view(T, kv_heads, dh).transpose(0, 1).repeat_interleave(heads // kv_heads, 0)
        z = ((q @ k.transpose(1, 2)) / dh**0.5 + mask).softmax(-1) @ v
        x = x + z.transpose(0, 1).reshape(T, d) @ p["attn_output"].T
        h = norm(x, p["ffn_norm"])
        x = x + (torch.nn.functional.silu(h @ p["ffn_gate"].T) * (h @ p["ffn_up"].T)) @ p["ffn_down"].T
    return norm(x, w["output_norm.weight"]) @ w["token_embd.weight"].T


class LlamaCpp:
    def __init__(self, model):
        self.process = subprocess.Popen(["node", HERE.parent / "js" / "llama_cpp.mjs", model, "--threads", "1"], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, **question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def main(model, out):
    corpus = (HERE.parents[3] / "tiny-models/src/main/resources/org/vitrina/corpus/english.txt").read_text()
    with tempfile.TemporaryDirectory() as folder:
        decoded = os.path.join(folder, "f32.gguf")
        weights = decode(model, decoded)
        stored, full = LlamaCpp(model), LlamaCpp(decoded)
        logits = []
        for text in TEXTS:
            ids = full.ask(op="tokenize", text=text)["ids"]
            with torch.no_grad():
                row = forward(weights, torch.tensor(ids))[-1]
            logits.append(dict(ids=ids, tokens=list(range(7, 49152, 128)),
                               logits=[float(np.float32(row[t])) for t in range(7, 49152, 128)]))
        greedy = []
        for prompt in PROMPTS:
            ids = full.ask(op="tokenize", text=prompt)["ids"]
            greedy.append(dict(prompt=prompt, ids=ids, continued=full.ask(op="greedy", ids=ids, tokens=64)))
        ids = full.ask(op="tokenize", text=corpus[:5000])["ids"][:1024]
        nll, nll_stored = full.ask(op="nll", ids=ids), stored.ask(op="nll", ids=ids)
    with open(out, "w") as file:
        json.dump(dict(logits=logits, greedy=greedy, perplexity=dict(ids=ids, nll=nll, stored=nll_stored)), file)
    print(len(ids), math.exp(nll["nll"] / nll["tokens"]), math.exp(nll_stored["nll"] / nll_stored["tokens"]))


if __name__ == "__main__":
    main(*sys.argv[1:])

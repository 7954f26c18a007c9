"""Times one training step (forward, backward, AdamW) in PyTorch, for a comparison with ours.

    pip install torch
    python kernel-lib/src/test/python/training_step.py S gpt2 --threads 2 --steps 20

Prints milliseconds per step, one line each, and by how many bytes the process grew from before the model was made
to its largest: "memory …" (Linux). The driver TrainingBenchmark starts this in turn with our own steps
and compares medians. Configurations: S, M and L of docs/benchmarks.md, in GPT-2's style and in Llama's.
"""

import argparse
import math
import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

SHAPES = {
    "S": dict(layers=4, heads=4, d=128, T=64, B=12, V=65),
    "M": dict(layers=6, heads=6, d=192, T=128, B=16, V=1024),
    "L": dict(layers=12, heads=12, d=768, T=64, B=4, V=50257),
}


class Attention(nn.Module):
    def __init__(self, d, heads, style):
        super().__init__()
        bias = style == "gpt2"
        self.heads, self.style = heads, style
        self.qkv = nn.Linear(d, 3 * d, bias=bias)
        self.out = nn.Linear(d, d, bias=bias)

    def forward(self, x, angles):
        B, T, d = x.shape
        q, k, v = (y.view(B, T, self.heads, -1).transpose(1, 2) for y in self.qkv(x).split(d, 2))
        if angles is not None:
            q, k = turn(q, *angles), turn(k, *angles)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.out(y.transpose(1, 2).reshape(B, T, d))


def turn(x, cos, sin):
    a, b = x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, a * sin + b * cos), -1)


class Block(nn.Module):
    def __init__(self, d, heads, style):
        super().__init__()
        self.style = style
        if style == "gpt2":
            self.n1, self.n2 = nn.LayerNorm(d), nn.LayerNorm(d)
            self.up, self.down = nn.Linear(d, 4 * d), nn.Linear(4 * d, d)
        else:
            self.n1, self.n2 = nn.RMSNorm(d, 1e-5), nn.RMSNorm(d, 1e-5)
            hidden = 8 * d // 3
            self.gate, self.up = nn.Linear(d, hidden, bias=False), nn.Linear(d, hidden, bias=False)
            self.down = nn.Linear(hidden, d, bias=False)
        self.attention = Attention(d, heads, style)

    def forward(self, x, angles):
        x = x + self.attention(self.n1(x), angles)
        h = self.n2(x)
        if self.style == "gpt2":
            return x + self.down(F.gelu(self.up(h), approximate="tanh"))
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Model(nn.Module):
    def __init__(self, shape, style):
        super().__init__()
        d = shape["d"]
        self.embedding = nn.Embedding(shape["V"], d)
        self.positions = nn.Embedding(shape["T"], d) if style == "gpt2" else None
        self.blocks = nn.ModuleList(Block(d, shape["heads"], style) for _ in range(shape["layers"]))
        self.last = nn.LayerNorm(d) if style == "gpt2" else nn.RMSNorm(d, 1e-5)
        self.angles = None
        if style == "llama":
            half = d // shape["heads"] // 2
            at = torch.outer(torch.arange(shape["T"]), 10000 ** (-torch.arange(half) / half))
            self.angles = (at.cos(), at.sin())

    def forward(self, ids, targets):
        x = self.embedding(ids)
        if self.positions is not None:
            x = x + self.positions.weight
        for block in self.blocks:
            x = block(x, self.angles)
        logits = self.last(x) @ self.embedding.weight.T
        return F.cross_entropy(logits.view(-1, logits.shape[-1]), targets.view(-1))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("shape", choices=SHAPES)
    parser.add_argument("style", choices=["gpt2", "llama"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--warmup", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    shape = SHAPES[options.shape]
    with open("/proc/self/statm") as pages:
        before = int(pages.read().split()[1]) * resource.getpagesize()
    model = Model(shape, options.style)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, fused=True)
    ids = torch.randint(shape["V"], (shape["B"], shape["T"]))
    targets = torch.randint(shape["V"], (shape["B"], shape["T"]))
    for step in range(options.warmup + options.steps):
        begin = time.perf_counter()
        loss = model(ids, targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step >= options.warmup:
            print(f"{(time.perf_counter() - begin) * 1000:.3f}", flush=True)
    print("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before)
    assert math.isfinite(loss.item()), "the loss ran away"


if __name__ == "__main__":
    sys.exit(main())

"""Makes battles.jsonl and golden.json of kernel-lib/src/test/resources/org/vitrina/arena: battles by chance, and what
the published formulas of FastChat (rating_systems.py) and arena-rank make of them, in float64.

    python arena_golden.py ../resources/org/vitrina/arena

The formulas are written down here anew. What they minimize is minimized by PyTorch's L-BFGS with a strong Wolfe line
search, from zeros, as FastChat does with SciPy's, only further: until the gradient is below 1e-9. Hessians are
PyTorch's, by differentiation, but where arena-rank's differs from that of its loss (see `contextual`).
"""

import json
import math
import pathlib
import re
import sys

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
out = pathlib.Path(sys.argv[1])
rng = np.random.default_rng(7)

MODELS = ["ada", "bo", "cy", "dot", "eve"]
STRENGTH = np.array([0.9, 0.4, 0.0, -0.2, -1.1])
N = 400

pairs = []
for _ in range(N):
    # some meet more often than others, so that weights by pair matter
    a, b = rng.choice(5, size=2, replace=False, p=[0.35, 0.25, 0.2, 0.12, 0.08])
    pairs.append((int(a), int(b)))
counts = rng.integers([5, 0, 0, 0], [300, 4, 9, 7], size=(2, N, 4))  # tokens, headers, lists, bold of each side
battles = []
for i, (a, b) in enumerate(pairs):
    longer = 0.6 * (counts[0, i, 0] - counts[1, i, 0]) / (counts[0, i, 0] + counts[1, i, 0] + 1)
    p = 1 / (1 + math.exp(-(STRENGTH[a] - STRENGTH[b] + longer)))
    u = rng.random()
    winner = "tie" if u < 0.12 else "both_bad" if u < 0.2 else "model_a" if rng.random() < p else "model_b"
    battles.append({"model_a": MODELS[a], "model_b": MODELS[b], "winner": winner})
(out / "battles.jsonl").write_text("".join(json.dumps(b) + "\n" for b in battles))

SCORE = {"model_a": 1.0, "model_b": 0.0, "tie": 0.5, "both_bad": 0.5}
A = torch.tensor([a for a, _ in pairs])
B = torch.tensor([b for _, b in pairs])
Y = torch.tensor([SCORE[b["winner"]] for b in battles])
LN10 = math.log(10)


def minimize(loss, size):
    x = torch.zeros(size, requires_grad=True)
    for _ in range(20):
        optimizer = torch.optim.LBFGS(
            [x], lr=1, max_iter=500, tolerance_grad=1e-13, tolerance_change=1e-18, line_search_fn="strong_wolfe"
        )

        def closure():
            optimizer.zero_grad()
            value = loss(x)
            value.backward()
            return value

        optimizer.step(closure)
    for _ in range(3):  # what rounding in the loss has left, by Newton's method
        gradient = torch.autograd.grad(loss(x), x)[0]
        hessian = torch.autograd.functional.hessian(loss, x.detach())
        with torch.no_grad():
            x -= torch.linalg.pinv(hessian, rtol=1e-9) @ gradient
    gradient = torch.autograd.grad(loss(x), x)[0].abs().max().item()
    assert gradient < 1e-9, gradient
    return x.detach()


def named(values):
    return {m: float(v) for m, v in zip(MODELS, values)}


# --- Elo, as FastChat's compute_elo
def elo(order):
    ratings = {}
    for i in order:
        a, b = pairs[i]
        ra, rb = ratings.get(a, 1000.0), ratings.get(b, 1000.0)
        change = 4 * (Y[i].item() - 1 / (1 + 10 ** ((rb - ra) / 400)))
        ratings[a], ratings[b] = ra + change, rb - change
    return [ratings[m] for m in range(5)]


golden = {"elo": named(elo(range(N))), "elo_reversed": named(elo(range(N - 1, -1, -1)))}


# --- Bradley-Terry, as FastChat's compute_bt
def bt_loss(r):
    p = torch.sigmoid(LN10 * (r[A] - r[B]))
    return -(Y * p.log() + (1 - Y) * (1 - p).log()).sum()


r = minimize(bt_loss, 5)
golden["bradley_terry"] = named(400 * r + 1000)
golden["bradley_terry_anchored"] = named(400 * r + 1000 + 1114 - (400 * r[2] + 1000))


# --- the sandwich, as arena-rank's compute_ratings_and_cis; plain, and weighted by pair
def sandwich(weights, plain):
    def loss(r):
        z = r[A] - r[B]
        return -(weights * (Y * z - torch.nn.functional.softplus(z))).sum() / weights.sum()

    r = minimize(loss, 5)
    p = torch.sigmoid(r[A] - r[B])
    design = torch.zeros(N, 5)
    design[torch.arange(N), A] = 1
    design[torch.arange(N), B] = -1
    hessian = design.T @ (design * (p * (1 - p) * weights)[:, None])
    hessian = hessian + torch.eye(5) * 1e-5 * (N if plain else 1)
    # arena-rank sums (count * w * (y - p))^2 / count over distinct outcomes, which is this sum over battles
    meat = design.T @ (design * (((Y - p) * weights) ** 2)[:, None])
    inverse = torch.linalg.inv(hessian)
    error = torch.sqrt(torch.diag(inverse @ meat @ inverse))
    z = 1.959963984540054
    scale = 400 / LN10
    return {
        "ratings": named(r * scale + 1000),
        "low": named((r - z * error) * scale + 1000),
        "high": named((r + z * error) * scale + 1000),
    }


met = {}
for a, b in pairs:
    met[frozenset((a, b))] = met.get(frozenset((a, b)), 0) + 1
by_pair = torch.tensor([1 / max(met[frozenset(p)], 50) for p in pairs])
golden["sandwich"] = sandwich(torch.ones(N), True)
golden["sandwich_reweighted"] = sandwich(by_pair, False)


# --- style control, as FastChat's compute_style_control
def ratios(add):
    left, right = torch.tensor(counts[0]).double(), torch.tensor(counts[1]).double()
    total = left + right + add
    total[total == 0] = 1
    ratio = (left - right) / total
    return (ratio - ratio.mean(0)) / ratio.std(0, correction=0)


F = ratios(1)


def style_loss(x):
    p = torch.sigmoid(LN10 * (x[:5][A] - x[:5][B]) + F @ x[5:])
    return -(Y * p.log() + (1 - Y) * (1 - p).log()).sum() + 0.25 * (x * x).sum()


x = minimize(style_loss, 9)
golden["style_fastchat"] = {"ratings": named(400 * x[:5] + 1000), "coefficients": x[5:].tolist()}


# --- contextual Bradley-Terry, as arena-rank's ContextualBradleyTerry
G = ratios(0)
W = by_pair / by_pair.mean()


def contextual_loss(x):
    z = x[:5][A] - x[:5][B] + G @ x[5:]
    return -(W * (Y * z - torch.nn.functional.softplus(z))).mean() + 0.5 * (x[5:] ** 2).sum()


x = minimize(contextual_loss, 9)
p = torch.sigmoid(x[:5][A] - x[:5][B] + G @ x[5:])
design = torch.zeros(N, 9)
design[torch.arange(N), A] = 1
design[torch.arange(N), B] = -1
design[:, 5:] = G
# the loss's own Hessian would have the strength 1 of the penalty for the coefficients; theirs has 1e-5 for all
hessian = design.T @ (design * (p * (1 - p) * W)[:, None]) / N + torch.eye(9) * 1e-5
meat = design.T @ (design * (((Y - p) * W) ** 2)[:, None]) / N
tail = torch.cat([torch.zeros(5), x[5:]])
meat = meat - torch.outer(tail, tail) / N
inverse = torch.linalg.inv(hessian)
error = torch.sqrt(torch.diag(inverse @ meat @ inverse)[:5] / N)
scale = 400 / LN10
golden["style_arena_rank"] = {
    "ratings": named(x[:5] * scale + 1000),
    "low": named((x[:5] - 1.959963984540054 * error) * scale + 1000),
    "high": named((x[:5] + 1.959963984540054 * error) * scale + 1000),
    "coefficients": x[5:].tolist(),
}
golden["counts"] = {"left": counts[0].tolist(), "right": counts[1].tolist()}

# --- how much Markdown an answer has, as FastChat's count_markdown_elements
TEXTS = [
    "plain words",
    "# One\n\ntext\n\n### Three\n#not a header\n####### seven",
    "- a\n* b\n  + c\n1. d\n 22. e\n3) f\n-g",
    "**bold** and __also__ and **not\nbold** and ** ** and ****",
    "Look:\n```\n# in code\n- in code\n**in code**\n```\n# outside",
    "",
]


def markdown(text):
    for block in re.findall("```([^`]*)```", text):
        text = text.replace(block, "")
    headers = sum(len(re.findall(r"^#{%d}\s" % n, text, re.MULTILINE)) for n in range(1, 7))
    lists = len(re.findall(r"^\s*\d+\.\s", text, re.MULTILINE)) + len(re.findall(r"^\s*[-*+]\s", text, re.MULTILINE))
    bold = len(re.findall(r"\*\*[^*\n]+\*\*", text)) + len(re.findall(r"__[^_\n]+__", text))
    return [headers, lists, bold]


golden["markdown"] = [{"text": t, "counts": markdown(t)} for t in TEXTS]


# --- the mean of the greatest of n standard normal numbers
def expected_greatest(n):
    x = np.linspace(-12, 12, 240_001)
    density = np.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    below = np.array([0.5 * math.erfc(-v / math.sqrt(2)) for v in x])
    return float(np.trapezoid(n * x * density * below ** (n - 1), x))


golden["expected_greatest"] = {n: expected_greatest(n) for n in [1, 2, 3, 5, 10, 27]}
(out / "golden.json").write_text(json.dumps(golden, indent=1) + "\n")

"""Makes sampling-golden.json: what llama.cpp and Transformers make of distributions.

    python sampling_golden.py PEERS > ../resources/org/vitrina/generate/sampling-golden.json

PEERS is the folder in which `npm install node-llama-cpp` was called, for its prebuilt libllama. Needs the packages
numpy, torch and transformers.
"""

import ctypes
import glob
import json
import sys

import numpy
import torch
import transformers
from transformers.generation import logits_process as hf

RANDOM = numpy.random.default_rng(20)


class TokenData(ctypes.Structure):
    _fields_ = [("id", ctypes.c_int32), ("logit", ctypes.c_float), ("p", ctypes.c_float)]


class TokenDataArray(ctypes.Structure):
    _fields_ = [
        ("data", ctypes.POINTER(TokenData)),
        ("size", ctypes.c_size_t),
        ("selected", ctypes.c_int64),
        ("sorted", ctypes.c_bool),
    ]


class Bias(ctypes.Structure):
    _fields_ = [("token", ctypes.c_int32), ("bias", ctypes.c_float)]


def load(peers):
    folder = glob.glob(peers + "/node_modules/@node-llama-cpp/linux-x64/bins/linux-x64")[0]
    for name in ["libggml-base.so", *(f.split("/")[-1] for f in glob.glob(folder + "/libggml.v*.so"))]:
        ctypes.CDLL(folder + "/" + name, mode=ctypes.RTLD_GLOBAL)
    lib = ctypes.CDLL(glob.glob(folder + "/libllama.v*.so")[0])
    with open(folder + "/_nlcBuildMetadata.json") as file:
        release = json.load(file)["buildOptions"]["llamaCpp"]["release"]
    i, f, n = ctypes.c_int32, ctypes.c_float, ctypes.c_size_t
    arguments = {
        "top_k": [i],
        "top_p": [f, n],
        "min_p": [f, n],
        "typical": [f, n],
        "temp": [f],
        "penalties": [i, i, f, f, f],
        "logit_bias": [i, i, ctypes.POINTER(Bias)],
        "mirostat_v2": [ctypes.c_uint32, f, f],
    }
    for name, types in arguments.items():
        function = getattr(lib, "llama_sampler_init_" + name)
        function.argtypes, function.restype = types, ctypes.c_void_p
    lib.llama_sampler_apply.argtypes = [ctypes.c_void_p, ctypes.POINTER(TokenDataArray)]
    lib.llama_sampler_accept.argtypes = [ctypes.c_void_p, i]
    lib.llama_sampler_free.argtypes = [ctypes.c_void_p]
    return lib, release


def make(lib, step, size):
    name, *values = step
    match name:
        case "top-k":
            return lib.llama_sampler_init_top_k(*values)
        case "top-p":
            return lib.llama_sampler_init_top_p(*values, 1)
        case "min-p":
            return lib.llama_sampler_init_min_p(*values, 1)
        case "typical":
            return lib.llama_sampler_init_typical(*values, 1)
        case "temperature":
            return lib.llama_sampler_init_temp(*values)
        case "penalties":
            repetition, frequency, presence, window = values
            return lib.llama_sampler_init_penalties(size, window, repetition, frequency, presence)
        case "logit-bias":
            biases = (Bias * len(values))(*(Bias(int(id), bias) for id, bias in values))
            return lib.llama_sampler_init_logit_bias(size, len(values), biases)


def array(logits):
    data = (TokenData * len(logits))(*(TokenData(i, l, 0) for i, l in enumerate(logits)))
    return TokenDataArray(data, len(logits), -1, False)


def softmax(logits):
    weights = numpy.exp(numpy.array(logits, dtype=numpy.float64) - max(logits))
    return weights / weights.sum()


def left(candidates):
    rows = [candidates.data[i] for i in range(candidates.size) if candidates.data[i].logit > -numpy.inf]
    return {r.id: round(p, 9) for r, p in sorted(zip(rows, softmax([r.logit for r in rows])), key=lambda x: x[0].id)}


def by_llama(lib, logits, context, steps):
    candidates = array(logits)
    for step in steps:
        sampler = make(lib, step, len(logits))
        for id in context:
            lib.llama_sampler_accept(sampler, id)
        lib.llama_sampler_apply(sampler, ctypes.byref(candidates))
        lib.llama_sampler_free(sampler)
    return left(candidates)


def by_transformers(logits, context, steps):
    scores, ids = torch.tensor([logits], dtype=torch.float32), torch.tensor([context], dtype=torch.long)
    for name, *values in steps:
        match name:
            case "top-k":
                warp = hf.TopKLogitsWarper(*values)
            case "top-p":
                warp = hf.TopPLogitsWarper(*values)
            case "min-p":
                warp = hf.MinPLogitsWarper(*values)
            case "typical":
                warp = hf.TypicalLogitsWarper(*values)
            case "temperature":
                warp = hf.TemperatureLogitsWarper(*values)
            case "penalties":
                warp = hf.RepetitionPenaltyLogitsProcessor(values[0])
        scores = warp(ids, scores)
    kept = [(i, l) for i, l in enumerate(scores[0].tolist()) if l > -numpy.inf]
    return {i: round(p, 9) for (i, _), p in zip(kept, softmax([l for _, l in kept]))}


def distribution(size, spread):
    return [round(float(x), 3) for x in RANDOM.normal(0, spread, size)]


def pick(low, high):
    return round(float(RANDOM.uniform(low, high)), 3)


def cases(lib, release):
    single = [
        lambda: ["top-k", int(RANDOM.integers(1, 20))],
        lambda: ["top-p", pick(0.1, 0.99)],
        lambda: ["min-p", pick(0.01, 0.5)],
        lambda: ["typical", pick(0.1, 0.99)],
        lambda: ["temperature", pick(0.2, 2.5)],
        lambda: ["penalties", pick(0.7, 1.8), 0.0, 0.0, 64],
    ]
    for make_step in single:
        for spread in (0.5, 2, 4):
            logits, context = distribution(24, spread), [int(i) for i in RANDOM.integers(0, 24, 12)]
            steps = [make_step()]
            yield "llama.cpp " + release, logits, context, steps, by_llama(lib, logits, context, steps)
            yield (
                "Transformers " + transformers.__version__,
                logits,
                context,
                steps,
                by_transformers(logits, context, steps),
            )
    for spread in (0.5, 1, 2, 3):
        logits, context = distribution(24, spread), [int(i) for i in RANDOM.integers(0, 24, 30)]
        bias = [[int(i), pick(-3, 3)] for i in RANDOM.choice(24, 3, replace=False)]
        steps = [["logit-bias", *bias]]
        yield "llama.cpp " + release, logits, context, steps, by_llama(lib, logits, context, steps)
        steps = [["penalties", pick(0.8, 1.5), pick(-0.5, 1), pick(-0.5, 1), 8]]
        yield "llama.cpp " + release, logits, context, steps, by_llama(lib, logits, context, steps)
        steps = [
            ["logit-bias", *bias],
            ["penalties", pick(1, 1.5), pick(0, 0.5), pick(0, 0.5), 16],
            ["top-k", 18],
            ["typical", 0.97],
            ["top-p", 0.95],
            ["min-p", 0.05],
            ["temperature", pick(0.5, 1.5)],
        ]
        yield "llama.cpp " + release, logits, context, steps, by_llama(lib, logits, context, steps)
        steps = [["penalties", 1.2, 0.0, 0.0, 64], ["temperature", pick(0.5, 1.5)], ["top-k", 18], ["top-p", 0.9]]
        yield (
            "Transformers " + transformers.__version__,
            logits,
            context,
            steps,
            by_transformers(logits, context, steps),
        )


def mirostat(lib):
    """A run of picks: each with the logits, what Mirostat left, and what it picked."""
    tau, eta = 2.0, 0.1
    sampler = lib.llama_sampler_init_mirostat_v2(7, tau, eta)
    picks = []
    for _ in range(12):
        logits = distribution(24, 2)
        candidates = array(logits)
        lib.llama_sampler_apply(sampler, ctypes.byref(candidates))
        picks.append(
            {"logits": logits, "probabilities": left(candidates), "picked": candidates.data[candidates.selected].id}
        )
    lib.llama_sampler_free(sampler)
    return {"tau": tau, "eta": eta, "picks": picks}


def main():
    lib, release = load(sys.argv[1])
    found = [
        {"peer": peer, "logits": logits, "context": context, "steps": steps, "probabilities": probabilities}
        for peer, logits, context, steps, probabilities in cases(lib, release)
    ]
    rows = ",\n".join("    " + json.dumps(case) for case in found)
    run = mirostat(lib)
    picks = ",\n".join("      " + json.dumps(pick) for pick in run["picks"])
    print('{\n  "cases": [\n%s\n  ],' % rows)
    print('  "mirostat": {"tau": %s, "eta": %s, "picks": [\n%s\n  ]}\n}' % (run["tau"], run["eta"], picks))


main()

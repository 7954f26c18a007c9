"""Writes the golden blocks of GoldenBlocksTests: weights, the bytes that ggml makes of them, and what it reads from these.

    python ggml_blocks.py path/to/libggml-base.so > ../resources/org/vitrina/quantize/ggml-blocks.json

The library was that of node-llama-cpp 3.22.1 for Linux on x64 (llama.cpp release v0.5.0, compiled without FMA).
Floats are written as little-endian bytes in base64; decoded weights by their SHA-256, NaN as 7fc00000. The entry
"stream" holds only hashes: its weights are made by a generator that the test repeats.
"""
import base64, ctypes, hashlib, json, math, random, struct, sys

TYPES = {"F16": 1, "BF16": 30, "Q8_0": 8, "Q6_K": 14, "Q5_1": 7, "Q5_0": 6, "Q5_K": 13, "Q4_1": 3, "Q4_0": 2, "Q4_K": 12,
         "Q3_K": 11, "Q2_K": 10}
BYTES = {"F16": 512, "BF16": 512, "Q8_0": 272, "Q6_K": 210, "Q5_1": 192, "Q5_0": 176, "Q5_K": 176, "Q4_1": 160, "Q4_0": 144,
         "Q4_K": 144, "Q3_K": 110, "Q2_K": 84}

ggml = ctypes.CDLL(sys.argv[1])
ggml.ggml_quantize_chunk.restype = ctypes.c_size_t
ggml.ggml_quantize_chunk.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p] + 3 * [ctypes.c_int64] + [ctypes.c_void_p]


def f32(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


r = random.Random(4)
KINDS = {
    "normal": lambda i: r.gauss(0, 1),
    "small": lambda i: r.gauss(0, 0.02),
    "uniform": lambda i: r.uniform(-1, 1),
    "positive": lambda i: r.uniform(3, 5),
    "outliers": lambda i: r.gauss(0, 1) * (100 if r.randrange(40) == 0 else 1),
    "zeros": lambda i: -0.0 if r.randrange(16) == 0 else 0.0,
    "constant": lambda i: 0.3,
    "ties": lambda i: r.randint(-31, 31) / 2,
    "tiny": lambda i: r.gauss(0, 1e-6),
    "denormal": lambda i: r.randint(-(1 << 23), 1 << 23) * 2.0**-149,
    "large": lambda i: r.gauss(0, 1e6),
    "uneven": lambda i: math.exp(5 * math.sin(i // 16)) * r.gauss(0, 1),
}

def stream(count):
    """Weights that are exact in 24 bits: sums of four numbers of SplitMix64, some of them sixteen times as large."""
    state, mask, weights = 0, (1 << 64) - 1, []
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & mask
        z = state
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & mask
        z ^= z >> 31
        four = sum(z >> 15 * k & 0x7FFF for k in range(4)) - 65534
        weights.append(four * (16 if z >> 60 == 0 else 1) / 65536)
    return weights


golden = {}
for kind, weight in KINDS.items():
    weights = struct.pack("<256f", *[f32(weight(i)) for i in range(256)])
    entry = {"weights": base64.b64encode(weights).decode(), "blocks": {}, "decoded": {}}
    for name, number in TYPES.items():
        blocks = ctypes.create_string_buffer(BYTES[name])
        written = ggml.ggml_quantize_chunk(number, weights, blocks, 0, 1, 256, None)
        assert written == BYTES[name], (name, written)
        decoded = (ctypes.c_float * 256)()
        reader = {"F16": "ggml_fp16_to_fp32_row", "BF16": "ggml_bf16_to_fp32_row"}.get(
            name, "dequantize_row_" + name.lower().replace("_k", "_K"))
        getattr(ggml, reader)(blocks, decoded, ctypes.c_int64(256))
        bits = b"".join(bytes.fromhex("0000c07f") if math.isnan(x) else struct.pack("<f", x) for x in decoded)
        entry["blocks"][name] = base64.b64encode(blocks.raw).decode()
        entry["decoded"][name] = hashlib.sha256(bits).hexdigest()
    golden[kind] = entry
STREAM = 1 << 18
weights = struct.pack(f"<{STREAM}f", *stream(STREAM))
golden["stream"] = {"count": STREAM, "hashes": {}}
for name, number in TYPES.items():
    blocks = ctypes.create_string_buffer(BYTES[name] * (STREAM // 256))
    assert ggml.ggml_quantize_chunk(number, weights, blocks, 0, 1, STREAM, None) == len(blocks)
    golden["stream"]["hashes"][name] = hashlib.sha256(blocks.raw).hexdigest()
json.dump(golden, sys.stdout, indent=1)
print()

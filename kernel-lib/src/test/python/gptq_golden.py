"""Golden values for org.vitrina.quantize.Gptq, by the formula that it is derived from.

    python gptq_golden.py > ../resources/org/vitrina/quantize/gptq.json

Optimal Brain Surgeon (Hassibi and Stork 1992), one weight after the other: with F the weights that are not rounded
yet and H_F their part of the Hessian, rounding weight i moves the others by -(w_i - q_i) / [H_F^-1]_ii * H_F^-1 e_i.
Here H_F is inverted anew for every weight; GPTQ gets the same numbers from one Cholesky factor. Also the least squares
optimum of the weights that are left, given the errors made so far, which must be the same again. Needs NumPy.
"""
import json

import numpy as np

DAMPING = 0.01


def grid(group, bits, symmetric):
    """Scale, zero and range of codes, as INTn_SYM and INTn_ASYM have them; up to 8 bits scales are halves."""
    half = np.float16 if bits <= 8 else np.float32
    group = group.astype(np.float32)
    if symmetric:
        reach = 2 ** (bits - 1) - 1
        return float(half(np.float32(np.abs(group).max()) / np.float32(reach))), 0.0, -reach, reach
    top = 2**bits - 1
    return float(half((group.max() - group.min()) / np.float32(top))), float(half(group.min())), 0, top


def nearest(w, scale, zero, least, most):
    return float(np.clip(np.rint((w - zero) / scale), least, most)) * scale + zero


def quantize(weights, inputs, bits, size, symmetric):
    h = inputs.T @ inputs / len(inputs)
    h += DAMPING * np.mean(np.diag(h)) * np.eye(len(h))
    out = np.empty_like(weights)
    for row, w in enumerate(weights):
        w = w.copy()
        original = w.copy()
        errors = np.zeros_like(w)
        for i in range(len(w)):
            if i % size == 0:
                g = grid(w[i:i + size], bits, symmetric)
            q = nearest(np.float32(w[i]), *g)
            out[row, i] = q
            inverse = np.linalg.inv(h[i:, i:])
            w[i:] -= (w[i] - q) / inverse[0, 0] * inverse[:, 0]
            errors[i] = q - original[i]
            done, left = slice(0, i + 1), slice(i + 1, None)
            if i + 1 < len(w):
                best = original[left] - np.linalg.solve(h[left, left], h[left, done] @ errors[done])
                assert np.allclose(best, w[left], rtol=1e-8, atol=1e-10)
    return out


def shortest(floats):
    """As few digits as give the same floats of 32 bits again."""
    return [float(str(x)) for x in floats.ravel()]


def main():
    random = np.random.default_rng(12)
    cases = []
    for bits, size, symmetric in [(4, 8, True), (3, 32, False), (2, 16, True), (8, 32, True), (12, 16, False)]:
        columns = 32
        mixed = random.normal(size=(48, 12)) @ random.normal(size=(12, columns))
        inputs = (mixed + 0.3 * random.normal(size=(48, columns))).astype(np.float32)
        weights = (0.1 * random.standard_t(4, size=(6, columns))).astype(np.float32)
        result = quantize(weights.astype(float), inputs.astype(float), bits, size, symmetric)
        off = (result - weights) @ inputs.astype(float).T
        cases.append({
            "bits": bits, "group": size, "symmetric": symmetric, "columns": columns,
            "weights": shortest(weights), "inputs": shortest(inputs), "result": shortest(result.astype(np.float32)),
            "outputError": float(np.linalg.norm(off) / np.linalg.norm(weights @ inputs.T)),
        })
    print(json.dumps(cases))


main()

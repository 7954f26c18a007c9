"""Writes a GGUF model again with all its matrices in other formats, as ggml itself rounds them.

    python requantize.py MODEL.gguf libggml-base.so OUT-FOLDER F32 F16 Q8_0 Q4_0 …

writes OUT-FOLDER/MODEL-FORMAT.gguf for each. A matrix whose rows are no whole number of blocks gets the format that
llama.cpp takes then. Needs the package gguf; the library is part of the npm package @node-llama-cpp/linux-x64.
"""
import ctypes
import sys
from pathlib import Path

import gguf
import numpy as np

INSTEAD = {"Q2_K": "Q4_0", "Q3_K": "Q4_0", "Q4_K": "Q5_0", "Q5_K": "Q5_1", "Q6_K": "Q8_0"}


def encode(library, weights, kind):
    block, size = gguf.GGML_QUANT_SIZES[kind]
    rows, columns = weights.shape
    out = np.empty((rows, columns // block * size), dtype=np.uint8)
    weights = np.ascontiguousarray(weights, dtype=np.float32)
    written = library.ggml_quantize_chunk(
        kind.value, weights.ctypes.data, out.ctypes.data, 0, rows, columns, None)
    assert written == out.nbytes, (written, out.nbytes)
    return out


def main(source, library, folder, *names):
    reader = gguf.GGUFReader(source)
    library = ctypes.CDLL(library)
    library.ggml_quantize_chunk.restype = ctypes.c_size_t
    library.ggml_quantize_chunk.argtypes = [
        ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64,
        ctypes.c_void_p]
    weights = {t.name: gguf.quants.dequantize(t.data, t.tensor_type) for t in reader.tensors}
    architecture = reader.get_field("general.architecture").contents()
    for name in names:
        out = Path(folder) / f"{Path(source).stem}-{name}.gguf"
        writer = gguf.GGUFWriter(out, architecture)
        for field in reader.fields.values():
            if field.name.startswith("GGUF.") or field.name == "general.architecture":
                continue
            inner = field.types[-1] if field.types[0] == gguf.GGUFValueType.ARRAY else None
            writer.add_key_value(field.name, field.contents(), field.types[0], inner)
        for tensor in reader.tensors:
            floats = weights[tensor.name]
            if floats.ndim < 2:
                writer.add_tensor(tensor.name, floats.astype(np.float32))
                continue
            kind = gguf.GGMLQuantizationType[name]
            if floats.shape[-1] % gguf.GGML_QUANT_SIZES[kind][0]:
                kind = gguf.GGMLQuantizationType[INSTEAD[name]]
            if kind == gguf.GGMLQuantizationType.F32:
                writer.add_tensor(tensor.name, floats.astype(np.float32))
            elif kind == gguf.GGMLQuantizationType.F16:
                writer.add_tensor(tensor.name, floats.astype(np.float16))
            elif kind == gguf.GGMLQuantizationType.BF16:
                writer.add_tensor(tensor.name, gguf.quants.quantize(floats, kind), raw_dtype=kind)
            else:
                writer.add_tensor(tensor.name, encode(library, floats, kind), raw_dtype=kind)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        print(out, out.stat().st_size)


if __name__ == "__main__":
    main(*sys.argv[1:])

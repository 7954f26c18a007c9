"""Writes the small model files that the tests of org.vitrina.file read, by the packages whose formats they are.

    pip install numpy gguf safetensors torch
    python make_model_files.py ../resources/org/vitrina/file
"""
import json
import sys
from pathlib import Path

import numpy as np
import safetensors.numpy
import safetensors.torch
import torch
from gguf import GGMLQuantizationType, GGUFEndian, GGUFWriter, quants

folder = Path(sys.argv[1])
random = np.random.default_rng(25)


def every_type(writer):
    writer.add_type("model")
    writer.add_uint8("type.uint8", 255)
    writer.add_int8("type.int8", -128)
    writer.add_uint16("type.uint16", 65535)
    writer.add_int16("type.int16", -32768)
    writer.add_uint32("type.uint32", 4294967295)
    writer.add_int32("type.int32", -2147483648)
    writer.add_uint64("type.uint64", 18446744073709551615)
    writer.add_uint64("type.uint64.small", 7)
    writer.add_int64("type.int64", -9223372036854775808)
    writer.add_float32("type.float32", 0.1)
    writer.add_float64("type.float64", 0.1)
    writer.add_bool("type.bool", True)
    writer.add_string("type.string", "jarrón de cristal 🏺")
    writer.add_array("type.strings", ["<s>", "▁a", "Ġb", "🏺"])
    writer.add_array("type.int32s", [1, -2, 3])
    writer.add_array("type.float32s", [0.5, -0.25])
    writer.add_array("type.bools", [True, False])
    writer.add_array("type.bytes", bytes([0, 127, 128, 255]))
    writer.add_array("type.lists", [[1, 2], [3], ["a"]])


def tensors(writer, scale=1.0):
    expected = {}
    for name in ["F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1"]:
        kind = GGMLQuantizationType[name]
        weights = (scale * random.standard_normal((3, 64))).astype(np.float32)
        packed = quants.quantize(weights, kind)
        writer.add_tensor("matrix." + name, packed, raw_dtype=kind)
        expected["matrix." + name] = quants.dequantize(packed, kind).astype(np.float32).tolist()
    vector = np.arange(5, dtype=np.float32)
    writer.add_tensor("vector", vector)
    expected["vector"] = vector.tolist()
    cube = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    writer.add_tensor("cube", cube)
    expected["cube"] = cube.tolist()
    writer.add_tensor("whole", np.arange(6, dtype=np.int32).reshape(2, 3))
    return expected


def write(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


writer = GGUFWriter(folder / "every-type.gguf", "llama")
every_type(writer)
expected = tensors(writer)
write(writer)
(folder / "every-type.json").write_text(json.dumps(expected) + "\n")

writer = GGUFWriter(folder / "aligned-to-256.gguf", "llama")
writer.add_custom_alignment(256)
tensors(writer)
write(writer)

writer = GGUFWriter(folder / "big-endian.gguf", "llama", endianess=GGUFEndian.BIG)
every_type(writer)
tensors(writer)
write(writer)

numbers = np.array([[1.5, -2.25, 0.0], [3.0, 96.0, 32768.0]])
safetensors.torch.save_file(
    {
        "single": torch.tensor(numbers, dtype=torch.float32),
        "half": torch.tensor(numbers, dtype=torch.float16),
        "brain": torch.tensor(numbers, dtype=torch.bfloat16),
        "double": torch.tensor(numbers),
        "whole": torch.arange(6).reshape(2, 3),
        "mask": torch.tensor([True, False]),
        "scalar": torch.tensor(2.5),
        "emptý": torch.zeros((0, 4)),
    },
    folder / "small.safetensors",
    metadata={"format": "pt", "note": 'quotes " and a jarrón'},
)

shards = {
    "model-00001-of-00002.safetensors": {"embed": np.arange(6, dtype="<f4").reshape(3, 2)},
    "model-00002-of-00002.safetensors": {"head": np.arange(4, dtype="<f2").reshape(2, 2), "norm": np.ones(2, "<f4")},
}
sharded = folder / "sharded"
sharded.mkdir(exist_ok=True)
for name, content in shards.items():
    safetensors.numpy.save_file(content, sharded / name, metadata={"format": "pt"})
index = {
    "metadata": {"total_size": sum(t.nbytes for content in shards.values() for t in content.values())},
    "weight_map": {tensor: name for name, content in shards.items() for tensor in content},
}
(sharded / "model.safetensors.index.json").write_text(json.dumps(index, indent=2) + "\n")

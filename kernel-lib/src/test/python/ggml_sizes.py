"""Prints block size, bytes, bits per weight and type number of ggml's formats, from the package `gguf`."""
import sys
from gguf import GGMLQuantizationType, GGML_QUANT_SIZES

for name in sys.argv[1:] or ["F32", "F16", "BF16", "Q8_0", "Q6_K", "Q5_K", "Q5_1", "Q5_0", "Q4_K", "Q4_1", "Q4_0", "Q3_K", "Q2_K"]:
    kind = GGMLQuantizationType[name]
    size, octets = GGML_QUANT_SIZES[kind]
    print(f'"{name}, {size}, {octets}, {8 * octets / size:g}, {kind.value}",')

#!/usr/bin/env python3
"""Makes small random models of each architecture, and what PyTorch says about them.

    pip install torch transformers gguf safetensors
    python small_models.py ../resources/org/vitrina/transformer

writes for each architecture NAME.gguf, with the tensor names, layouts and metadata of llama.cpp's converter, and
NAME.safetensors, what transformers computes on the same weights in 32 bits: `ids`, `logits` [T, V], `hidden.N`
[T, d] (the residual stream before block N) and `pattern.N` [heads, T, T].

The models have a byte-level BPE tokenizer with a few merges, so that they open like any other. Weights are rounded to
16 bits first, so that both sides compute on the same numbers.
"""

import sys
from pathlib import Path

import gguf
import numpy as np
import torch
from safetensors.numpy import save_file
from transformers import AutoModelForCausalLM
from transformers.models import gemma3, gpt2, llama, qwen2, qwen3

T = 20
MERGES = ["t h", "th e", "Ġ the", "a t", "c at", "Ġ cat", "Ġ s", "Ġs at", "o n", "Ġ on", "m at", "Ġ mat", "i n", "e r"]


def byte_letters():
    """GPT-2's printable letter for each byte."""
    plain = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    letters = {b: chr(b) for b in plain}
    for b in range(256):
        letters.setdefault(b, chr(256 + len(letters) - len(plain)))
    return [letters[b] for b in range(256)]


TOKENS = byte_letters() + ["".join(m.split()) for m in MERGES] + ["<|end|>", "<|user|>"]
V = len(TOKENS)
SHAPE = dict(vocab_size=V, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
             intermediate_size=48, max_position_embeddings=64, rms_norm_eps=1e-5,
             bos_token_id=V - 2, eos_token_id=V - 2, pad_token_id=V - 2)


def configurations():
    yield "llama", llama.LlamaConfig(**SHAPE, tie_word_embeddings=True,
                                     rope_parameters=dict(rope_type="default", rope_theta=10000.0))
    yield "llama3", llama.LlamaConfig(**SHAPE, tie_word_embeddings=False, rope_parameters=dict(
        rope_type="llama3", rope_theta=500.0, factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0,
        original_max_position_embeddings=16))
    yield "llama-linear", llama.LlamaConfig(**SHAPE, tie_word_embeddings=True, attention_bias=True, mlp_bias=True,
                                            rope_parameters=dict(rope_type="linear", rope_theta=10000.0, factor=2.5))
    yield "gpt2", gpt2.GPT2Config(vocab_size=V, n_positions=64, n_embd=32, n_layer=2, n_head=4,
                                  bos_token_id=V - 2, eos_token_id=V - 2)
    yield "qwen2", qwen2.Qwen2Config(**SHAPE, tie_word_embeddings=True,
                                     rope_parameters=dict(rope_type="default", rope_theta=1000.0))
    yield "qwen3", qwen3.Qwen3Config(**SHAPE, head_dim=16, tie_word_embeddings=True,
                                     rope_parameters=dict(rope_type="default", rope_theta=1000.0))
    yield "gemma3", gemma3.Gemma3TextConfig(**(SHAPE | dict(num_hidden_layers=7, num_attention_heads=2,
                                                            num_key_value_heads=1, intermediate_size=32)),
                                            head_dim=16, query_pre_attn_scalar=16, sliding_window=8,
                                            rope_parameters=dict(
                                                sliding_attention=dict(rope_type="default", rope_theta=100.0),
                                                full_attention=dict(rope_type="linear", rope_theta=1000.0, factor=2.0)))


def randomize(model, seed):
    """Weights far from special values: norms not 1, biases not 0, scores far from even."""
    generator = torch.Generator().manual_seed(seed)
    for name, p in model.named_parameters():
        noise = torch.randn(p.shape, generator=generator)
        if p.dim() == 2:
            inputs = p.shape[0] if "c_attn" in name or "c_proj" in name or "c_fc" in name else p.shape[1]
            new = noise * (1.3 / inputs**0.5)
        else:
            new = noise * 0.2 + (1.0 if "norm" in name or "ln_" in name and name.endswith("weight") else 0.0)
            if "gemma" in type(model).__name__.lower():
                new = noise * 0.2
        p.data = new.half().float()


def permuted(w, heads):
    """Llama's queries and keys in GGUF: numbers that turn together stand side by side."""
    return w.reshape(heads, 2, w.shape[0] // heads // 2, *w.shape[1:]).swapaxes(1, 2).reshape(w.shape)


def tensors(name, config, state):
    """GGUF's names and layouts."""
    plain = {
        "model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight",
        "lm_head.weight": "output.weight", "transformer.wte.weight": "token_embd.weight",
        "transformer.wpe.weight": "position_embd.weight", "transformer.ln_f.weight": "output_norm.weight",
        "transformer.ln_f.bias": "output_norm.bias",
    }
    gemma = name == "gemma3"
    inside = {
        "input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
        "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "self_attn.q_norm": "attn_q_norm",
        "self_attn.k_norm": "attn_k_norm",
        "post_attention_layernorm": "post_attention_norm" if gemma else "ffn_norm",
        "pre_feedforward_layernorm": "ffn_norm", "post_feedforward_layernorm": "post_ffw_norm",
        "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
        "ln_1": "attn_norm", "ln_2": "ffn_norm", "attn.c_attn": "attn_qkv", "attn.c_proj": "attn_output",
        "mlp.c_fc": "ffn_up", "mlp.c_proj": "ffn_down",
    }
    for key, value in state.items():
        w = value.numpy()
        if key in plain:
            if key == "lm_head.weight" and config.tie_word_embeddings:
                continue
            out = plain[key]
        else:
            _, _, layer, *middle, kind = key.split(".")
            out = f"blk.{layer}.{inside['.'.join(middle)]}.{kind}"
            if ".c_" in key and kind == "weight":
                w = w.T  # transformers' Conv1D keeps inputs first
            if name.startswith("llama") and middle[-1] in ("q_proj", "k_proj"):
                w = permuted(w, config.num_attention_heads if middle[-1] == "q_proj" else config.num_key_value_heads)
        if gemma and out.endswith("norm.weight"):
            w = w + 1
        yield out, np.ascontiguousarray(w.astype(np.float16 if w.ndim == 2 else np.float32))


def llama3_factors(p, head):
    """What llama.cpp's converter writes to rope_freqs.weight."""
    factors = []
    for i in range(0, head, 2):
        wavelength = 2 * np.pi * p["rope_theta"] ** (i / head)
        low = p["original_max_position_embeddings"] / p["low_freq_factor"]
        high = p["original_max_position_embeddings"] / p["high_freq_factor"]
        if wavelength < high:
            factors.append(1)
        elif wavelength > low:
            factors.append(p["factor"])
        else:
            smooth = (p["original_max_position_embeddings"] / wavelength - p["low_freq_factor"]) / (
                p["high_freq_factor"] - p["low_freq_factor"])
            factors.append(1 / ((1 - smooth) / p["factor"] + smooth))
    return np.array(factors, dtype=np.float32)


def write(path, name, config, state):
    arch = name.split("-")[0].removesuffix("3") if name.startswith("llama") else name
    w = gguf.GGUFWriter(path, arch)
    w.add_name("small random " + name)
    w.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    w.add_context_length(64)
    w.add_embedding_length(32)
    w.add_block_count(config.num_hidden_layers)
    w.add_head_count(config.num_attention_heads)
    w.add_vocab_size(V)
    if name == "gpt2":
        w.add_feed_forward_length(128)
        w.add_layer_norm_eps(config.layer_norm_epsilon)
    else:
        head = getattr(config, "head_dim", None) or 32 // config.num_attention_heads
        w.add_feed_forward_length(config.intermediate_size)
        w.add_layer_norm_rms_eps(config.rms_norm_eps)
        w.add_head_count_kv(config.num_key_value_heads)
        w.add_key_length(head)
        w.add_value_length(head)
        p = config.rope_parameters
        if name == "gemma3":
            w.add_sliding_window(config.sliding_window)
            w.add_rope_freq_base_swa(p["sliding_attention"]["rope_theta"])
            p = p["full_attention"]
        else:
            w.add_rope_dimension_count(head)
        w.add_rope_freq_base(p["rope_theta"])
        if p["rope_type"] == "linear":
            w.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
            w.add_rope_scaling_factor(p["factor"])
        if p["rope_type"] == "llama3":
            w.add_tensor("rope_freqs.weight", llama3_factors(p, head))
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre("gpt-2")
    w.add_token_list(TOKENS)
    w.add_token_types([gguf.TokenType.NORMAL] * (V - 2) + [gguf.TokenType.CONTROL] * 2)
    w.add_token_merges(MERGES)
    w.add_bos_token_id(V - 2)
    w.add_eos_token_id(V - 2)
    w.add_add_bos_token(False)
    for key, value in tensors(name, config, state):
        w.add_tensor(key, value)
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (name, config) in enumerate(configurations()):
        config._attn_implementation = "eager"
        model = AutoModelForCausalLM.from_config(config).eval()
        randomize(model, seed)
        model.tie_weights()
        ids = torch.randint(0, V, (1, T), generator=torch.Generator().manual_seed(100 + seed))
        with torch.no_grad():
            out = model(ids, output_attentions=True, output_hidden_states=True)
        state = {k: v for k, v in model.state_dict().items()}
        write(folder / f"{name}.gguf", name, config, state)
        golden = {"ids": ids[0].to(torch.int32), "logits": out.logits[0]}
        golden |= {f"pattern.{i}": a[0] for i, a in enumerate(out.attentions)}
        # the last of transformers' hidden states is behind the last norm
        golden |= {f"hidden.{i}": h[0] for i, h in enumerate(out.hidden_states[:-1])}
        save_file({k: np.ascontiguousarray(v.numpy()) for k, v in golden.items()}, folder / f"{name}.safetensors")
        print(name, f"{out.logits.std():.3f}", (folder / f"{name}.gguf").stat().st_size,
              (folder / f"{name}.safetensors").stat().st_size)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

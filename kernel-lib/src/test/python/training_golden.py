#!/usr/bin/env python3
"""Trains the small random models of small_models.py for a few steps in PyTorch, and adapts them with PEFT.

    pip install torch transformers peft safetensors gguf
    python training_golden.py ../resources/org/vitrina/train

writes for each architecture NAME.safetensors: a batch (`inputs`, `targets`, `weights`, each [B, T]), the `loss` and the
norm of all gradients before the first step, and with GGUF's names and layouts, of every tensor each 7th number, of its
gradient (`gradient.TENSOR`) and after 4 steps of AdamW with clipping, warm-up and a cosine (`after.TENSOR`); and the
`losses` and `rates` of those steps. `rates.long` are the rates of 40 steps of such a schedule.

For llama and qwen3 a folder NAME with a LoRA adapter as PEFT saves it, and in NAME.safetensors `adapted`, the logits
[T, V] of the first row with it. For llama, llama-embedding with an adapter that has the embedding saved as a whole,
tied to the output matrix as in the model, and its logits, `adapted.embedding`.
"""

import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from peft import LoraConfig, get_peft_model
from safetensors.numpy import save_file
from small_models import V, configurations, randomize
from transformers import AutoModelForCausalLM

B, T = 2, 12
EACH = 7
NAMES = {
    "model.embed_tokens.weight": "token_embd.weight",
    "model.norm.weight": "output_norm.weight",
    "input_layernorm.weight": "attn_norm.weight",
    "post_attention_layernorm.weight": "ffn_norm.weight",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "model.layers.": "blk.",
    "transformer.wte.weight": "token_embd.weight",
    "transformer.wpe.weight": "position_embd.weight",
    "transformer.ln_f": "output_norm",
    "transformer.h.": "blk.",
    "ln_1": "attn_norm",
    "ln_2": "ffn_norm",
    "attn.c_attn": "attn_qkv",
    "attn.c_proj": "attn_output",
    "mlp.c_fc": "ffn_up",
    "mlp.c_proj": "ffn_down",
}


def gguf_name(name):
    for theirs, ours in NAMES.items():
        name = name.replace(theirs, ours)
    return name


def gguf_layout(architecture, name, tensor, config):
    """As llama.cpp's converter lays it out."""
    if architecture == "gpt2" and tensor.dim() == 2 and "blk" in name:
        return tensor.T
    if architecture == "llama" and (".attn_q." in name or ".attn_k." in name):
        heads = config.num_attention_heads if ".attn_q." in name else config.num_key_value_heads
        halves = tensor.reshape(heads, 2, tensor.shape[0] // heads // 2, *tensor.shape[1:])
        return halves.transpose(1, 2).reshape(tensor.shape)
    return tensor


def sampled(architecture, model, of):
    for name, p in model.named_parameters():
        ours = gguf_name(name)
        laid = gguf_layout(architecture, ours, of(p).detach(), model.config).contiguous()
        # GPT-2 keeps queries, keys and values in one matrix; here each is a tensor of its own
        split = list(zip(("attn_q", "attn_k", "attn_v"), laid.chunk(3))) if "attn_qkv" in ours else [("attn_qkv", laid)]
        for part, numbers in split:
            yield ours.replace("attn_qkv", part), numbers.flatten()[::EACH].float().numpy().copy()


def schedule(optimizer, warmup, steps, last):
    rise = torch.optim.lr_scheduler.LinearLR(optimizer, 1 / warmup, 1, warmup - 1)
    fall = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps - 1 - warmup, last)
    return torch.optim.lr_scheduler.SequentialLR(optimizer, [rise, fall], [warmup])


def loss_of(model, inputs, targets, weights):
    logits = model(inputs).logits
    nll = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none")
    return (nll * weights.flatten()).sum() / weights.sum()


def train(architecture, model, batch, out):
    matrices = [p for p in model.parameters() if p.dim() > 1]
    vectors = [p for p in model.parameters() if p.dim() == 1]
    optimizer = torch.optim.AdamW(
        [dict(params=matrices, weight_decay=0.1), dict(params=vectors, weight_decay=0.0)],
        lr=4e-3, betas=(0.9, 0.95), eps=1e-8)
    rates = schedule(optimizer, 2, 4, 4e-4)
    losses, used = [], []
    for step in range(4):
        loss = loss_of(model, *batch)
        optimizer.zero_grad()
        loss.backward()
        if step == 0:
            for name, numbers in sampled(architecture, model, lambda p: p.grad):
                out["gradient." + name] = numbers
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        if step == 0:
            out["norm"] = np.array([norm.item()], np.float32)
        losses.append(loss.item())
        used.append(rates.get_last_lr()[0])
        optimizer.step()
        rates.step()
    for name, numbers in sampled(architecture, model, lambda p: p):
        out["after." + name] = numbers
    out["losses"] = np.array(losses, np.float32)
    out["rates"] = np.array(used, np.float32)


TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def adapt(model, folder, seed, ids, targets=TARGETS, **how):
    folder.mkdir(parents=True, exist_ok=True)
    config = LoraConfig(r=2, lora_alpha=5, target_modules=targets, task_type="CAUSAL_LM", **how)
    adapted = get_peft_model(model, config)
    generator = torch.Generator().manual_seed(seed)
    for name, p in adapted.named_parameters():
        if "lora_" in name:
            p.data = torch.randn(p.shape, generator=generator) * 0.3
        elif "modules_to_save" in name:
            p.data += torch.randn(p.shape, generator=generator) * 0.3
    adapted.eval().save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    with torch.no_grad():
        return adapted(ids[:1]).logits[0].numpy()


def long_rates():
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=4e-3)
    rates = schedule(optimizer, 5, 40, 1e-4)
    used = []
    for _ in range(40):
        used.append(rates.get_last_lr()[0])
        optimizer.step()
        rates.step()
    return np.array(used, np.float32)


def random(config, seed):
    model = AutoModelForCausalLM.from_config(config).eval()
    randomize(model, seed)
    model.tie_weights()
    return model


def main(folder):
    for seed, (name, config) in enumerate(configurations()):
        if name not in ("llama", "gpt2", "qwen2", "qwen3"):
            continue
        generator = torch.Generator().manual_seed(100 + seed)
        ids = torch.randint(V - 2, (B, T + 1), generator=generator)
        weights = (torch.rand((B, T), generator=generator) < 0.6).float()
        batch = ids[:, :-1].contiguous(), ids[:, 1:].contiguous(), weights
        model = random(config, seed)
        out = dict(inputs=batch[0].int().numpy(), targets=batch[1].int().numpy(), weights=weights.numpy())
        if name in ("llama", "qwen3"):
            out["adapted"] = adapt(model, folder / name, seed, batch[0])
            model = random(config, seed)
        if name == "llama":
            how = dict(targets=["q_proj"], modules_to_save=["embed_tokens"], ensure_weight_tying=True)
            out["adapted.embedding"] = adapt(model, folder / "llama-embedding", seed, batch[0], **how)
            model = random(config, seed)
        train(name, model, batch, out)
        if name == "llama":
            out["rates.long"] = long_rates()
        save_file(out, folder / f"{name}.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

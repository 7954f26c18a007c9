#!/usr/bin/env python3
"""Saves the small random models of small_models.py as Hugging Face's hub keeps models.

    pip install torch transformers tokenizers gguf safetensors
    python small_folders.py ../resources/org/vitrina/file/hub

writes for each architecture a folder NAME with config.json, tokenizer.json, tokenizer_config.json and, in 16 bits,
model.safetensors: the same weights as in the NAME.gguf of small_models.py.
"""

import sys
from pathlib import Path

from small_models import MERGES, TOKENS, V, configurations, randomize
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast


def tokenizer():
    ids = {token: i for i, token in enumerate(TOKENS[:-2])}
    bpe = Tokenizer(models.BPE(vocab=ids, merges=[tuple(merge.split()) for merge in MERGES]))
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    bpe.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in TOKENS[-2:]])
    end = TOKENS[V - 2]
    return PreTrainedTokenizerFast(tokenizer_object=bpe, bos_token=end, eos_token=end, pad_token=end,
                                   chat_template="{% for m in messages %}<|user|>{{ m['content'] }}{% endfor %}")


def main(folder):
    for seed, (name, config) in enumerate(configurations()):
        model = AutoModelForCausalLM.from_config(config).eval()
        randomize(model, seed)
        model.tie_weights()
        model.half().save_pretrained(folder / name)
        (folder / name / "generation_config.json").unlink(missing_ok=True)
        tokenizer().save_pretrained(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

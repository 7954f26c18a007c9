"""Writes the vocabulary of a tokenizer.json as a GGUF file without weights, which llama.cpp opens for its tokenizer.

    pip install gguf==0.19.0
    python3 vocabulary_gguf.py tokenizer.json vocabulary.gguf gpt2 PRE              for byte pairs
    python3 vocabulary_gguf.py tokenizer.json vocabulary.gguf llama PREFIX [SEED]   for SentencePiece

PREFIX is 1 or 0: whether a space is put before a text. Scores fall with the ids; with SEED they are random numbers of
which many are equal, and some characters lose their tokens, so that only longer tokens hold them.
"""

import json
import random
import re
import sys

import gguf

NORMAL, CONTROL, USER, UNUSED, BYTE = 1, 3, 4, 5, 6


def main():
    source, target, model, argument = sys.argv[1:5]
    tokenizer = json.load(open(source, encoding="utf-8"))
    vocab = tokenizer["model"]["vocab"]
    texts = {number: text for text, number in vocab.items()}
    types = dict.fromkeys(texts, NORMAL)
    for number, text in texts.items():
        if model == "llama" and re.fullmatch(r"<0x[0-9A-F]{2}>", text):
            types[number] = BYTE
    for token in tokenizer["added_tokens"]:
        number = token["id"]
        texts[number] = token["content"]
        if types.get(number) != BYTE:
            types[number] = CONTROL if token["special"] else USER
    count = max(texts) + 1
    for number in range(count):
        if number not in texts:
            texts[number], types[number] = f"[PAD{number}]", UNUSED
    scores = [-float(number) if types[number] == NORMAL else 0.0 for number in range(count)]
    if len(sys.argv) > 5:
        source = random.Random(int(sys.argv[5]))
        scores = [-float(source.randrange(40)) for _ in range(count)]
        for number, text in list(texts.items()):
            if len(text) == 1 and types[number] == NORMAL and source.random() < 0.2:
                texts[number], types[number] = f"[PAD{number}]", UNUSED

    writer = gguf.GGUFWriter(target, "llama")
    writer.add_name("vocabulary")
    writer.add_context_length(512)
    writer.add_embedding_length(64)
    writer.add_block_count(1)
    writer.add_feed_forward_length(64)
    writer.add_head_count(1)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(64)
    writer.add_vocab_size(count)
    writer.add_tokenizer_model(model)
    writer.add_token_list([texts[number] for number in range(count)])
    writer.add_token_types([types[number] for number in range(count)])
    if model == "llama":
        writer.add_add_space_prefix(argument == "1")
        writer.add_token_scores(scores)
        writer.add_unk_token_id(vocab[tokenizer["model"]["unk_token"]])
    else:
        writer.add_tokenizer_pre(argument)
        merges = tokenizer["model"]["merges"]
        writer.add_token_merges([pair if isinstance(pair, str) else " ".join(pair) for pair in merges])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main()

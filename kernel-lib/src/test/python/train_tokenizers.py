"""Trains small tokenizers that together use every part of tokenizer.json that is read here.

    pip install tokenizers==0.23.3
    python3 train_tokenizers.py FOLDER TEXT.txt...

Writes FOLDER/NAME.json for each; hugging_face_ids.py adds the ids of texts.
"""

import pathlib
import sys

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

BYTES = [f"<0x{b:02X}>" for b in range(256)]
ALPHABET = pre_tokenizers.ByteLevel.alphabet()


def bpe(lines, normalizer, pre_tokenizer, decoder, special=(), alphabet=(), size=420, added=(), post=None, **model):
    tokenizer = Tokenizer(models.BPE(**model))
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    if pre_tokenizer is not None:
        tokenizer.pre_tokenizer = pre_tokenizer
    if decoder is not None:
        tokenizer.decoder = decoder
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=list(special), initial_alphabet=list(alphabet), limit_alphabet=300, show_progress=False
    )
    tokenizer.train_from_iterator(lines, trainer)
    for token in added:
        if token.special:
            tokenizer.add_special_tokens([token])
        else:
            tokenizer.add_tokens([token])
    if post is not None:
        tokenizer.post_processor = post(tokenizer)
    return tokenizer


def flags():
    """Added tokens with each flag."""
    return [
        AddedToken("<|im_start|>", special=True, normalized=False),
        AddedToken("<|im_end|>", special=True, normalized=False, rstrip=True),
        AddedToken("<|endoftext|>", special=True, normalized=False, lstrip=True),
        AddedToken("<s>", special=False, normalized=False, lstrip=True, rstrip=True),
        AddedToken("the", special=False, normalized=False, single_word=True),
        AddedToken("HELLO", special=False, normalized=True),
        AddedToken("[MASK]", special=True, normalized=True),
        AddedToken("été", special=False, normalized=True, single_word=True),
        AddedToken("//", special=False, normalized=False),
        AddedToken("///", special=False, normalized=False),
    ]


def template(begin, end):
    def make(tokenizer):
        ids = [(token, tokenizer.token_to_id(token)) for token in (begin, end) if token]
        single = " ".join([begin] * bool(begin) + ["$A"] + [end] * bool(end))
        return processors.TemplateProcessing(single=single, special_tokens=ids)

    return make


def split(pattern, behavior, invert=False):
    return pre_tokenizers.Split(pattern, behavior, invert)


def all_tokenizers(lines):
    byte_level = decoders.ByteLevel()
    spaces = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    stripped = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    n, p = normalizers, pre_tokenizers
    yield "prefix-space", bpe(
        lines, None, p.ByteLevel(add_prefix_space=True), byte_level, ["<bos>", "</s>"], ALPHABET,
        added=flags(), post=template("<bos>", "</s>"),
    )
    yield "missing-bytes", bpe(
        lines, n.NFC(), p.Sequence([p.Digits(True), p.ByteLevel(add_prefix_space=False)]), byte_level, added=flags()
    )
    yield "missing-bytes-unknown", bpe(
        lines, n.NFD(), p.Sequence([p.Digits(False), p.ByteLevel(add_prefix_space=False)]), byte_level, ["<unk>"],
        unk_token="<unk>", fuse_unk=True,
    )
    yield "byte-fallback", bpe(
        lines, n.Sequence([n.Prepend("▁"), n.Replace(" ", "▁")]), None, stripped, ["<unk>", "<bos>", "</s>", *BYTES],
        size=800, added=flags(), post=template("<bos>", None), unk_token="<unk>", fuse_unk=True, byte_fallback=True,
    )
    yield "gemma", bpe(
        lines, n.Replace(" ", "▁"), split(" ", "merged_with_previous"), spaces, ["<unk>", *BYTES],
        size=800, unk_token="<unk>", fuse_unk=True, byte_fallback=True,
    )
    yield "metaspace-first", bpe(
        lines, None, p.Metaspace("▁", "first", True), decoders.Metaspace("▁", "first", True), ["<unk>"],
        added=flags(), unk_token="<unk>",
    )
    yield "metaspace-always", bpe(
        lines, n.Sequence([n.NFKC(), n.Lowercase()]), p.Metaspace("▁", "always", False),
        decoders.Metaspace("▁", "always", False), ["<unk>"], added=flags(), unk_token="<unk>", fuse_unk=True,
    )
    yield "metaspace-never", bpe(
        lines, n.NFKD(), p.Sequence([p.WhitespaceSplit(), p.Metaspace("▁", "never", True)]),
        decoders.Metaspace("▁", "never", True), ["<unk>"], unk_token="<unk>",
    )
    yield "words", bpe(
        lines, n.Sequence([n.NFD(), n.StripAccents(), n.Strip(True, True)]), p.Whitespace(), None, ["<unk>"],
        added=flags(), unk_token="<unk>",
    )
    yield "bert-words", bpe(lines, n.Lowercase(), p.BertPreTokenizer(), None, ["<unk>"], unk_token="<unk>")
    yield "punctuation", bpe(
        lines, n.Replace(Regex(r"\s{2,}|\h{3}"), " "),
        p.Sequence([p.CharDelimiterSplit("e"), p.Punctuation("contiguous")]), None, ["<unk>"], unk_token="<unk>",
    )
    behaviors = ["removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"]
    for behavior in behaviors:
        for invert in (False, True):
            yield f"split-{behavior}-{'inverted' if invert else 'plain'}", bpe(
                lines, n.Strip(left=invert, right=not invert),
                p.Sequence([split(Regex(r"\p{Lu}\p{M}*|[!-/:]|(?i:s)t?+|\d{,2}\b|(?<=a)n(?!d)"), behavior, invert),
                            p.Punctuation(behavior)]),
                None, ["<unk>"], size=320, unk_token="<unk>",
            )
    whole = bpe(lines, None, p.ByteLevel(add_prefix_space=False), byte_level, [], ALPHABET, ignore_merges=True)
    text = whole.to_str()
    import json

    tree = json.loads(text)
    for word in ["Ġtokens", "zqxj", "HelloWORLD", "Ġ\u00c3\u00a9"]:
        tree["model"]["vocab"][word] = len(tree["model"]["vocab"])
    yield "whole-pieces", Tokenizer.from_str(json.dumps(tree))


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for name in sys.argv[2:]:
        lines += pathlib.Path(name).read_text(encoding="utf-8").splitlines(keepends=True)
    for name, tokenizer in all_tokenizers(lines):
        tokenizer.save(str(folder / f"{name}.json"), pretty=False)


if __name__ == "__main__":
    main()

"""Writes texts that tokenizers stumble over, one JSON string on a line: random ones, and lines of the files given.

    python3 tokenizer_texts.py 10000 ../../../../README.md ../../../../**/*.txt > texts.jsonl

Same arguments, same texts. Every other text is random; the rest are lines or groups of lines of the files. None
holds half a surrogate pair: the peers take UTF-8.
"""

import json
import random
import sys

WORDS = (
    "the Hello WORLD camelCase HTTPServer straße niño NIÑO Ελλάδα Москва 日本語 한국어 שלום مرحبا हिन्दी ไทย ǅungla ʰabc naïve "
    "ﬁn été İstanbul e\u0301 ½ ² Ⅷ ①２ x86_64 don't DON'T we'll I'd they've it's 'tis ça ﷺ ﬀ Å Å ㎏ ㌔ ｱ Ⓐ ª"
).split(" ")
ENDINGS = "'s 'S 't 're 'RE 'Ve 'm 'll 'lL 'd ' '' 'x 'r 'l ’s".split(" ")
EMOJI = ["😀", "👩‍👧‍👦", "🏳️‍🌈", "🇪🇸🇩🇪", "👍🏽", "☺️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "\u200d", "\ufe0f"]
SIGNS = [
    "/", "//", "...", "!?", "=>", "{}", '"', "-", "_", "€", "/\n", ".\r\n", ";\n\n", "`", "<", ">", "|", "\\", "~", "^",
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<s>", "</s>", "<unk>", "<0x41>", "<bos>", "[CLS]", "[MASK]", "##s",
    "▁", "▁▁", "Ġ", "<|im_start|>user\n", "$1", "(x)", "[0]", "\u2028", "、", "。", "！", "«", "»", "¿", "¡",
]
SPACES = "\t\n\u000b\f\r\u0085\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000\u001c\u180e\u200b\ufeff"
DIGITS = "0123456789٣७½Ⅷ²"


def part(random):
    kind = random.randrange(16)
    if kind <= 2:
        return random.choice(["", " "]) + random.choice(WORDS)
    if kind == 3:
        return random.choice(ENDINGS)
    if kind == 4:
        return random.choice(EMOJI)
    if kind == 5:
        return random.choice(SIGNS)
    if kind == 6:
        return " " * random.randrange(120 if random.randrange(10) == 0 else 6)
    if kind == 7:
        return random.choice(SPACES) * random.randrange(1, 4)
    if kind == 8:
        return random.choice(["\n", "\r\n"]) + " " * random.randrange(3)
    if kind == 9:
        return "".join(random.choice(DIGITS) for _ in range(random.randrange(1, 8)))
    if kind == 10:
        return chr(ord("a") + random.randrange(26))
    if kind == 11:
        return chr(ord("A") + random.randrange(26))
    if kind == 12:
        return chr(0x300 + random.randrange(0x70))
    if kind == 13:
        return chr(random.randrange(1, 0x3000))
    if kind == 14:
        point = random.randrange(1, 0x110000)
        return "" if 0xD800 <= point < 0xE000 else chr(point)
    return chr(random.randrange(1, 0x80))


def main():
    count = int(sys.argv[1])
    source = random.Random(1)
    lines = []
    for name in sys.argv[2:]:
        with open(name, encoding="utf-8") as file:
            lines += file.read().splitlines(keepends=True)
    for i in range(count):
        if lines and i % 2:
            at = source.randrange(len(lines))
            text = "".join(lines[at : at + source.choice([1, 1, 1, 2, 5])])[:2000]
        else:
            text = "".join(part(source) for _ in range(source.randrange(24)))
        print(json.dumps(text))


if __name__ == "__main__":
    main()

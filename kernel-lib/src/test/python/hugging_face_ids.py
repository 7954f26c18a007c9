"""Adds to each text the ids that Hugging Face's tokenizers library gives it.

    pip install tokenizers==0.23.3
    python3 hugging_face_ids.py tokenizer.json < texts.jsonl > expected.jsonl

Reads one JSON string on a line (tokenizer_texts.py writes such), and writes
{"text": ..., "ids": [...], "special": [...], "decoded": ...}: read as plain text, with the texts of special tokens read
as these, and the text that the plain ids become, where the tokenizer says how to decode.
"""

import json
import sys

from tokenizers import Tokenizer


def main():
    plain = Tokenizer.from_file(sys.argv[1])
    plain.encode_special_tokens = True
    special = Tokenizer.from_file(sys.argv[1])
    for line in sys.stdin:
        text = json.loads(line)
        ids = plain.encode(text, add_special_tokens=False).ids
        read = special.encode(text, add_special_tokens=False).ids
        expected = {"text": text, "ids": ids, "special": read}
        if plain.decoder is not None:
            expected["decoded"] = plain.decode(ids, skip_special_tokens=False)
        print(json.dumps(expected))


if __name__ == "__main__":
    main()

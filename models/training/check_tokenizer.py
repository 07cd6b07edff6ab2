"""Whether the tokenizer of the extension gives the same ids as this one, on random files of data sets.

    python check_tokenizer.py ../narrator/tokenizer.json --data pretrain.jsonl.gz --texts 10000 --seed 7
"""

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer

from records import DataError, read_records

LONGEST = 60_000  # characters of a text that are compared
AT_ONCE = 200  # texts given to one process of Node.js


class DifferentIds(Exception):
    pass


def compare(tokenizer_file: Path, texts: list[str], round_trip: bool = False) -> int:
    """The number of tokens of `texts`; with `round_trip`, decoding has to give them back, too.

    Raises DifferentIds with the first text whose ids differ.
    """
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    script, count = Path(__file__).with_name("check_tokenizer.mjs"), 0
    for start in range(0, len(texts), AT_ONCE):
        part = texts[start : start + AT_ONCE]
        output = subprocess.run(["node", script, tokenizer_file], input=json.dumps(part), capture_output=True, text=True, check=True).stdout
        result = json.loads(output)
        for text, encoded, decoded in zip(part, result["encoded"], result["decoded"], strict=True):
            if encoded != tokenizer.encode(text, add_special_tokens=False).ids or (round_trip and decoded != text):
                raise DifferentIds(repr(text[:500]))
            count += len(encoded)
    return count


def sample(files: Iterable[Path], count: int, seed: int) -> list[str]:
    """`count` texts of all records, each as likely as any other (reservoir sampling)."""
    rng, kept, seen = random.Random(seed), [], 0
    for file in files:
        for record in read_records(file):
            text = record.get("text") or record.get("code") or record.get("prompt", "")
            seen += 1
            place = len(kept) if len(kept) < count else rng.randrange(seen)
            if place < count:
                kept[place : place + 1] = [text[:LONGEST]]
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tokenizer", type=Path)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    texts = sample(options.data, options.texts, options.seed)
    tokens = compare(options.tokenizer, texts)
    print(f"{len(texts):,} texts, {sum(map(len, texts)):,} characters, {tokens:,} tokens: the ids are the same")


if __name__ == "__main__":
    try:
        main()
    except (DifferentIds, DataError) as error:
        sys.exit(f"check_tokenizer.py: {error}")

"""Trains the tokenizer: byte-level BPE over code and documentation.

    python tokenizer.py --data pretrain.jsonl.gz docstring.jsonl.gz --out runs/tokenizer.json
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from records import read_records

VOCABULARY_SIZE = 16_384
SPECIAL_TOKENS_FILE = Path(__file__).parents[2] / "src" / "inference" / "special-tokens.json"

# One alternative a line: a word (camelCase is cut at its humps, one sign such as a space, "_" or "." stays with it),
# a single digit, signs, line ends with the indentation of the next line, blanks before a word, other blanks.
# Only constructs that mean the same to Oniguruma (here) and to JavaScript (the extension).
PIECES = (
    r"[^\r\n\p{L}\p{N}]?(?:\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{L}+)"
    r"|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+"
    r"|[\r\n]+[ \t]*"
    r"|[^\S\r\n]+(?!\S)"
    r"|[^\S\r\n]+"
)


def special_tokens() -> list[str]:
    """The list that the extension uses too; ids are positions in it."""
    return json.loads(SPECIAL_TOKENS_FILE.read_text(encoding="utf-8"))


def train_tokenizer(texts: Iterable[str], vocabulary_size: int = VOCABULARY_SIZE) -> Tokenizer:
    """Byte-level BPE; every text has an encoding, and decoding gives the text back."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PIECES), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary_size,
        min_frequency=2,
        special_tokens=[AddedToken(token, special=True, normalized=False) for token in special_tokens()],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        max_token_length=32,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def training_texts(files: list[Path], characters: int) -> Iterator[str]:
    """Texts of `files`, about `characters` in all and in equal parts; of a docstring record, what the model reads and writes."""
    for file in files:
        left = characters // len(files)
        for record in read_records(file):
            text = record.get("text") or record["prompt"] + "\n".join(s["open"] + s["text"] for s in record["slots"])
            yield text
            left -= len(text)
            if left <= 0:
                break


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", nargs="+", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--vocabulary", type=int, default=VOCABULARY_SIZE)
    parser.add_argument("--characters", type=int, default=200_000_000, help="how much text to learn from")
    options = parser.parse_args()
    tokenizer = train_tokenizer(training_texts(options.data, options.characters), options.vocabulary)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(options.out))
    texts = list(training_texts(options.data, 2_000_000))
    count = sum(len(encoding.ids) for encoding in tokenizer.encode_batch(texts))
    bytes_per_token = sum(len(text.encode()) for text in texts) / count
    print(f"{options.out}: {tokenizer.get_vocab_size()} tokens, {bytes_per_token:.2f} bytes a token")


if __name__ == "__main__":
    main()

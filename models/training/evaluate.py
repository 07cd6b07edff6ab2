"""Cross-entropy, perplexity and bits per byte of a model on the development split, by language and kind of slot.

    python evaluate.py runs/narrator/best --data docstring.jsonl.gz --recipe recipes/narrator.toml
"""

import argparse
import json
import math
import tomllib
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from data import SLOT_KINDS, Batch, Form, dev_batches, prepare
from model import Narrator, attention_mask, load_model, token_nats
from tokenizer import special_tokens


def token_bytes(tokenizer_file: Path) -> np.ndarray:
    """UTF-8 bytes of each token id; special tokens have none. In byte-level BPE a character of a token stands for a byte."""
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    lengths = np.array([len(tokenizer.id_to_token(n)) for n in range(tokenizer.get_vocab_size())])
    lengths[: len(special_tokens())] = 0
    return lengths


def to_device(batch: Batch, device: torch.device) -> list[torch.Tensor]:
    """ids, positions, documents, slots [rows, length], then at, targets, weights [n]."""
    arrays = (batch.ids, batch.positions, batch.documents, batch.slots, batch.at, batch.targets, batch.weights)
    return [torch.from_numpy(array).to(device, non_blocking=True) for array in arrays]


@torch.no_grad()
def score(model: Narrator, batches: list[Batch], sizes: np.ndarray, dtype: torch.dtype) -> dict[int, np.ndarray]:
    """Sums (nats, tokens, bytes) by group (1000 x language + kind of slot)."""
    sums: dict[int, np.ndarray] = defaultdict(lambda: np.zeros(3))
    device = model.embedding.weight.device
    for batch in batches:
        ids, positions, documents, slots, at, targets, _ = to_device(batch, device)
        with torch.autocast(device.type, dtype, enabled=dtype != torch.float32):
            hidden = model(ids, positions, attention_mask(documents, slots, dtype)).flatten(0, 1)[at]
            nats = token_nats(hidden, model.embedding.weight, targets).cpu().numpy()
        for group in np.unique(batch.groups):
            here = batch.groups == group
            sums[int(group)] += (nats[here].sum(dtype=np.float64), here.sum(), sizes[batch.targets[here]].sum())
    return sums


def measures(sums: np.ndarray) -> dict[str, float]:
    nats, tokens, size = (float(value) for value in sums)
    return {"loss": nats / tokens, "perplexity": math.exp(nats / tokens), "bits_per_byte": nats / math.log(2) / max(size, 1), "tokens": tokens}


def by_language_and_kind(sums: dict[int, np.ndarray], languages: list[str]) -> dict[str, dict[str, float]]:
    """Measures of `all`, of each language, of each kind of slot."""
    named: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(3))
    for group, values in sums.items():
        for name in ("all", f"language {languages[group // 1000]}", f"slot {SLOT_KINDS[group % 1000]}"):
            named[name] = named[name] + values
    return {name: measures(values) for name, values in sorted(named.items())}


def cpu_dtype() -> torch.dtype:
    """bfloat16 where the processor multiplies it natively (four times float32's speed on Zen 4), else float32."""
    return torch.bfloat16 if torch.cpu._is_avx512_bf16_supported() else torch.float32


def add_split_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--recipe", type=Path, help="for its development repositories")
    parser.add_argument("--dev-repositories", nargs="+", help="instead of the recipe's")


def split_of(options: argparse.Namespace) -> list[str]:
    """Development repositories; of neither option, none: about 5 % by hash."""
    if options.dev_repositories:
        return options.dev_repositories
    return tomllib.loads(options.recipe.read_text(encoding="utf-8"))["dev_repositories"] if options.recipe else []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", nargs="+", type=Path, required=True)
    add_split_arguments(parser)
    parser.add_argument("--slots", choices=("independent", "sequential"), default="independent")
    parser.add_argument("--tokens", type=int, default=1_000_000, help="about how many, prompts included")
    parser.add_argument("--cache", type=Path, default=Path("runs/cache"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model = load_model(options.model).eval()
    tokenizer_file = options.model / "tokenizer.json"
    form = Form(options.slots == "independent", 0, model.config.context, False)
    result = {}
    for file in options.data:
        cache = prepare(file, tokenizer_file, split_of(options), model.config.context, options.cache, options.threads)
        batches = dev_batches(cache, form, 8192, options.tokens, seed=1)
        if not batches:
            parser.error(f"{file} has no development record")
        result[str(file)] = by_language_and_kind(score(model, batches, token_bytes(tokenizer_file), torch.float32), cache.languages)
    if options.json:
        print(json.dumps(result, indent=2))
        return
    for file, rows in result.items():
        print(f"{file}\n{'':24}{'tokens':>10}{'nats/token':>12}{'perplexity':>12}{'bits/byte':>11}")
        for name, row in rows.items():
            print(f"{name:24}{row['tokens']:10.0f}{row['loss']:12.4f}{row['perplexity']:12.2f}{row['bits_per_byte']:11.4f}")


if __name__ == "__main__":
    main()

"""Trains and measures the encoder: InfoNCE over the pairs of a batch, with gradient caching.

    python contrastive.py recipes/encoder.toml --preset cpu --data search.jsonl.gz --tokenizer FOLDER/tokenizer.json \\
        --init-from FOLDER --out runs/encoder --time-budget 3600

Started again with the same --out it goes on where it stopped. `--steps 0` only measures.
"""

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import nn

from encoder import TOWERS, Encoder, chunks_by_length, embed, load_encoder, load_tokenizer, new_tower, padded, parameter_count, save_encoder, tokenize, write_json
from pairs import Bm25, batches, code_input, mine, words
from records import DataError
from runs import RunConfig, begin, number_type, run_training
from train import TrainingError, checked_settings, parse_settings


@dataclass(frozen=True)
class Config(RunConfig):
    """Every setting. A recipe (TOML) sets them and a flag of the same name wins."""

    model: dict = field(default_factory=dict)  # layers, width, heads, hidden; not needed with init_from
    init_from: str = ""
    towers: str = "shared"
    temperature: float = 0.07
    gradient_caching: int = 1  # 0: keep all graphs of a batch in memory
    eval_pairs: int = 1000


def parse_config(arguments: list[str]) -> Config:
    return make_config(parse_settings(Config, __doc__, arguments))


def make_config(values: dict) -> Config:
    config = Config(**checked_settings(Config, values))
    if config.towers not in ("shared", "separate"):
        raise TrainingError(f"--towers is {config.towers}; it is shared or separate.")
    return config


# --- the loss ----------------------------------------------------------------------------------------------------------


def info_nce(queries: torch.Tensor, codes: torch.Tensor, same: torch.Tensor, temperature: float) -> torch.Tensor:
    """Mean of both directions (van den Oord et al. 2018; Radford et al. 2021) over unit vectors [pairs, width].

    `same` [pairs, pairs] marks pairs off the diagonal that are no negatives, because their description or code is the same.
    """
    logits = (queries @ codes.T / temperature).masked_fill(same, -torch.inf)
    targets = torch.arange(len(logits), device=logits.device)
    return (nn.functional.cross_entropy(logits, targets) + nn.functional.cross_entropy(logits.T, targets)) / 2


def alike(first: list[str], second: list[str]) -> torch.Tensor:
    """[pairs, pairs]: equal in the first or the second text, the diagonal left out."""
    numbers = [torch.tensor([{t: n for n, t in enumerate(texts)}[text] for text in texts]) for texts in (first, second)]
    same = (numbers[0][:, None] == numbers[0]) | (numbers[1][:, None] == numbers[1])
    return same.fill_diagonal_(False)


def step_gradients(encoder: Encoder, rows: dict[str, list[list[int]]], same: torch.Tensor, config: Config, device: torch.device) -> float:
    """Adds the gradients of the loss of one batch.

    With gradient caching (Gao et al. 2021) a batch of any size fits into the memory of a micro-batch: all is encoded once without a
    graph, the loss gives the gradient of each vector, and each micro-batch is encoded again to carry it on. A third slower, same result.
    """
    pieces = [(side, chunk) for side in TOWERS for chunk in chunks_by_length(rows[side], config.micro_batch)]
    whole = {side: torch.zeros(len(rows[side]), encoder.width, device=device) for side in TOWERS}
    kept = []
    for side, chunk in pieces:
        with torch.set_grad_enabled(not config.gradient_caching):
            vectors = encoder(*padded([rows[side][number] for number in chunk], device), side)
        kept.append(vectors)
        whole[side][chunk] = vectors.detach()
    leaves = {side: vectors.requires_grad_() for side, vectors in whole.items()}
    loss = info_nce(leaves["query"], leaves["code"], same.to(device), config.temperature)
    loss.backward()
    for (side, chunk), vectors in zip(pieces, kept):
        if config.gradient_caching:
            vectors = encoder(*padded([rows[side][number] for number in chunk], device), side)
        vectors.backward(leaves[side].grad[chunk])
    return loss.item()


# --- measuring ---------------------------------------------------------------------------------------------------------


def ranks(scores: np.ndarray) -> np.ndarray:
    """Place of each query's own code, from 1, ties counted against it. [pairs] of scores [pairs, pool] whose diagonal is right."""
    own = scores[np.arange(len(scores)), np.arange(len(scores))][:, None]
    return np.maximum(1, (scores >= own).sum(1))


def retrieval(places: np.ndarray) -> dict[str, float]:
    return {"mrr": float((1 / places).mean())} | {f"recall@{k}": float((places <= k).mean()) for k in (1, 5, 10)}


@torch.no_grad()
def measure(encoder: Encoder, dev: list[dict], config: Config, device: torch.device) -> dict:
    """InfoNCE loss over batches of the training size, and retrieval of every query in the pool of all codes."""
    encoder.eval()
    rows = token_rows(dev, config, [1.0] * len(dev), [1.0] * len(dev))
    vectors = {side: embed(encoder, rows[side], side, device, config.micro_batch) for side in TOWERS}
    encoder.train()
    losses = []
    for start in range(0, len(dev) - config.batch + 1, config.batch) or [0]:
        part = slice(start, start + config.batch)
        same = alike([r["query"] for r in dev[part]], [r["text"] for r in dev[part]])
        losses.append(info_nce(torch.tensor(vectors["query"][part]), torch.tensor(vectors["code"][part]), same, config.temperature).item())
    return {"loss": float(np.mean(losses))} | retrieval(ranks(vectors["query"] @ vectors["code"].T))


def measure_bm25(dev: list[dict]) -> dict:
    index = Bm25([words(record["text"]) for record in dev])
    return retrieval(ranks(np.stack([index.scores(words(record["query"])) for record in dev])))


# --- the run -----------------------------------------------------------------------------------------------------------


def token_rows(records: list[dict], config: Config, context: list[float], docs: list[float]) -> dict[str, list[list[int]]]:
    """`context` and `docs` have a number for each record; below the share it is shown with its context or documentation."""
    file = Path(config.tokenizer)
    codes = [
        code_input(record, c < config.context_share, d < config.docs_share) for record, c, d in zip(records, context, docs)
    ]
    return {
        "query": tokenize([record["query"] for record in records], load_tokenizer(file, config.query_tokens)),
        "code": tokenize(codes, load_tokenizer(file, config.code_tokens)),
    }


def build(config: Config) -> Encoder:
    if config.init_from:
        encoder = load_encoder(Path(config.init_from))
        if config.towers == "separate" and encoder.shared:
            encoder = Encoder({side: load_encoder(Path(config.init_from)).towers["code"] for side in TOWERS})
        return encoder
    vocabulary = load_tokenizer(Path(config.tokenizer), 1).get_vocab_size()
    sides = TOWERS if config.towers == "separate" else ("code",)
    return Encoder({side: new_tower(config.model, vocabulary) for side in sides})


def train(config: Config) -> dict:
    """Runs or continues a training run in `config.out`; returns the last measures."""
    device, pairs, dev = begin(config)
    out = Path(config.out)
    chosen = np.random.default_rng(config.seed).permutation(len(dev))[: config.eval_pairs]
    small = [dev[i] for i in chosen]
    encoder = build(config).to(device)
    if device.type == "cpu":
        encoder.plain_attention()
    encoder.dtype = number_type(config, device)
    neighbours = mined(pairs, config, out) if config.neighbours and config.steps else None
    print(f"{parameter_count(encoder) / 1e6:.2f} M parameters, {device}, {encoder.dtype}, {len(pairs)} pairs, {len(dev)} to measure with", flush=True)

    def gradients(indices: list[int], epoch: int, position: int) -> float:
        records = [pairs[i] for i in indices]
        shown = np.random.default_rng([config.seed, epoch, position]).random((2, len(records)))
        rows = token_rows(records, config, list(shown[0]), list(shown[1]))
        same = alike([r["query"] for r in records], [r["text"] for r in records])
        return step_gradients(encoder, rows, same, config, device)

    state, stopped = run_training(
        config,
        ("data", "init_from", "towers", "temperature", "neighbours", "batch", "seed", "dev_repositories", "model"),
        encoder,
        device,
        lambda epoch: batches(len(pairs), config.batch, neighbours, config.seed, epoch),
        gradients,
        lambda: measure(encoder, small, config, device),
        lambda folder: save_encoder(encoder, folder),
    )
    result = {} if stopped else {"pool": len(dev), "bm25": measure_bm25(dev), "encoder": measure(encoder, dev, config, device)}
    write_json(out / "summary.json", state | result)
    return state | result


def mined(pairs: list[dict], config: Config, out: Path) -> np.ndarray:
    """Mining takes minutes, so a run keeps what it found."""
    file = out / "neighbours.npy"
    if file.exists():
        found = np.load(file)
        if found.shape == (len(pairs), config.neighbours):
            return found
    found = mine(pairs, config.neighbours)
    np.save(file, found)
    return found


if __name__ == "__main__":
    try:
        print(json.dumps(train(parse_config(sys.argv[1:])), indent=2))
    except (TrainingError, DataError) as error:
        sys.exit(f"contrastive.py: {error}")

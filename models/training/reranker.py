"""Trains and measures the reranker: a cross-encoder that reads a description together with a function and says how well they fit.

    python reranker.py recipes/reranker.toml --preset cpu --data search.jsonl.gz --tokenizer FOLDER/tokenizer.json \\
        --encoder FOLDER --out runs/reranker --time-budget 4500

FOLDER holds the encoder whose closest functions it learns to tell apart, and from whose weights it starts. Started again with the same --out
it goes on where it stopped. `--steps 0` only measures.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import BertConfig, BertModel

from contrastive import mined, retrieval
from encoder import chunks_by_length, embed, load_encoder, load_tokenizer, load_tower, tokenize, write_json
from pairs import batches, code_input
from records import DataError
from runs import RunConfig, begin, number_type, run_training
from train import TrainingError, checked_settings, parse_settings

WEIGHT = 0.03  # of its score beside closeness, as in src/search/rerank.ts
READ_AGAIN = 20  # as in src/search/rerank.ts
FIRST_SCALE = 20.0


@dataclass(frozen=True)
class Config(RunConfig):
    """Every setting. A recipe (TOML) sets them and a flag of the same name wins."""

    encoder: str = ""
    encoder_run: str = ""  # the run that trained the encoder on the same data: what it has seen is not asked for
    functions: int = 48_000  # drawn to find candidates among
    per_repository: int = 800
    near: int = 12  # closest functions that wrong ones are drawn from
    far: int = 20  # the next closest
    wrong: int = 4  # beside each right one
    neighbour_share: float = 0.7  # of descriptions for which a BM25 neighbour takes the place of the last wrong one
    context_share: float = 0.8
    batch: int = 12
    micro_batch: int = 16
    learning_rate: float = 2.5e-5
    warmup_steps: int = 50
    steps: int = 10_000
    eval_every: int = 300
    eval_queries: int = 250
    log_every: int = 50


def make_config(values: dict) -> Config:
    config = Config(**checked_settings(Config, values))
    if not config.encoder:
        raise TrainingError("--encoder is missing.")
    return config


# --- the model ---------------------------------------------------------------------------------------------------------


class Reranker(nn.Module):
    """BERT over `[CLS] query [SEP] code [SEP]`, with a linear score of the mean and the likeness of the means of both parts.

    With the weights of an encoder the likeness ranks from the first step: without it a guess stays a guess for hundreds.
    """

    def __init__(self, tower: BertModel):
        super().__init__()
        self.tower = tower
        self.tower.set_attn_implementation("eager")
        self.head = nn.Linear(tower.config.hidden_size, 1)
        self.scale = nn.Parameter(torch.tensor(FIRST_SCALE))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Scores [texts] of ids, types (0 query, 1 code) and mask [texts, tokens]."""
        with torch.autocast(ids.device.type, self.dtype, enabled=self.dtype != torch.float32):
            hidden = self.tower(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        hidden = hidden.float()
        all_tokens = mask[..., None].float()
        code_tokens = types[..., None].float()
        whole, query, code = (mean(hidden, weights) for weights in (all_tokens, all_tokens - code_tokens, code_tokens))
        linear = (whole * self.head.weight[0]).sum(1) + self.head.bias
        return linear + self.scale * nn.functional.cosine_similarity(query, code)

    dtype = torch.float32  # of the products


def mean(hidden: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    return (hidden * weights).sum(1) / weights.sum(1)


def load_reranker(folder: Path) -> Reranker:
    reranker = Reranker(BertModel(BertConfig.from_pretrained(folder), add_pooling_layer=False))
    reranker.load_state_dict(torch.load(folder / "reranker.pt", map_location="cpu", weights_only=True))
    return reranker


def save_reranker(reranker: Reranker, folder: Path) -> None:
    reranker.tower.config.save_pretrained(folder)
    torch.save(reranker.state_dict(), folder / "reranker.pt")


def join(query: list[int], code: list[int]) -> tuple[list[int], int]:
    """A row, and how many of its tokens are the query's."""
    return query + code[1:], len(query)


def padded(rows: list[tuple[list[int], int]], device: torch.device) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, types and mask [rows, longest]."""
    ids = torch.zeros(len(rows), max(len(row) for row, _ in rows), dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for number, (row, query) in enumerate(rows):
        ids[number, : len(row)], types[number, query : len(row)], mask[number, : len(row)] = torch.tensor(row), 1, 1
    return ids.to(device), types.to(device), mask.to(device)


def scores(reranker: Reranker, rows: list[tuple[list[int], int]], device: torch.device, size: int) -> torch.Tensor:
    """[rows]"""
    chunks = chunks_by_length([row for row, _ in rows], size)
    found = torch.cat([reranker(*padded([rows[i] for i in chunk], device)) for chunk in chunks])
    return found[torch.tensor(np.argsort([i for chunk in chunks for i in chunk]), device=device)]


# --- candidates --------------------------------------------------------------------------------------------------------


def draw(pairs: list[dict], config: Config) -> list[int]:
    """Numbers of functions to find candidates among, no more than `per_repository` of one, so that large repositories do not rule."""
    taken, drawn = Counter(), []
    for i in np.random.default_rng(config.seed).permutation(len(pairs)):
        taken[pairs[i]["repo"]] += 1
        if taken[pairs[i]["repo"]] <= config.per_repository and len(drawn) < config.functions:
            drawn.append(int(i))
    return drawn


def closest(records: list[dict], wanted: int, config: Config, device: torch.device) -> tuple[np.ndarray, np.ndarray]:
    """For each description the functions that the encoder finds closest to it, closest first, and how close. Both [records, count]"""
    encoder = load_encoder(Path(config.encoder)).to(device).eval()
    if device.type == "cpu":
        encoder.plain_attention()
    file = Path(config.tokenizer)
    queries = embed(encoder, tokenize([r["query"] for r in records], load_tokenizer(file, config.query_tokens)), "query", device)
    codes = embed(encoder, tokenize([code_input(r, True, False) for r in records], load_tokenizer(file, config.code_tokens)), "code", device)
    wanted = min(wanted, len(records))
    numbers, closeness = np.zeros((len(records), wanted), np.int64), np.zeros((len(records), wanted), np.float32)
    for start in range(0, len(records), 1000):
        part = queries[start : start + 1000] @ codes.T
        best = np.argpartition(-part, wanted - 1, axis=1)[:, :wanted]
        order = np.argsort(-np.take_along_axis(part, best, 1), axis=1)
        numbers[start : start + 1000] = np.take_along_axis(best, order, 1)
        closeness[start : start + 1000] = np.take_along_axis(part, numbers[start : start + 1000], 1)
    return numbers, closeness


def unseen(pairs: list[dict], config: Config) -> np.ndarray:
    """Which pairs the last run of the encoder has not reached [pairs]: of the others it knows the answer better than of new ones (MRR .73 to .67), and
    a reranker that starts from its weights would learn to believe it."""
    fresh = np.ones(len(pairs), bool)
    if not config.encoder_run:
        return fresh
    run = Path(config.encoder_run)
    settings, steps = json.loads((run / "config.json").read_text()), json.loads((run / "best/training.json").read_text())["step"]
    neighbours = np.load(run / "neighbours.npy") if settings["neighbours"] else None
    if neighbours is not None and len(neighbours) != len(pairs):
        raise TrainingError(f"{run} was trained on other data; give the same --data in the same order, or leave --encoder-run out.")
    given = (indices for epoch in count() for indices in batches(len(pairs), settings["batch"], neighbours, settings["seed"], epoch))
    for indices in islice(given, steps):
        fresh[indices] = False
    if not fresh.any():
        raise TrainingError(f"{run} has seen all pairs; give data that it has not, without --encoder-run.")
    return fresh


def candidates(records: list[dict], config: Config, device: torch.device, out: Path) -> np.ndarray:
    """Finding them takes minutes, so a run keeps what it found."""
    file = out / "candidates.npy"
    if file.exists():
        found = np.load(file)
        if len(found) == len(records):
            return found
    found, _ = closest(records, config.near + config.far + 1, config, device)
    np.save(file, found)
    return found


def wrong_ones(own: dict, found: list[dict], neighbours: list[dict], config: Config, random: np.random.Generator) -> list[dict]:
    """`wrong` functions that others describe in other words and that are not the same code: most of the closest, one of the next or a neighbour."""
    fits = [each for each in found if each["query"] != own["query"] and each["text"] != own["text"]]
    near, far = fits[: config.near], fits[config.near :]
    chosen = [near[i] for i in random.permutation(len(near))[: config.wrong - 1]] + [far[i] for i in random.permutation(len(far))[:1]]
    others = [each for each in neighbours if each["query"] != own["query"] and each["text"] != own["text"]]
    if others and chosen and random.random() < config.neighbour_share:
        chosen[-1] = others[random.integers(len(others))]
    return chosen


# --- the loss and measuring --------------------------------------------------------------------------------------------


def token_rows(record: dict, shown: list[dict], with_context: bool, with_docs: bool, config: Config) -> list[tuple[list[int], int]]:
    file = Path(config.tokenizer)
    (query,) = tokenize([record["query"]], load_tokenizer(file, config.query_tokens))
    codes = tokenize([code_input(each, with_context, with_docs) for each in shown], load_tokenizer(file, config.code_tokens))
    return [join(query, code) for code in codes]


def loss_of(found: torch.Tensor, groups: list[int]) -> torch.Tensor:
    """Mean cross-entropy of the first of each group, the right one, against the others: `found` [all groups, one after the other]."""
    losses = [nn.functional.cross_entropy(part[None], torch.zeros(1, dtype=torch.long, device=part.device)) for part in found.split(groups)]
    return torch.stack(losses).mean()


@torch.no_grad()
def measure(reranker: Reranker, dev: list[dict], found: np.ndarray, closeness: np.ndarray, config: Config, device: torch.device) -> dict:
    """MRR and recall of `eval_queries` descriptions when the closest are read again, of what the encoder says alone (`first`) and of the reranker alone."""
    reranker.eval()
    places = {"": [], "first_": [], "alone_": []}
    for own in np.random.default_rng(config.seed).permutation(len(dev))[: config.eval_queries]:
        numbers = found[own]
        at = np.flatnonzero(numbers == own)
        if len(at) == 0:
            for rows in places.values():
                rows.append(np.inf)
            continue
        rows = token_rows(dev[own], [dev[i] for i in numbers], True, False, config)
        read = scores(reranker, rows, device, config.micro_batch).float().cpu().numpy()
        for name, values in {"": closeness[own] + WEIGHT * read, "first_": closeness[own], "alone_": read}.items():
            places[name].append((values >= values[at[0]]).sum())
    reranker.train()
    return {f"{name}{key}": value for name, rows in places.items() for key, value in retrieval(np.array(rows)).items()}


# --- the run -----------------------------------------------------------------------------------------------------------


def train(config: Config) -> dict:
    """Runs or continues a training run in `config.out`; returns the last measures."""
    device, pairs, dev = begin(config)
    out = Path(config.out)
    drawn = draw(pairs, config)
    records = [pairs[i] for i in drawn]
    asked = np.flatnonzero(unseen(pairs, config)[drawn])
    if config.steps:
        neighbours = mined(pairs, config, out)
        found = candidates(records, config, device, out)
    dev_found = closest(dev, READ_AGAIN, config, device)
    reranker = Reranker(load_tower(Path(config.encoder))).to(device)
    reranker.dtype = number_type(config, device)
    print(f"{device}, {reranker.dtype}, {len(asked)} descriptions, {len(records)} functions of {len({r['repo'] for r in records})} repositories, {len(dev)} to measure with", flush=True)

    def questions(epoch: int):
        order = np.random.default_rng([config.seed, epoch]).permutation(asked)
        for start in range(0, len(order) - config.batch + 1, config.batch):
            yield order[start : start + config.batch]

    def gradients(chosen: np.ndarray, epoch: int, position: int) -> float:
        random = np.random.default_rng([config.seed, epoch, position])
        rows, groups = [], []
        for own in chosen:
            alike = [pairs[i] for i in neighbours[drawn[own]] if i >= 0]
            shown = [records[own], *wrong_ones(records[own], [records[i] for i in found[own]], alike, config, random)]
            rows += token_rows(records[own], shown, random.random() < config.context_share, random.random() < config.docs_share, config)
            groups.append(len(shown))
        loss = loss_of(scores(reranker, rows, device, config.micro_batch), groups)
        loss.backward()
        return loss.item()

    state, stopped = run_training(
        config,
        ("data", "encoder", "encoder_run", "functions", "per_repository", "near", "far", "wrong", "neighbours", "batch", "seed", "dev_repositories"),
        reranker,
        device,
        questions,
        gradients,
        lambda: measure(reranker, dev, *dev_found, config, device),
        lambda folder: save_reranker(reranker, folder),
    )
    write_json(out / "summary.json", state | {"stopped": stopped})
    return state


if __name__ == "__main__":
    try:
        print(json.dumps(train(make_config(parse_settings(Config, __doc__, sys.argv[1:]))), indent=2))
    except (TrainingError, DataError) as error:
        sys.exit(f"reranker.py: {error}")

"""What log-probabilities of the narrator and a small sequence model add to the features of origin: same rows, same split for every line.

    python origin_ablation.py recipes/origin.toml --domain val --log-probs log-probs.npz --out ablation.json [--narrator ../narrator]

Trained on a sample of the recipe's rows, half of them AI; scores are put on one scale, and the sequence model is stopped, by repositories and problems
kept apart (dev). Judged on samples of the held-out repositories and of DOMAIN (in domain). NAME.jsonl.gz, the code, lies beside each NAME.features.jsonl.gz.
"""

import argparse
import gzip
import json
import time
import tomllib
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from onnxruntime import InferenceSession, SessionOptions
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

from encoder import chunks_by_length, load_tokenizer, tokenize
from origin import recall_at
from origin_data import arrays, balance, read_recipe_rows, read_rows
from origin_model import fit_table, read_table, standardise, standards

LENGTH = 128  # tokens of a function that are read
SIZES = {"train": 1600, "dev": 400, "held out": 1000, "in domain": 500}
RESAMPLES = 300


def sample(rows, size, random, ai_share=0.5):
    """So many rows, of which `ai_share` are AI where there are as many."""
    of = {label: random.permutation([i for i, row in enumerate(rows) if row["label"] == label]) for label in (0, 1)}
    ai = min(int(size * ai_share), len(of[1]))
    return [rows[i] for i in np.sort(np.concatenate([of[1][:ai], of[0][: size - ai]]))]


def split(recipe, domain, random):
    """Rows by part: train, dev, held out, in domain."""
    data = recipe["data"]
    _, rows = read_recipe_rows(data)
    known = [row for row in rows if row["kind"] != "measured"]
    apart = set(data["held_out"])
    groups = sorted({row["group"] for row in known} - apart)
    dev = set(random.permutation(groups)[: len(groups) // 6])
    _, domain_rows = read_rows(Path(data["folder"]) / f"{domain}.features.jsonl.gz")
    domain_rows = [row | {"kind": "labelled", "group": row["source"] + row["group"], "file": f"{domain}.features.jsonl.gz"} for row in domain_rows]
    parts = {
        "train": [row for row in known if row["group"] not in dev | apart],
        "dev": [row for row in known if row["group"] in dev],
        "held out": [row for row in known if row["group"] in apart],
        "in domain": domain_rows,
    }
    return {name: sample(own, SIZES[name], random) for name, own in parts.items()}


def read_code(folder, rows):
    """The text of each row."""
    wanted = defaultdict(dict)
    for i, row in enumerate(rows):
        wanted[row["file"]][row["row"]] = i
    texts = [""] * len(rows)
    for file, at in wanted.items():
        with gzip.open(folder / f"{file.removesuffix('.features.jsonl.gz')}.jsonl.gz", "rt") as lines:
            for number, line in enumerate(lines):
                if number in at:
                    texts[at[number]] = json.loads(line)["code"]
    return texts


def of_tokens(logits, targets):
    """Of logits [tokens, vocabulary] and the tokens that came: mean log-probability and its spread, mean log-rank (GLTR, Gehrmann et al. 2019), and the
    curvature of Fast-DetectGPT (Bao et al. 2024): how far the log-probability is above what the model expects, in its standard deviations."""
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    own = log_p[np.arange(len(targets)), targets]
    p = np.exp(log_p)
    expected = (p * log_p).sum(axis=1)
    variance = (p * log_p**2).sum(axis=1) - expected**2
    ranks = (logits > logits[np.arange(len(targets)), targets, None]).sum(axis=1) + 1
    return own.mean(), own.std(), np.log(ranks).mean(), (own - expected).sum() / np.sqrt(variance.sum() + 1e-6)


def log_probabilities(folder, ids):
    """[functions, 4] from the graph that ships, and seconds of processor time a function."""
    manifest = json.loads((folder / "manifest.json").read_text())
    config = json.loads((folder / "config.json").read_text())
    options = SessionOptions()
    options.intra_op_num_threads = 1
    session = InferenceSession(folder / manifest["variants"]["int8"]["model"], options, providers=["CPUExecutionProvider"])
    found, started = np.zeros((len(ids), 4), np.float32), time.process_time()
    for number, own in enumerate(ids):
        empty = np.zeros((1, config["num_key_value_heads"], len(own), config["head_dim"]), np.float32)
        feeds = {"input_ids": np.array([own], np.int64), "attention_mask": np.ones((1, len(own)), np.int64), "logits_index": np.arange(len(own) - 1)}
        feeds |= {f"past_key_values.{layer}.{part}": empty for layer in range(config["num_hidden_layers"]) for part in ("key", "value")}
        found[number] = of_tokens(session.run(["logits"], feeds)[0][0], np.array(own[1:]))
        if number % 500 == 499:
            print(f"log-probabilities of {number + 1}, {(time.process_time() - started) / (number + 1):.3f} s each", flush=True)
    return found, (time.process_time() - started) / len(ids)


class Sequence(torch.nn.Module):
    """One layer of gated recurrent units over tokens; maximum and mean over time."""

    def __init__(self, vocabulary):
        super().__init__()
        self.embedding = torch.nn.Embedding(vocabulary, 48, padding_idx=0)
        self.recurrent = torch.nn.GRU(48, 64, batch_first=True)
        self.dropout = torch.nn.Dropout(0.3)
        self.out = torch.nn.Linear(128, 1)

    def forward(self, ids):
        hidden, _ = self.recurrent(self.dropout(self.embedding(ids)))
        seen = (ids > 0)[..., None]
        mean = (hidden * seen).sum(1) / seen.sum(1)
        return self.out(self.dropout(torch.cat([hidden.masked_fill(~seen, -1).amax(1), mean], 1)))[:, 0]


def padded(ids, rows):
    longest = max(len(ids[row]) for row in rows)
    return torch.tensor([ids[row] + [0] * (longest - len(ids[row])) for row in rows])


@torch.no_grad()
def apply(model, ids):
    model.eval()
    scores = np.zeros(len(ids))
    for chunk in chunks_by_length(ids, 64):
        scores[chunk] = model(padded(ids, chunk)).numpy()
    return scores


def fit_sequence(ids, label, weight, train, dev, vocabulary, epochs=8):
    """Trained on `train`, kept where AUROC on `dev` is best."""
    torch.manual_seed(1)
    torch.set_num_threads(1)
    model, random = Sequence(vocabulary), np.random.default_rng(1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.01)
    best, kept = 0.0, None
    for epoch in range(epochs):
        model.train()
        chunks = chunks_by_length([ids[row] for row in train], 64)
        for chunk in random.permutation(len(chunks)):
            rows = train[chunks[chunk]]
            optimizer.zero_grad()
            losses = torch.nn.functional.binary_cross_entropy_with_logits(model(padded(ids, rows)), torch.tensor(label[rows]).float(), reduction="none")
            (losses * torch.tensor(weight[rows]).float()).mean().backward()
            optimizer.step()
        auroc = roc_auc_score(label[dev], apply(model, [ids[row] for row in dev]))
        print(f"sequence model, epoch {epoch + 1}: AUROC {auroc:.3f} on dev", flush=True)
        if auroc > best:
            best, kept = auroc, {name: value.clone() for name, value in model.state_dict().items()}
    model.load_state_dict(kept)
    return apply(model, ids), sum(parameter.numel() for parameter in model.parameters())


def with_interval(measure, label, scores):
    """[value, low, high]: 95 % percentile bootstrap."""
    random, values = np.random.default_rng(1), []
    for _ in range(RESAMPLES):
        rows = random.integers(0, len(label), len(label))
        values.append(measure(label[rows], scores[rows]))
    return [round(float(value), 3) for value in (measure(label, scores), *np.quantile(values, [0.025, 0.975]))]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("recipe", type=Path)
    arguments.add_argument("--domain", required=True, help="DOMAIN.features.jsonl.gz and DOMAIN.jsonl.gz in the recipe's folder")
    arguments.add_argument("--narrator", default="../narrator", type=Path)
    arguments.add_argument("--log-probs", required=True, type=Path, help="kept here from one run to the next")
    arguments.add_argument("--out", required=True, type=Path)
    arguments = arguments.parse_args()
    recipe = tomllib.loads(arguments.recipe.read_text())
    parts = split(recipe, arguments.domain, np.random.default_rng(recipe["model"]["seed"]))
    rows = [row for own in parts.values() for row in own]
    edges = np.cumsum([0, *map(len, parts.values())])
    at = {name: np.arange(edges[i], edges[i + 1]) for i, name in enumerate(parts)}
    data, train, dev = arrays(rows), at["train"], at["dev"]
    label, pick = data["label"], lambda own: {name: values[own] for name, values in data.items()}
    tokenizer = load_tokenizer(arguments.narrator / "tokenizer.json", LENGTH)
    ids = tokenize(read_code(Path(recipe["data"]["folder"]), rows), tokenizer)
    if not arguments.log_probs.exists():
        found, seconds = log_probabilities(arguments.narrator, ids)
        np.savez(arguments.log_probs, values=found, seconds=seconds)
    kept = np.load(arguments.log_probs)
    weight = np.zeros(len(rows))
    weight[train] = balance(pick(train), recipe["model"]["lonely"])

    features = standardise(data, *standards(pick(train)))

    def trees(x):
        model = HistGradientBoostingClassifier(max_iter=100, max_leaf_nodes=15, min_samples_leaf=20, l2_regularization=1.0, early_stopping=False, random_state=1)
        return model.fit(x[train], label[train], sample_weight=weight[train]).decision_function(x)

    def together(*scores):
        """The sum, each on the scale of its spread among people of dev."""
        people = dev[label[dev] == 0]
        return sum((each - each[people].mean()) / each[people].std() for each in scores)

    sequence, parameters = fit_sequence(ids, label, weight, train, dev, tokenizer.get_vocab_size())
    characters = read_table(fit_table(pick(train), "characters", weight[train], recipe["model"]), data["characters"])
    alone, both = trees(features), trees(np.column_stack([features, kept["values"]]))
    lines = {
        "features": alone,
        "log-probabilities": trees(kept["values"]),
        "sequence model": sequence,
        "table of characters": characters,
        "features, log-probabilities": both,
        "features, sequence model": together(alone, sequence),
        "features, table of characters": together(alone, characters),
        "features, table, log-probabilities": together(both, characters),
        "features, table, sequence model": together(alone, characters, sequence),
        "all four": together(both, characters, sequence),
    }
    result = {
        "rows": {name: [len(own), int(label[own].sum())] for name, own in at.items()},
        "seconds of log-probabilities": round(float(kept["seconds"]), 4),
        "parameters of the sequence model": parameters,
        "lines": {
            name: {
                part: {"AUROC": with_interval(roc_auc_score, label[at[part]], scores[at[part]]), "recall at 1 %": with_interval(recall_at, label[at[part]], scores[at[part]])}
                for part in ("held out", "in domain")
            }
            for name, scores in lines.items()
        },
    }
    arguments.out.write_text(json.dumps(result, indent=1))
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

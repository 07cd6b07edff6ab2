"""Stage 2 of origin, an experiment: which family of models wrote a piece of code? And does the narrator's own surprise help stage 1?

    python family.py DATA.jsonl.gz --narrator ../narrator --out family.json [--rows 300] [--real PEOPLE_AND_AGENTS.jsonl]

Frozen features: the narrator's hidden states, averaged over the tokens → Linear(256) → ReLU → Dropout(0.3) → families. Only this head is
trained, with early stopping and class weights. Reported ten-way and grouped, over all sources and within single ones, where leakage of
the source cannot help. `--real` reports the ablation of stage 1: log-probability, rank and curvature beside the style of the text.
"""

import argparse
import gzip
import json
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime import InferenceSession, SessionOptions
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score
from tokenizers import Tokenizer

TEN = ["OpenAI", "Qwen", "Meta-LLaMA", "BigCode", "Mistral", "DeepSeek-AI", "Phi", "01-ai", "Gemma", "IBM-Granite"]
GROUPS = {"Anthropic": "Anthropic", "OpenAI": "OpenAI", "Google-Gemini": "Google", "Gemma": "Google", "other": None}
MAX_TOKENS = 256


class Narrator:
    """Hidden states before the head, and log-probabilities, of the narrator's int8 graph."""

    def __init__(self, folder):
        manifest = json.loads((folder / "manifest.json").read_text())
        self.layers, self.heads, self.size = manifest["layers"], manifest["keyValueHeads"], manifest["headSize"]
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        model = onnx.load(folder / manifest["variants"]["int8"]["model"])
        (gather,) = [node for node in model.graph.node if node.op_type == "Gather" and "logits_index" in node.input]
        self.hidden = gather.input[0]
        model.graph.output.append(onnx.helper.make_empty_tensor_value_info(self.hidden))
        options = SessionOptions()
        options.intra_op_num_threads = 1
        self.session = InferenceSession(model.SerializeToString(), options)

    def read(self, code):
        """Mean hidden state [width]; mean log-probability, its spread, mean log-rank, and curvature [4]."""
        ids = self.tokenizer.encode(code).ids[:MAX_TOKENS]
        n = len(ids)
        feeds = {
            "input_ids": np.array([ids], np.int64),
            "attention_mask": np.ones((1, n), np.int64),
            "logits_index": np.arange(n, dtype=np.int64),
        }
        empty = np.zeros((1, self.heads, n, self.size), np.float32)
        for i in range(self.layers):
            feeds[f"past_key_values.{i}.key"] = feeds[f"past_key_values.{i}.value"] = empty
        # The graph takes the cache as filled up to the mask; all of it is new here.
        logits, hidden = self.session.run(["logits", self.hidden], feeds)
        rows = logits[0, :-1].astype(np.float32)
        rows -= rows.max(axis=1, keepdims=True)
        log_p = rows - np.log(np.exp(rows).sum(axis=1, keepdims=True))
        chosen = log_p[np.arange(n - 1), ids[1:]]
        rank = np.log1p((log_p > chosen[:, None]).sum(axis=1))
        p = np.exp(log_p)
        expected = (p * log_p).sum(axis=1)
        # Conditional probability curvature (Fast-DetectGPT, Bao et al. 2024).
        variance = (p * log_p**2).sum(axis=1) - expected**2
        curvature = (chosen - expected).sum() / np.sqrt(variance.sum() + 1e-6)
        return hidden[0].mean(axis=0), np.array([chosen.mean(), chosen.std(), rank.mean(), curvature])


def train_head(x, y, train, dev, classes, seed=1):
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    mean, std = x[train].mean(axis=0), x[train].std(axis=0) + 1e-6
    data = torch.tensor((x - mean) / std, dtype=torch.float32)
    target = torch.tensor(y)
    counts = np.bincount(y[train], minlength=classes)
    weight = torch.tensor(len(train) / (classes * np.maximum(counts, 1)), dtype=torch.float32)
    head = torch.nn.Sequential(
        torch.nn.Linear(x.shape[1], 256), torch.nn.ReLU(), torch.nn.Dropout(0.3), torch.nn.Linear(256, classes)
    )
    optimizer = torch.optim.AdamW(head.parameters(), lr=1e-3, weight_decay=0.01)
    best, patience, kept = 0.0, 0, None
    for _ in range(200):
        head.train()
        for batch in torch.randperm(len(train)).split(128):
            rows = torch.tensor(train)[batch]
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(head(data[rows]), target[rows], weight).backward()
            optimizer.step()
        head.eval()
        with torch.no_grad():
            found = f1_score(y[dev], head(data[dev]).argmax(1).numpy(), average="macro", zero_division=0)
        if found > best:
            best, patience, kept = found, 0, {name: value.clone() for name, value in head.state_dict().items()}
        elif (patience := patience + 1) == 15:
            break
    head.load_state_dict(kept)
    head.eval()
    with torch.no_grad():
        return torch.softmax(head(data), 1).numpy(), sum(p.numel() for p in head.parameters())


def split(groups, seed=1):
    """Rows of 70 / 10 / 20 % of the problems."""
    names = sorted(set(groups))
    np.random.default_rng(seed).shuffle(names)
    part = {name: "train" if i < 0.7 * len(names) else "dev" if i < 0.8 * len(names) else "test" for i, name in enumerate(names)}
    parts = np.array([part[group] for group in groups])
    return [np.flatnonzero(parts == name) for name in ("train", "dev", "test")]


def report(x, rows, families):
    """Macro-F1 and accuracy on unseen problems."""
    names = sorted(set(families))
    y = np.array([names.index(family) for family in families])
    train, dev, test = split([row["group"] for row in rows])
    if min(len(train), len(dev), len(test)) < 20 or len(names) < 2:
        return None
    p, parameters = train_head(x, y, train, dev, len(names))
    sure = test[p[test].max(axis=1) >= 0.9]
    return {
        "families": len(names),
        "n": len(test),
        "macro-F1": round(f1_score(y[test], p[test].argmax(1), average="macro", zero_division=0), 3),
        "accuracy": round(accuracy_score(y[test], p[test].argmax(1)), 3),
        "majority": round(max(Counter(y[test]).values()) / len(test), 3),
        "share with confidence of 0.9": round(len(sure) / len(test), 3),
        "accuracy of these": round(accuracy_score(y[sure], p[sure].argmax(1)), 3) if len(sure) else None,
        "parameters": parameters,
    }


def read_json_lines(path):
    with (gzip.open(path, "rt") if path.endswith(".gz") else open(path)) as lines:
        return [json.loads(line) for line in lines]


def sample(rows, key, n):
    by = defaultdict(list)
    for i in np.random.default_rng(1).permutation(len(rows)):
        by[key(rows[i])].append(rows[i])
    return [row for own in by.values() for row in own[:n]]


def ablation(narrator, rows, held_out):
    """AUROC on held-out repositories of the narrator's numbers alone."""
    x = np.array([narrator.read(row["code"])[1] for row in rows])
    y = np.array([row["label"] for row in rows])
    held = np.array([row["repo"] in held_out for row in rows])
    trees = HistGradientBoostingClassifier(max_iter=100, max_leaf_nodes=8).fit(x[~held], y[~held])
    alone = {
        name: round(float(roc_auc_score(y[held], x[held, i])), 3)
        for i, name in enumerate(("log-probability", "spread", "rank", "curvature"))
    }
    return x, {"alone": alone, "trees over the four": round(float(roc_auc_score(y[held], trees.predict_proba(x[held])[:, 1])), 3)}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("data")
    arguments.add_argument("--narrator", default="../narrator")
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--rows", type=int, default=300, help="of each family and source")
    arguments.add_argument("--real")
    arguments.add_argument("--held-out", nargs="*", default=[])
    arguments = arguments.parse_args()
    started = time.monotonic()
    narrator = Narrator(Path(arguments.narrator))
    result = {"load seconds": round(time.monotonic() - started, 2)}
    rows = [row for row in read_json_lines(arguments.data) if row["label"] == 1 and len(row["code"]) > 80]
    rows = sample(rows, lambda row: (row["family"], row["source"]), arguments.rows)
    started = time.monotonic()
    x = np.array([narrator.read(row["code"])[0] for row in rows])
    result["seconds per piece"] = round((time.monotonic() - started) / len(rows), 4)
    families = [row["family"] for row in rows]
    ten = [i for i, family in enumerate(families) if family in TEN]
    result["ten-way"] = report(x[ten], [rows[i] for i in ten], [families[i] for i in ten])
    grouped = [GROUPS.get(family, "open weights") for family in families]
    known = [i for i, group in enumerate(grouped) if group]
    result["grouped"] = report(x[known], [rows[i] for i in known], [grouped[i] for i in known])
    for source, _ in Counter(row["source"] for row in rows).most_common():
        own = [i for i in known if rows[i]["source"] == source]
        if len(own) >= 150:
            result[f"grouped within {source}"] = report(x[own], [rows[i] for i in own], [grouped[i] for i in own])
            tens = [i for i in own if families[i] in TEN]
            result[f"ten-way within {source}"] = report(x[tens], [rows[i] for i in tens], [families[i] for i in tens])
        Path(arguments.out).write_text(json.dumps(result, indent=1))
    if arguments.real:
        real = sample(read_json_lines(arguments.real), lambda row: (row["label"], row["language"], row["repo"]), 8)
        result["ablation"] = ablation(narrator, real, set(arguments.held_out))[1] | {"n": len(real)}
    Path(arguments.out).write_text(json.dumps(result, indent=1))
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

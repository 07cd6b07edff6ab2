"""Stage 2 of origin, an experiment: which family of models wrote a piece of code?

    python family.py train.jsonl.gz val.jsonl.gz --encoder ../encoder --vectors vectors.npz --out family.json [--agents agents.jsonl.gz] [--heads heads]

Three ways: frozen vectors of the encoder (mean over the tokens) → Linear(256) → ReLU → Dropout(0.3) → families, of which only this head is
trained; logistic regression over the n-grams of stage 1; and both, whose confidence is calibrated on development problems. Reported ten-way and
grouped, over all sources and within single ones, where leakage of the source cannot help; `--agents` asks the same of functions in repositories.
`--heads` writes the heads of all sources as ONNX, checked against PyTorch; the command trains, evaluates and exports.
DATA.features.jsonl.gz, from `codepatch eval origin DATA.jsonl.gz --features`, lies beside each file.
"""

import argparse
import gzip
import json
import resource
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession, SessionOptions
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score

from encoder import chunks_by_length, load_tokenizer, tokenize
from family_head import Head, softmax, tempered
from origin_data import gram_matrix, read_rows

TEN = ["OpenAI", "Qwen", "Meta-LLaMA", "BigCode", "Mistral", "DeepSeek-AI", "Phi", "01-ai", "Gemma", "IBM-Granite"]
GROUPS = {"Anthropic": "Anthropic", "OpenAI": "OpenAI", "Google-Gemini": "Google", "Google": "Google", "Gemma": "Google", "other": None}
SURE = 0.9


def read(file):
    """AI rows of a data set with `code` and `grams`; pieces that stage 1 does not judge are left out."""
    with gzip.open(file, "rt") as lines:
        texts = [json.loads(line) for line in lines]
    _, rows = read_rows(Path(str(file).removesuffix(".jsonl.gz") + ".features.jsonl.gz"))
    return [row | {"code": texts[row["row"]]["code"]} for row in rows if row["label"] == 1 and row.get("family")]


def sample(rows, limit):
    by = defaultdict(list)
    for i in np.random.default_rng(1).permutation(len(rows)):
        by[rows[i]["family"], rows[i].get("source", rows[i].get("repo"))].append(rows[i])
    return [row for own in by.values() for row in own[:limit]]


def embed(folder, rows):
    """Vectors [rows, width] of the shipped graph; what it costs: seconds of processor time to load it and for a row, and megabytes that the process grew by."""
    manifest = json.loads((folder / "manifest.json").read_text())
    options = SessionOptions()
    options.intra_op_num_threads = 1
    before, started = peak_memory(), time.process_time()
    session = InferenceSession(folder / manifest["variants"][manifest["defaultVariant"]]["model"], options)
    load = time.process_time() - started
    ids = tokenize([row["code"][:2048] for row in rows], load_tokenizer(folder / "tokenizer.json", manifest["codeTokens"]))
    vectors, started = np.zeros((len(rows), manifest["width"]), np.float32), time.process_time()
    for chunk in chunks_by_length(ids, 16):
        longest = max(len(ids[row]) for row in chunk)
        feeds = {
            "input_ids": np.array([ids[row] + [0] * (longest - len(ids[row])) for row in chunk], np.int64),
            "attention_mask": np.array([[1] * len(ids[row]) + [0] * (longest - len(ids[row])) for row in chunk], np.int64),
        }
        vectors[chunk] = session.run(None, feeds)[0]
    return vectors, {"load": load, "seconds": (time.process_time() - started) / len(rows), "megabytes": peak_memory() - before}


def peak_memory():
    """Megabytes, on Linux."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def split(groups, seed=1):
    """Rows of 70 / 10 / 20 % of the problems."""
    names = sorted(set(groups))
    np.random.default_rng(seed).shuffle(names)
    part = {name: "train" if i < 0.7 * len(names) else "dev" if i < 0.8 * len(names) else "test" for i, name in enumerate(names)}
    parts = np.array([part[group] for group in groups])
    return [np.flatnonzero(parts == name) for name in ("train", "dev", "test")]


def judged(p, y):
    sure = p.max(axis=1) >= SURE
    return {
        "n": len(y),
        "macro-F1": round(f1_score(y, p.argmax(1), average="macro", zero_division=0), 3),
        "accuracy": round(accuracy_score(y, p.argmax(1)), 3),
        "majority": round(max(Counter(y).values()) / len(y), 3),
        "mean confidence": round(float(p.max(axis=1).mean()), 3),
        "shown": round(float(sure.mean()), 3),
        "accuracy of shown": round(accuracy_score(y[sure], p[sure].argmax(1)), 3) if sure.any() else None,
    }


def report(result, name, x, grams, rows, families, agents=None, heads=None):
    """Adds what the three ways do on problems that they have not seen, and on `agents`: (vectors, grams, families). The head goes to the folder `heads`."""
    names = sorted(set(families))
    y = np.array([names.index(family) for family in families])
    train, dev, test = split([row["source"] + row["group"] for row in rows])
    if min(len(train), len(dev), len(test)) < 20 or len(set(y[train])) < len(names) or len(names) < 2:
        return
    head = Head(x, y, train, dev, len(names))
    if heads:
        result[f"{name}, bytes of the head"] = head.export(heads / f"{name}.onnx", tempered(head(x[dev]), y[dev]), names, x[test])
    linear = LogisticRegression(C=100, max_iter=40, tol=1e-3, class_weight="balanced").fit(grams[train], y[train])
    ways = {
        "encoder": (lambda v, g: head(v)),
        "n-grams": (lambda v, g: linear.predict_log_proba(g)),
        "both": (lambda v, g: head(v) + linear.predict_log_proba(g)),
    }
    for way, classify in ways.items():
        factor = tempered(classify(x[dev], grams[dev]), y[dev])
        p = softmax(factor * classify(x[test], grams[test]))
        about = {"families": len(names), "head parameters": head.parameters}
        result[f"{name}, {way}"] = about | judged(p, y[test])
        if agents:
            vectors, own, found = agents
            known = np.array([family in names for family in found])
            truth = np.array([names.index(family) for family in np.array(found)[known]])
            result[f"{name}, {way}, on agents' functions in repositories"] = about | judged(
                softmax(factor * classify(vectors[known], own[known])), truth
            )


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("data", nargs="+", type=Path)
    arguments.add_argument("--encoder", default="../encoder", type=Path)
    arguments.add_argument("--vectors", required=True, type=Path, help="kept here from one run to the next")
    arguments.add_argument("--out", required=True, type=Path)
    arguments.add_argument("--rows", type=int, default=250, help="of each family and source")
    arguments.add_argument("--sources", nargs="*", help="only these")
    arguments.add_argument("--agents", type=Path)
    arguments.add_argument("--heads", type=Path)
    arguments = arguments.parse_args()
    rows = [row for file in arguments.data for row in read(file)]
    rows = sample([row for row in rows if not arguments.sources or row["source"] in arguments.sources], arguments.rows)
    agents = sample(read(arguments.agents), 100) if arguments.agents else []
    if not arguments.vectors.exists():
        vectors, cost = embed(arguments.encoder, rows + agents)
        np.savez(arguments.vectors, vectors=vectors, **cost)
    kept = np.load(arguments.vectors)
    every = sparse.hstack([gram_matrix([row["grams"][view] for row in rows + agents]) for view in ("characters", "words")]).tocsr()
    x, others, grams, own = kept["vectors"][: len(rows)], kept["vectors"][len(rows) :], every[: len(rows)], every[len(rows) :]
    result = {
        "seconds to load the encoder": round(float(kept["load"]), 2),
        "seconds of a piece": round(float(kept["seconds"]), 4),
        "megabytes of the encoder": round(float(kept["megabytes"])),
    }
    tasks = {"ten-way": lambda family: family if family in TEN else None, "grouped": lambda family: GROUPS.get(family, "open weights")}
    for task, named in tasks.items():
        families = [named(row["family"]) for row in rows]
        for source in [None, *(source for source, _ in Counter(row["source"] for row in rows).most_common(6))]:
            chosen = [i for i, row in enumerate(rows) if families[i] and source in (None, row["source"])]
            found = (others, own, [named(row["family"]) for row in agents]) if agents and source is None and task == "grouped" else None
            name = task if source is None else f"{task} within {source}"
            heads = arguments.heads if source is None else None
            report(result, name, x[chosen], grams[chosen], [rows[i] for i in chosen], [families[i] for i in chosen], found, heads)
            arguments.out.write_text(json.dumps(result, indent=1))
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

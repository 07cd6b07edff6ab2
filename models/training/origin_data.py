"""Rows of origin: what `codepatch eval origin DATASET --features FILE` wrote, as arrays.

A set of rows is a dict of arrays of one length: `x` features, `language`, `label` (1 for AI), `kind` (labelled, people, agents, measured), `group`
(what a fold must not divide), `source`, and a sparse matrix for each view of n-grams, whose rows have length 1. Rows of kind `measured` are people's
of labelled sources whose licence is not stated: thresholds are measured on them, and nothing is trained on them.
"""

import base64
import gzip
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy import sparse

LANGUAGES = ["c", "cpp", "csharp", "go", "java", "javascript", "php", "python", "ruby", "rust", "tsx", "typescript"]
VIEWS = ["characters", "words", "shapes"]
BUCKETS = 1 << 16


def read_rows(path):
    """Names of the features, and the rows of NAME.features.jsonl.gz but for those whose numbers NAME.overlap lists: evaluation sets hold them too."""
    overlap = Path(str(path).removesuffix(".features.jsonl.gz") + ".overlap")
    excluded = set(map(int, overlap.read_text().split())) if overlap.exists() else set()
    with gzip.open(path, "rt") as lines:
        names = json.loads(next(lines))["features"]
        return names, [row for row in map(json.loads, lines) if row["row"] not in excluded]


def read_recipe_rows(data):
    """Names of the features, and the rows of a recipe's `[data]` with the file that each is from."""
    folder, rows, names = Path(data["folder"]), [], None
    for file in data["labelled"]:
        names, found = read_rows(folder / file)
        for row in found:
            stated = data["sources"] == "all" or row["source"] in data["sources"]
            if stated or row["label"] == 0:
                rows.append(row | {"kind": "labelled" if stated else "measured", "group": row["source"] + row["group"], "file": file})
    for file in data["repositories"]:
        names, found = read_rows(folder / file)
        rows += [row | {"kind": "agents" if row["label"] else "people", "group": row["repo"], "source": row["repo"], "file": file} for row in found]
    return names, rows


def load(data):
    """Names of the features, the rows of a recipe's `[data]` as arrays, and which of them, the last, are there for thresholds only."""
    names, rows = read_recipe_rows(data)
    only = [row for file in data["thresholds"] for row in read_rows(Path(data["folder"]) / file)[1]]
    rows += [row | {"kind": "people", "group": row["repo"], "source": row["repo"]} for row in only]
    return names, arrays(rows), np.arange(len(rows)) >= len(rows) - len(only)


def arrays(rows):
    return {
        "x": np.array([row["values"] for row in rows], np.float32),
        "language": np.array([LANGUAGES.index(row["language"]) for row in rows]),
        "label": np.array([row["label"] for row in rows]),
        "kind": np.array([row["kind"] for row in rows]),
        "group": np.array([row["group"] for row in rows]),
        "source": np.array([row["source"] for row in rows]),
    } | {view: gram_matrix([row["grams"][view] for row in rows]) for view in VIEWS}


def gram_matrix(encoded):
    """Base64 of little-endian 16-bit buckets → sparse [rows, buckets] of which each row has length 1."""
    found = [np.frombuffer(base64.b64decode(text), "<u2") for text in encoded]
    counts = np.array([len(buckets) for buckets in found])
    values = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts).astype(np.float32)
    columns = np.concatenate(found).astype(np.int32)
    return sparse.csr_matrix((values, columns, np.concatenate([[0], np.cumsum(counts)])), shape=(len(found), BUCKETS))


def pick(data, rows):
    return {name: values[rows] for name, values in data.items()}


def trained_on(data, most):
    """Numbers of the rows that a model is fitted to: of each source, language and label at most so many, spread over its rows."""
    found = defaultdict(list)
    for i, key in enumerate(zip(data["source"], data["language"], data["label"], data["kind"])):
        if key[-1] != "measured":
            found[key].append(i)
    return np.sort(np.concatenate([np.array(own)[np.linspace(0, len(own) - 1, min(len(own), most)).astype(int)] for own in found.values()]))


def balance(data, lonely):
    """Weights of rows. In a language, labelled data and repositories each hold as much AI as people, so that neither a language nor a kind of data
    tells the label; where one of the two is missing, the other weighs `lonely` as much. In it every source or repository counts by the root of its size."""
    cells = defaultdict(lambda: ([], []))
    for i, (kind, language, label) in enumerate(zip(data["kind"], data["language"], data["label"])):
        cells[kind == "labelled", language][label].append(i)
    weight = np.zeros(len(data["label"]))
    for sides in cells.values():
        # A cell weighs as the root of its size, so that a language with few examples counts without being repeated a lot.
        total = np.sqrt(sum(map(len, sides)))
        for rows in filter(len, sides):
            _, source, sizes = np.unique(data["source"][rows], return_inverse=True, return_counts=True)
            shares = np.sqrt(sizes) / np.sqrt(sizes).sum() / sizes
            weight[rows] = total * shares[source] * (1 if all(sides) else lonely)
    return weight / weight.mean()

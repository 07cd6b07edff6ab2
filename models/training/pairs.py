"""Pairs of a description and a function, and the batches that the encoder learns from.

A record of `codepatch dataset search` has `query` (what people wrote), `text` (the code as the encoder reads it), `context` (names of file and
class), `docs` (the rest of the docstring), `repo` and `language`.
"""

import math
import re
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from records import DataError, read_records

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def load_pairs(files: list[Path], dev_repositories: list[str], dev_per_repository: int) -> tuple[list[dict], list[dict]]:
    """Training and development records; the latter at most `dev_per_repository` a repository. Raises DataError when one is empty."""
    train, dev, taken = [], [], Counter()
    for file in files:
        for record in read_records(file):
            if record["repo"] not in dev_repositories:
                train.append(record)
            elif taken[record["repo"]] < dev_per_repository:
                taken[record["repo"]] += 1
                dev.append(record)
    names = ", ".join(map(str, files))
    if not train:
        raise DataError(f"{names}: every record belongs to a development repository; nothing is left to train on.")
    if not dev:
        raise DataError(f"{names}: no record belongs to a development repository; name one of yours with --dev-repositories.")
    return train, dev


class Bm25:
    """Okapi BM25 (Robertson and Zaragoza 2009; k1 = 1.2, b = 0.75) over words."""

    def __init__(self, documents: list[list[str]]):
        self.size = len(documents)
        lengths = np.array([len(document) for document in documents], np.float32)
        norm = 1.2 * (0.25 + 0.75 * lengths / max(1.0, float(lengths.mean())))
        postings = defaultdict(list)
        for index, document in enumerate(documents):
            for word, count in Counter(document).items():
                postings[word].append((index, count))
        self.postings = {}
        for word, found in postings.items():
            indices = np.array([index for index, _ in found], np.int32)
            counts = np.array([count for _, count in found], np.float32)
            rarity = math.log(1 + (self.size - len(found) + 0.5) / (len(found) + 0.5))
            self.postings[word] = indices, rarity * counts * 2.2 / (counts + norm[indices])

    def scores(self, query: list[str]) -> np.ndarray:
        """[documents]"""
        scores = np.zeros(self.size, np.float32)
        for word in set(query):
            if word in self.postings:
                indices, weights = self.postings[word]
                scores[indices] += weights
        return scores


def mine(records: list[dict], count: int) -> np.ndarray:
    """For each record the `count` others of its repository whose code fits its query best by BM25, -1 where there are fewer. [records, count]"""
    by_repository = defaultdict(list)
    for index, record in enumerate(records):
        by_repository[record["repo"]].append(index)
    result = np.full((len(records), count), -1, np.int64)
    for members in by_repository.values():
        index = Bm25([words(records[i]["text"]) for i in members])
        for position, i in enumerate(members):
            scores = index.scores(words(records[i]["query"]))
            scores[position] = 0
            best = np.argsort(-scores, kind="stable")[:count]
            best = best[scores[best] > 0]
            result[i, : len(best)] = [members[j] for j in best]
    return result


def batches(size: int, batch: int, neighbours: np.ndarray | None, seed: int, epoch: int):
    """Index lists of one epoch: shuffled seeds, each followed by its neighbours; no record comes twice in a batch. A last short one is left out."""
    order = np.random.default_rng([seed, epoch]).permutation(size)
    current: dict[int, None] = {}
    used = np.zeros(size, bool)
    for start in order:
        if used[start]:
            continue
        group = [int(start)] + ([int(i) for i in neighbours[start] if i >= 0 and not used[i]] if neighbours is not None else [])
        for i in group:
            if len(current) < batch and i not in current:
                current[i] = None
                used[i] = True
        if len(current) == batch:
            yield list(current)
            current = {}


def code_input(record: dict, with_context: bool, with_docs: bool) -> str:
    """What the engine builds of a function, in the same order: names around it, documentation, code."""
    parts = [record.get("context", "") if with_context else "", record.get("docs", "") if with_docs else "", record["text"]]
    return " ".join(part for part in parts if part)

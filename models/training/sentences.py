"""Scores descriptions of plots: words against words, and facts against facts.

The wordings of facts are those of src/dataset/plotTruth/phrases.json, from which the data set was written.
"""

import json
import math
import re
from collections import Counter
from pathlib import Path

PHRASES = json.loads((Path(__file__).parents[2] / "src/dataset/plotTruth/phrases.json").read_text(encoding="utf-8"))


def _wordings(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return sorted(((wording, fact) for fact, wordings in table.items() for wording in wordings), key=lambda pair: -len(pair[0]))


KINDS, COURSES = _wordings(PHRASES["kinds"]), _wordings(PHRASES["courses"])


def facts_said(text: str) -> tuple[str | None, frozenset[str]]:
    """Kind of plot and courses that a sentence says: `factsSaid` of test/dataset/plotTruth/factsSaid.ts."""
    said = set()
    for wording, fact in COURSES:
        if wording in text:
            text = text.replace(wording, " ")
            said.add(fact)
    return next((fact for wording, fact in KINDS if wording in text), None), frozenset(said)


def words(text: str) -> list[str]:
    return re.findall(r"\w+|[^\s\w]", text.lower())


def smoothed_bleu(candidate: list[str], reference: list[str]) -> float:
    """Sentence BLEU-4 with one added above unigrams: `smoothedBleu` of src/metrics/bleu.ts, which names its sources."""
    total = 0.0
    for order in range(1, 5):
        grams = [Counter(zip(*(side[start:] for start in range(order)))) for side in (candidate, reference)]
        matches, count = sum((grams[0] & grams[1]).values()), sum(grams[0].values())
        added = int(order > 1)
        if matches + added == 0 or count + added == 0:
            return 0.0
        total += math.log((matches + added) / (count + added)) / 4
    return math.exp(total + min(0.0, 1 - (len(reference) + 1) / (len(candidate) + 1)))


def rouge_l(candidate: list[str], reference: list[str]) -> float:
    """Balanced F measure of the longest common subsequence: `rougeL` of src/metrics/rouge.ts."""
    previous = [0] * (len(reference) + 1)
    for token in candidate:
        row = [0]
        for at, other in enumerate(reference):
            row.append(previous[at] + 1 if token == other else max(previous[at + 1], row[at]))
        previous = row
    common = previous[-1]
    return 0.0 if common == 0 else 2 * common / (len(candidate) + len(reference))


def scores(candidates: list[str], records: list[dict]) -> dict[str, float]:
    """Means over records. Precision and recall count courses (what the drawn thing does); `exact`: kind and courses all right."""
    bleu = rouge = kind = exact = 0.0
    said = true = right = numbers = 0
    for candidate, record in zip(candidates, records):
        found, gold = facts_said(candidate), (record["facts"]["kind"], frozenset(record["facts"]["courses"]))
        bleu += smoothed_bleu(words(candidate), words(record["text"]))
        rouge += rouge_l(re.findall("[a-z0-9]+", candidate.lower()), re.findall("[a-z0-9]+", record["text"].lower()))
        kind += found[0] == gold[0]
        exact += found == gold
        said, true, right = said + len(found[1]), true + len(gold[1]), right + len(found[1] & gold[1])
        numbers += bool(re.search(r"\d", candidate))
    n = len(records)
    return {
        "n": n, "bleu": bleu / n, "rouge_l": rouge / n, "kind_right": kind / n, "precision": right / said if said else None,
        "recall": right / true, "f1": 2 * right / (said + true), "exact": exact / n, "with_a_number": numbers,
    }

"""Trains stage 1 of origin (people or AI, from style), calibrates it per language and writes models/origin.

    python origin.py recipes/origin.toml [--out ../origin] [--report report.json]

Tables of n-grams and trees are trained by scikit-learn; the graph standardises features per language first, so that it sees how unusual a
function is among people's functions of its language. Thresholds and probabilities come from rows that the model at hand was not trained on:
cross-fitted by repository, never by function. `origin_card.py` then puts what `codepatch eval origin` measured into manifest and card.
"""

import argparse
import base64
import json
import tomllib
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from origin_calibration import SHARES, calibrate, calibration_error, combined, equal_sources, flags, probabilities
from origin_data import BUCKETS, LANGUAGES, VIEWS, gram_matrix, load, pick, trained_on
from origin_graph import export, write_manifest, write_parity
from origin_model import cross_fit_grams, fit_tables, fit_votes, mixture, read_tables, score, tree_scores


def cross_fit(data, names, recipe):
    """What trees [rows, votes] and tables [rows, views] say of rows whose group they have not seen, and the numbers of the rows to fit to."""
    fitted_to = trained_on(data, recipe["model"]["most_of_source"])
    folds = [
        (np.intersect1d(train, fitted_to), test)
        for train, test in GroupKFold(recipe["calibration"]["folds"]).split(data["x"], groups=data["group"])
    ]
    grams = cross_fit_grams(data, folds, recipe["model"])
    trees = np.zeros((len(data["label"]), len(recipe["votes"])))
    for train, test in folds:
        trees[test] = tree_scores(fit_votes(pick(data, train), grams[train], names, recipe), pick(data, test), grams[test])
    return trees, grams, fitted_to


def recall_at(label, one, rate=0.01):
    people = np.sort(one[label == 0])[::-1]
    return float((one[label == 1] > people[int(rate * len(people))]).mean())


def by_language(own, one, p, flagged, data, calibration):
    """What is said of the functions of a language, and how often it was so: `told` has for each share that people may be told the share of people's
    functions that score as high."""
    people, ai = own & (data["label"] == 0), own & (data["label"] == 1)
    reached = calibration["languages"].get(LANGUAGES[int(data["language"][own][0])], {}).get("humans", []) if people.any() else []
    halves = np.where(data["label"] == 1, 0.5 / max(1, ai.sum()), 0.5 / max(1, people.sum()))
    return {
        "people": int(people.sum()),
        "AI": int(ai.sum()),
        "false positives": round(float(flagged[people].mean()), 4) if people.any() else None,
        "recall": round(float(flagged[ai].mean()), 4) if ai.any() else None,
        "told": {str(share): round(float((one[people] >= score).mean()), 4) for share, score in zip(SHARES, reached)},
        "ECE, half of each": round(calibration_error(p[own], data["label"][own], halves[own]), 4) if people.any() and ai.any() else None,
    }


def measure(data, scores, calibration):
    """What the calibrated model does on rows, all and by repository."""
    one = combined(scores, data["language"], calibration["languages"])
    flagged, label = flags(one, data["language"], calibration), data["label"]
    p = probabilities(scores, data["language"], calibration)
    halves = np.where(label == 1, 0.5 / label.sum(), 0.5 / (1 - label).sum())
    result = {
        "n": len(label),
        "AUROC": roc_auc_score(label, p),
        "AUROC of votes": [roc_auc_score(label, vote) for vote in scores.T],
        "recall": flagged[label == 1].mean(),
        "false positives": flagged[label == 0].mean(),
        "recall at 1 %": recall_at(label, p),
        "recall at 1 % of votes": [recall_at(label, vote) for vote in scores.T],
        "ECE": calibration_error(p, label),
        "ECE, half of each": calibration_error(p, label, halves),
        "ECE, sources equal": calibration_error(p, label, equal_sources(data, np.arange(len(label)))),
        "languages": {language: by_language(data["language"] == i, one, p, flagged, data, calibration) for i, language in enumerate(LANGUAGES)},
        "groups": {},
    }
    for kind in ("people", "agents"):
        for group in sorted(set(data["group"][data["kind"] == kind])):
            for i, language in enumerate(LANGUAGES):
                own = (data["kind"] == kind) & (data["group"] == group) & (data["language"] == i)
                if own.sum() >= 15:
                    result["groups"][f"{kind} {language} {group}"] = [round(float(flagged[own].mean()), 4), int(own.sum())]
    return result


def parity_rows(data, count):
    """Features and languages of rows, with n-grams that are chance: no code of others can be read from them."""
    random = np.random.default_rng(1)
    rows = pick(data, random.permutation(len(data["label"]))[:count])
    for view in VIEWS:
        found = [np.sort(random.choice(BUCKETS, random.integers(0, 60), replace=False)).astype("<u2") for _ in range(count)]
        rows[view] = gram_matrix([base64.b64encode(buckets.tobytes()).decode() for buckets in found])
    return rows


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("recipe")
    arguments.add_argument("--out", default="../origin")
    arguments.add_argument("--report")
    arguments = arguments.parse_args()
    recipe = tomllib.loads(Path(arguments.recipe).read_text())
    names, everything, for_thresholds = load(recipe["data"])
    held = np.isin(everything["group"], recipe["data"]["held_out"])
    data, others, unseen = (pick(everything, np.flatnonzero(own)) for own in (~held & ~for_thresholds, ~held & for_thresholds, held))
    print(f"{len(data['label'])} rows, {int(data['label'].sum())} AI; {len(others['label'])} for thresholds only; {int(held.sum())} held out", flush=True)

    trees, grams, fitted_to = cross_fit(data, names, recipe)
    mix = mixture(trees, grams, data["kind"] == "people", recipe)
    tables = fit_tables(pick(data, fitted_to), recipe["model"])
    fitted = fit_votes(pick(data, fitted_to), grams[fitted_to], names, recipe)

    def judge(rows):
        said = read_tables(tables, rows)
        return score(tree_scores(fitted, rows, said), said, mix)

    # The model has not seen the people who are there for thresholds only, and scores them itself.
    cross = np.concatenate([score(trees, grams, mix), *([judge(others)] if len(others["label"]) else [])])
    judged = pick(everything, np.flatnonzero(~held))
    calibration = calibrate(judged, cross, recipe["calibration"], [vote["offset_share"] for vote in recipe["votes"]])
    known = np.flatnonzero(judged["kind"] != "measured")
    report = {"cross-fitted": measure(pick(judged, known), cross[known], calibration)}
    if held.any():
        report["held out"] = measure(unseen, judge(unseen), calibration)
    report["repositories"] = sorted(set(data["group"][np.isin(data["kind"], ["people", "agents"])]))
    report["for thresholds only"] = sorted(set(others["group"]))
    print(json.dumps(report, indent=1))

    out = Path(arguments.out)
    export(fitted, tables, mix, out / "onnx/model.onnx")
    (out / "calibration.json").write_text(json.dumps(calibration, indent=1) + "\n")
    cases = parity_rows(everything, 30)
    difference = write_parity(InferenceSession(out / "onnx/model.onnx"), judge(cases), cases, out / "parity.json")
    print(f"largest difference of ONNX Runtime to scikit-learn: {difference:.2g}")
    write_manifest(out, names, [vote["name"] for vote in recipe["votes"]], fitted)
    if arguments.report:
        Path(arguments.report).write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()

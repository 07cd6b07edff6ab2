"""Weights of the kind of a commit: multinomial logistic regression over signs that are present or not.

    python kind.py SIGNS.jsonl… --out ../../src/commit/kind/weights.json

Input, by `codepatch dataset kind`: {"signs": […], "kind": "repair", "repo": "owner/name"}; commits whose kind the files alone show are
left out ("shown"). `--light`: the same of commits whose messages and names of files were read, and nothing else; they are quick to have
and teach words. They count a third and are not among what is measured. Folds are by repository: no commit is predicted by weights that saw another commit of its repository. Prints accuracy and confusion of these folds.
"""

import argparse
import collections
import gzip
import json
import random

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

UPKEEP = {"build", "dependency", "housekeeping"}
LEFT_OUT = {"revert", "merge", "empty", "security"}


LIGHT_WEIGHT = 1 / 3

# One commit in forty is meant to make something faster. Counted once they are hardly ever recognised; twice costs the others nothing.
RARE = {"performance": 2}


def read(paths, most_of_repository, seed):
    """Records by repository, at most so many of each, drawn at random; repeated ones once."""
    groups = collections.defaultdict(dict)
    for path in paths:
        with gzip.open(path, "rt") if path.endswith(".gz") else open(path) as lines:
            for line in lines:
                record = json.loads(line)
                if record["kind"] not in LEFT_OUT and "shown" not in record:
                    groups[record["repo"]].setdefault(tuple(record["signs"]), record)
    draw = random.Random(seed)
    records = []
    for name in sorted(groups):
        own = list(groups[name].values())
        draw.shuffle(own)
        records += own[:most_of_repository]
    return records


def vocabulary(records, fewest_repositories):
    """Signs that occur in so many repositories: what only one project says would not carry over."""
    places = collections.defaultdict(set)
    for record in records:
        for sign in record["signs"]:
            places[sign].add(record["repo"])
    return sorted(sign for sign, where in places.items() if len(where) >= fewest_repositories)


def matrix(records, signs):
    index = {sign: i for i, sign in enumerate(signs)}
    rows, columns = [], []
    for i, record in enumerate(records):
        for sign in record["signs"]:
            if sign in index:
                rows.append(i)
                columns.append(index[sign])
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(records), len(signs)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("records", nargs="+")
    parser.add_argument("--light", nargs="*", default=[])
    parser.add_argument("--out", required=True)
    parser.add_argument("--most-of-repository", type=int, default=300)
    parser.add_argument("--fewest-repositories", type=int, default=9)
    parser.add_argument("--strength", type=float, default=0.3, help="inverse of the L2 penalty")
    parser.add_argument("--smallest", type=int, default=12, help="weights below so many hundredths become 0")
    parser.add_argument("--sure", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    whole = read(options.records, options.most_of_repository, options.seed)
    light = read(options.light, options.most_of_repository, options.seed)
    records = whole + light
    is_whole = np.arange(len(records)) < len(whole)
    kinds = np.array(["upkeep" if record["kind"] in UPKEEP else record["kind"] for record in records])
    counts = np.where(is_whole, 1, LIGHT_WEIGHT) * np.array([RARE.get(kind, 1) for kind in kinds])
    repositories = np.array([record["repo"] for record in records])
    signs = vocabulary(records, options.fewest_repositories)
    features = matrix(records, signs)

    def fit(rows):
        model = LogisticRegression(C=options.strength, max_iter=300, tol=1e-3)
        return model.fit(features[rows], kinds[rows], sample_weight=counts[rows])

    predicted = np.empty(len(records), dtype=object)
    confidence = np.zeros(len(records))
    for train, test in GroupKFold(4).split(features, kinds, repositories):
        model = fit(train)
        chances = model.predict_proba(features[test])
        predicted[test] = model.classes_[chances.argmax(1)]
        confidence[test] = chances.max(1)
    print(f"{len(whole)} commits and {len(light)} light ones of {len(set(repositories))} repositories, {len(signs)} signs")
    predicted, confidence, kinds_read = predicted[is_whole], confidence[is_whole], kinds[is_whole]
    right = predicted == kinds_read
    print(f"held-out repositories: {right.mean():.3f} right")
    for limit in (0.35, 0.4, 0.45, 0.5, 0.6):
        sure = confidence >= limit
        print(f"  {sure.mean():.3f} have {limit} or more, {right[sure].mean():.3f} of these right")
    for kind in sorted(set(kinds_read)):
        found = collections.Counter(predicted[kinds_read == kind])
        print(f"  {kind:14} {dict(found.most_common())}")

    model = fit(np.arange(len(records)))
    weights = np.rint((model.coef_ - model.coef_.mean(0)) * 100).astype(int)
    weights[np.abs(weights) < options.smallest] = 0
    table = {sign: weights[:, i].tolist() for i, sign in enumerate(signs) if weights[:, i].any()}
    entries = ",\n".join(f"    {json.dumps(sign, ensure_ascii=False)}: {row}" for sign, row in table.items())
    bias = np.rint(model.intercept_ * 100).astype(int).tolist()
    names = json.dumps(model.classes_.tolist(), indent=4).replace("\n]", "\n  ]")
    with open(options.out, "w") as out:
        out.write(
            f'{{\n  "kinds": {names},\n  "bias": {bias},\n'
            f'  "sure": {options.sure},\n  "signs": {{\n{entries}\n  }}\n}}\n'
        )


if __name__ == "__main__":
    main()

"""`pytest test_origin.py`: thresholds and probabilities of origin, and the graph against scikit-learn on made-up rows."""

import base64
import gzip
import json

import numpy as np
from onnxruntime import InferenceSession

from family_head import Head
from origin import cross_fit, measure
from origin_ablation import of_tokens
from origin_calibration import SHARES, calibrate, calibration_error, combined, flags, probabilities, scores_of_shares, threshold_of, upper_bound
from origin_data import BUCKETS, LANGUAGES, VIEWS, balance, gram_matrix, load, trained_on
from origin_graph import export, write_parity
from origin_model import fit_tables, fit_votes, mixture, read_tables, score, tree_scores

CALIBRATION = {
    "folds": 4,
    "false_positives": 0.01,
    "worst_repository": 0.02,
    "labelled_people": 0.02,
    "fewest_functions": 400,
    "fewest_repositories": 2,
    "pull": 10.0,
}
RECIPE = {
    "model": {
        "seed": 1, "gram_strength": 10.0, "gram_iterations": 20, "iterations": 20, "learning_rate": 0.1, "leaves": 8, "smallest_leaf": 20, "l2": 1.0,
        "lonely": 0.3, "most_of_source": 200,
    },
    "votes": [{"name": "all", "trees": "all", "views": ["characters"]}, {"name": "some", "trees": ["b", "words"], "views": ["words"]}],
    "calibration": CALIBRATION,
}
NAMES = ["a", "b", "c"]


def rows(n=6000):
    """Two languages, twenty repositories; AI is a little higher in the first feature and has n-gram 7 more often."""
    random = np.random.default_rng(1)
    label = (random.random(n) < 0.3).astype(int)
    data = {
        "x": random.normal(size=(n, len(NAMES))).astype(np.float32),
        "language": random.integers(7, 9, n),
        "label": label,
        "group": random.integers(0, 20, n).astype(str),
        "kind": np.where(label == 1, "agents", "people"),
    }
    data["source"] = data["group"]
    data["x"][:, 0] += label
    for view in VIEWS:
        found = [np.sort(random.choice(np.arange(8, 400), 20, replace=False)) for _ in range(n)]
        found = [np.concatenate([[7], own]) if random.random() < 0.2 + 0.6 * ai else own for own, ai in zip(found, label)]
        data[view] = gram_matrix([base64.b64encode(own.astype("<u2").tobytes()).decode() for own in found])
    return data


def test_upper_bound_is_that_of_clopper_and_pearson():
    assert abs(upper_bound(0, 299) - 0.01) < 1e-4
    assert upper_bound(5, 5) == 1


def test_threshold_holds_in_each_repository():
    random = np.random.default_rng(1)
    human = random.normal(size=4000)
    repositories = np.repeat(np.arange(4), 1000).astype(str)
    none = np.array([])
    even = threshold_of(human, repositories, none, none, CALIBRATION)
    assert 0.003 < (human >= even).mean() < 0.01
    human[repositories == "3"] += 2
    uneven = threshold_of(human, repositories, none, none, CALIBRATION)
    assert uneven > even and (human[repositories == "3"] >= uneven).mean() <= 0.02
    # A source that is a small part of all exercises counts like a repository.
    exercises, sources = np.concatenate([np.full(9900, -9.0), np.full(100, uneven + 0.5)]), np.repeat(["a", "b"], [9900, 100])
    assert threshold_of(human, repositories, exercises, sources, CALIBRATION) > uneven + 0.5
    assert threshold_of(human[:300], repositories[:300], none, none, CALIBRATION) is None


def test_rates_that_people_are_told_hold_in_nine_of_ten_repositories():
    random = np.random.default_rng(1)
    human, repositories = random.normal(size=11000), np.repeat(np.arange(11), 1000).astype(str)
    rare = SHARES.index(0.01)
    even = scores_of_shares(human, repositories)[rare]
    human[repositories == "3"] += 2
    one = scores_of_shares(human, repositories)[rare]
    human[repositories == "4"] += 2
    assert even < one < even + 1 and scores_of_shares(human, repositories)[rare] > even + 1.5
    assert all((human[repositories == str(i)] >= one).mean() <= 0.0101 for i in (0, 1, 2, 5, 6, 7, 8, 9, 10))


def test_models_are_fitted_to_a_share_of_each_source_and_never_to_rows_that_only_measure():
    data = rows(3000)
    data["kind"] = np.where(data["group"] == "3", "measured", data["kind"])
    chosen = trained_on(data, 20)
    assert not (data["kind"][chosen] == "measured").any()
    found = np.unique(np.stack([data["source"][chosen], data["language"][chosen].astype(str), data["label"][chosen].astype(str)]), axis=1, return_counts=True)
    assert found[1].max() == 20 and found[0].shape[1] == 19 * 2 * 2


def test_people_who_are_there_for_thresholds_only_are_known_from_those_who_are_trained_on(tmp_path):
    def write(name, repo, n):
        row = {"row": 0, "label": 0, "language": "tsx", "repo": repo, "values": [1.0], "grams": dict.fromkeys(VIEWS, base64.b64encode(b"\7\0").decode())}
        with gzip.open(tmp_path / name, "wt") as file:
            file.write("\n".join(json.dumps(line) for line in [{"features": ["a"]}, *[row | {"row": i} for i in range(n)]]))

    write("one.features.jsonl.gz", "a", 3)
    write("other.features.jsonl.gz", "b", 4)
    (tmp_path / "other.overlap").write_text("1\n")
    names, data, only = load(
        {"folder": tmp_path, "labelled": [], "repositories": ["one.features.jsonl.gz"], "thresholds": ["other.features.jsonl.gz"], "sources": []}
    )
    assert names == ["a"] and only.tolist() == [False] * 3 + [True] * 3
    assert data["group"].tolist() == ["a"] * 3 + ["b"] * 3 and set(data["kind"]) == {"people"}


def test_neither_language_nor_kind_of_data_tells_the_label():
    data = rows(3000)
    weight = balance(data, 0.3)
    for language in (7, 8):
        own = data["language"] == language
        assert abs(weight[own & (data["label"] == 0)].sum() / weight[own & (data["label"] == 1)].sum() - 1) < 1e-9
    data["label"][data["language"] == 8] = 0
    weight = balance(data, 0.3)
    lonely, both = data["language"] == 8, data["language"] == 7
    assert 0.1 < weight[lonely].sum() / weight[both].sum() < 0.2


def test_calibration_error_is_zero_where_probabilities_are_shares():
    assert calibration_error(np.full(10, 0.8), np.array([1] * 8 + [0] * 2)) < 1e-9
    assert abs(calibration_error(np.array([0.95]), np.array([0])) - 0.95) < 1e-9


def test_scores_that_are_calibrated_and_a_graph_that_repeats_them(tmp_path):
    data = rows()
    trees, grams, fitted_to = cross_fit(data, NAMES, RECIPE)
    mix = mixture(trees, grams, data["kind"] == "people", RECIPE)
    cross = score(trees, grams, mix)
    calibration = calibrate(data, cross, CALIBRATION, [0.01, 0.01])
    one = combined(cross, data["language"], calibration["languages"])
    flagged = flags(one, data["language"], calibration)
    assert flagged[data["label"] == 0].mean() <= 0.01 < flagged[data["label"] == 1].mean()
    p = probabilities(cross, data["language"], calibration)
    halves = np.where(data["label"] == 1, 0.5 / data["label"].sum(), 0.5 / (1 - data["label"]).sum())
    assert calibration_error(p, data["label"], halves) < 0.05
    java = measure(data, cross, calibration)["languages"][LANGUAGES[8]]
    assert java["people"] + java["AI"] == (data["language"] == 8).sum() and abs(java["told"]["0.05"] - 0.05) < 0.02

    own = {name: values[fitted_to] for name, values in data.items()}
    tables, fitted = fit_tables(own, RECIPE["model"]), fit_votes(own, grams[fitted_to], NAMES, RECIPE)
    export(fitted, tables, mix, tmp_path / "onnx/model.onnx")
    cases = {name: values[:50] for name, values in data.items()}
    said = read_tables(tables, cases)
    reference = score(tree_scores(fitted, cases, said), said, mix)
    session = InferenceSession(tmp_path / "onnx/model.onnx")
    assert write_parity(session, reference, cases, tmp_path / "parity.json") < 1e-4
    assert BUCKETS == 65536 and LANGUAGES[7] == "python"


def test_numbers_of_the_narrator_are_those_of_their_definitions():
    even, targets = np.zeros((5, 8)), np.arange(5)
    mean, spread, rank, curvature = of_tokens(even, targets)
    assert abs(mean + np.log(8)) < 1e-9 and spread < 1e-9 and rank == 0 and abs(curvature) < 1e-6
    sure = np.zeros((5, 8))
    sure[:, 0] = 3
    assert of_tokens(sure, np.zeros(5, int))[3] > 0 > of_tokens(sure, np.full(5, 7))[3]
    assert abs(of_tokens(sure, np.full(5, 7))[2] - np.log(2)) < 1e-9


def test_exported_head_says_what_the_trained_one_says(tmp_path):
    random = np.random.default_rng(1)
    y = random.integers(0, 3, 600)
    x = random.normal(size=(600, 20)) + np.eye(3, 20)[y] * 4
    head = Head(x, y, np.arange(400), np.arange(400, 500), 3)
    size = head.export(tmp_path / "head.onnx", 0.7, ["a", "b", "c"], x[500:])
    assert size < 1 << 20 and (head(x[500:]).argmax(1) == y[500:]).mean() > 0.9

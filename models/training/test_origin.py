"""`pytest test_origin.py`: thresholds of origin, and the graph against scikit-learn on made-up rows."""

import numpy as np
from onnxruntime import InferenceSession

from origin import LANGUAGES, export, fit, scores, threshold_of, upper_bound

CONFIG = {
    "false_positives": 0.01,
    "worst_repository": 0.02,
    "labelled_people": 0.02,
    "fewest_functions": 400,
    "fewest_repositories": 2,
}


def test_upper_bound_is_that_of_clopper_and_pearson():
    assert abs(upper_bound(0, 299) - 0.01) < 1e-4
    assert upper_bound(5, 5) == 1


def test_threshold_holds_in_each_repository():
    random = np.random.default_rng(1)
    human = random.normal(size=4000)
    repositories = np.repeat(np.arange(4), 1000).astype(str)
    even = threshold_of(human, repositories, np.array([]), CONFIG)
    assert 0.003 < (human >= even).mean() < 0.01
    human[repositories == "3"] += 2
    uneven = threshold_of(human, repositories, np.array([]), CONFIG)
    assert uneven > even and (human[repositories == "3"] >= uneven).mean() <= 0.02
    contest = threshold_of(human, repositories, np.full(100, uneven + 0.5), CONFIG)
    assert contest > uneven + 0.5
    assert threshold_of(human[:300], repositories[:300], np.array([]), CONFIG) is None


def test_graph_repeats_scikit_learn(tmp_path):
    random = np.random.default_rng(1)
    n = 2000
    data = {
        "x": random.normal(size=(n, 5)).astype(np.float32),
        "language": random.integers(0, len(LANGUAGES), n),
        "label": random.integers(0, 2, n),
        "group": np.repeat(np.arange(20), 100).astype(str),
        "plain": np.ones(n, bool),
    }
    data["kind"] = np.where(data["label"] == 1, "agents", "people")
    data["x"][:, 0] += data["label"]
    model = {"seed": 1, "iterations": 30, "learning_rate": 0.1, "leaves": 8, "smallest_leaf": 20, "l2": 1.0}
    model["weights"] = {"people": 1.0, "agents": 1.0, "labelled": 1.0}
    trained = fit(data, np.arange(n), model)
    export(*trained, tmp_path / "onnx/model.onnx")
    session = InferenceSession(tmp_path / "onnx/model.onnx")
    (got,) = session.run(["score"], {"features": data["x"], "language": data["language"].astype(np.int64)})
    assert np.abs(got - scores(*trained, data)).max() < 1e-4

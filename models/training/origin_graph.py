"""The graph of origin, its reference cases and its manifest."""

import hashlib
import json
from collections import defaultdict

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from origin_data import BUCKETS, LANGUAGES, VIEWS
from origin_model import CLIP


def below(value):
    """The largest float32 that is not above `value`: x <= value and x <= below(value) are the same for float32 x."""
    near = np.float32(value)
    return float(near if float(near) <= value else np.nextafter(near, np.float32(-np.inf)))


def tree_node(trees, columns, output):
    """The trees over `inputs`, of which they read `columns`."""
    nodes = defaultdict(list)
    for number, (predictor,) in enumerate(trees._predictors):
        for i, node in enumerate(predictor.nodes):
            leaf = bool(node["is_leaf"])
            nodes["nodes_treeids"].append(number)
            nodes["nodes_nodeids"].append(i)
            nodes["nodes_featureids"].append(0 if leaf else columns[int(node["feature_idx"])])
            nodes["nodes_modes"].append("LEAF" if leaf else "BRANCH_LEQ")
            nodes["nodes_values"].append(0.0 if leaf else below(node["num_threshold"]))
            nodes["nodes_truenodeids"].append(0 if leaf else int(node["left"]))
            nodes["nodes_falsenodeids"].append(0 if leaf else int(node["right"]))
            if leaf:
                nodes["target_treeids"].append(number)
                nodes["target_nodeids"].append(i)
                nodes["target_ids"].append(0)
                nodes["target_weights"].append(float(node["value"]))
    base = float(np.ravel(trees._baseline_prediction)[0])
    return helper.make_node(
        "TreeEnsembleRegressor", ["inputs"], [output], domain="ai.onnx.ml", n_targets=1, base_values=[base], **nodes
    )


def export(fitted, tables, mix, path):
    """features float32 [rows, columns], language int64 [rows], grams int64 [n] (view × buckets + bucket), owners int64 [n] (row × views + view)
    → score float32 [rows, votes]."""
    votes, centre, scale = fitted
    constants = {
        "centre": centre,
        "scale": scale,
        "low": np.float32(-CLIP),
        "high": np.float32(CLIP),
        "table": np.concatenate([tables[view][0] for view in VIEWS]),
        "unit": np.array([tables[view][1] for view in VIEWS], np.float32),
        "bias": np.array([tables[view][2] for view in VIEWS], np.float32),
        "views": np.array([len(VIEWS)], np.int64),
        "shape": np.array([-1, len(VIEWS)], np.int64),
        "one": np.float32(1),
        "of_trees": mix[0],
        "of_views": mix[1:],
    }
    names = [f"vote{number}" for number in range(len(votes))]
    nodes = [
        helper.make_node("Gather", ["centre", "language"], ["own_centre"]),
        helper.make_node("Gather", ["scale", "language"], ["own_scale"]),
        helper.make_node("Sub", ["features", "own_centre"], ["moved"]),
        helper.make_node("Div", ["moved", "own_scale"], ["scaled"]),
        helper.make_node("Clip", ["scaled", "low", "high"], ["standard"]),
        # Weights of the n-grams, added up by row and view, over the root of their number.
        helper.make_node("Gather", ["table", "grams"], ["steps"]),
        helper.make_node("Cast", ["steps"], ["weights"], to=TensorProto.FLOAT),
        helper.make_node("Shape", ["language"], ["rows"]),
        helper.make_node("Mul", ["rows", "views"], ["cells"]),
        helper.make_node("ConstantOfShape", ["cells"], ["zeros"], value=helper.make_tensor("zero", TensorProto.FLOAT, [1], [0.0])),
        helper.make_node("ScatterElements", ["zeros", "owners", "weights"], ["sums"], axis=0, reduction="add"),
        helper.make_node("Shape", ["grams"], ["count"]),
        helper.make_node("ConstantOfShape", ["count"], ["ones"], value=helper.make_tensor("unity", TensorProto.FLOAT, [1], [1.0])),
        helper.make_node("ScatterElements", ["zeros", "owners", "ones"], ["counts"], axis=0, reduction="add"),
        helper.make_node("Max", ["counts", "one"], ["at_least"]),
        helper.make_node("Sqrt", ["at_least"], ["lengths"]),
        helper.make_node("Div", ["sums", "lengths"], ["flat"]),
        helper.make_node("Reshape", ["flat", "shape"], ["by_view"]),
        helper.make_node("Mul", ["by_view", "unit"], ["units"]),
        helper.make_node("Add", ["units", "bias"], ["views_said"]),
        helper.make_node("Concat", ["standard", "views_said"], ["inputs"], axis=1),
        *(tree_node(trees, columns, name) for (trees, columns), name in zip(votes, names)),
        helper.make_node("Concat", names, ["trees"], axis=1),
        helper.make_node("Mul", ["trees", "of_trees"], ["trees_part"]),
        helper.make_node("MatMul", ["views_said", "of_views"], ["views_part"]),
        helper.make_node("Add", ["trees_part", "views_part"], ["score"]),
    ]
    graph = helper.make_graph(
        nodes,
        "origin",
        [
            helper.make_tensor_value_info("features", TensorProto.FLOAT, ["rows", centre.shape[1]]),
            helper.make_tensor_value_info("language", TensorProto.INT64, ["rows"]),
            helper.make_tensor_value_info("grams", TensorProto.INT64, ["n"]),
            helper.make_tensor_value_info("owners", TensorProto.INT64, ["n"]),
        ],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, ["rows", len(votes)])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("ai.onnx.ml", 3)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString())


def gram_inputs(data):
    """`grams` and `owners` of rows."""
    grams, owners = [], []
    for row in range(len(data["label"])):
        for number, view in enumerate(VIEWS):
            found = data[view][row].indices
            grams.append(found + number * BUCKETS)
            owners.append(np.full(len(found), row * len(VIEWS) + number))
    return np.concatenate(grams).astype(np.int64), np.concatenate(owners).astype(np.int64)


def write_parity(session, reference, data, path, tolerance=1e-3):
    """Cases of `data` with the scores [rows, votes] that scikit-learn gives them. Returns the largest difference of `session`."""
    grams, owners = gram_inputs(data)
    feeds = {"features": data["x"], "language": data["language"].astype(np.int64), "grams": grams, "owners": owners}
    difference = float(np.abs(session.run(["score"], feeds)[0] - reference).max())
    assert difference < tolerance, difference
    cases = [
        {
            "language": int(data["language"][row]),
            "features": data["x"][row].astype(float).tolist(),
            "grams": [data[view][row].indices.tolist() for view in VIEWS],
            "score": reference[row].round(6).tolist(),
        }
        for row in range(len(data["label"]))
    ]
    path.write_text(json.dumps({"tolerance": tolerance, "cases": cases}) + "\n")
    return difference


def write_manifest(out, names, votes, fitted):
    files = [
        {"path": name, "sha256": hashlib.sha256((out / name).read_bytes()).hexdigest(), "bytes": (out / name).stat().st_size}
        for name in ("calibration.json", "onnx/model.onnx", "parity.json")
    ]
    nodes = sum(len(predictor.nodes) for trees, _ in fitted[0] for (predictor,) in trees._predictors)
    manifest = {
        "format": 1,
        "id": "origin",
        "version": hashlib.sha256("".join(file["sha256"] for file in files).encode()).hexdigest()[:8],
        "task": "classification",
        "parameters": int(nodes) + BUCKETS * len(VIEWS),
        "model": "onnx/model.onnx",
        "calibration": "calibration.json",
        "features": names,
        "views": VIEWS,
        "votes": votes,
        "languages": LANGUAGES,
        "files": files,
        "scores": {},
        "licence": "MIT",
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")

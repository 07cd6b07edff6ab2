"""Trains stage 1 of origin (people or AI, from stylometric features), calibrates it per language and writes models/origin.

    python origin.py recipes/origin.toml [--out ../origin] [--report report.json]

Trees are trained by scikit-learn and exported by skl2onnx; the graph standardises its input per language first, so that it sees how
unusual a function is among people's functions of its language. Thresholds come from dated functions of people that the model at hand
was not trained on: cross-fitted by repository, never by function.
"""

import argparse
import gzip
import hashlib
import json
import tomllib
from collections import defaultdict
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import InferenceSession
from scipy.stats import beta
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

LANGUAGES = ["c", "cpp", "csharp", "go", "java", "javascript", "php", "python", "ruby", "rust", "tsx", "typescript"]
SHARES = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001]
CLIP = 8.0


def read_rows(path, variants):
    """NAME.features.jsonl.gz without the rows whose numbers NAME.overlap lists: those that evaluation sets hold too."""
    overlap = Path(str(path).removesuffix(".features.jsonl.gz") + ".overlap")
    excluded = set(map(int, overlap.read_text().split())) if overlap.exists() else set()
    with gzip.open(path, "rt") as lines:
        names = json.loads(next(lines))["features"]
        rows = map(json.loads, lines)
        return names, [row for row in rows if row["variant"] in variants and row["row"] not in excluded]


def load(data):
    """Rows with `kind` (labelled, people, agents) and `group` (what a fold must not divide)."""
    folder, rows, names = Path(data["folder"]), [], None
    for file in data["labelled"]:
        names, found = read_rows(folder / file, data["variants"])
        for row in found:
            if data["sources"] == "all" or row["source"] in data["sources"]:
                rows.append(row | {"kind": "labelled", "group": row["source"] + row["group"]})
    for file in data["repositories"]:
        names, found = read_rows(folder / file, data["variants"])
        rows += [row | {"kind": "agents" if row["label"] else "people", "group": row["repo"]} for row in found]
    return names, rows


def arrays(rows):
    return {
        "x": np.array([row["values"] for row in rows], np.float32),
        "language": np.array([LANGUAGES.index(row["language"]) for row in rows]),
        "label": np.array([row["label"] for row in rows]),
        "kind": np.array([row["kind"] for row in rows]),
        "group": np.array([row["group"] for row in rows]),
        "source": np.array([row.get("source") or row["group"] for row in rows]),
        "plain": np.array([row["variant"] == "plain" for row in rows]),
    }


def standards(data):
    """Centre and scale of each feature among people's repository functions, by language: median and interquartile range."""
    people = (data["kind"] == "people") & data["plain"]
    centre, scale = np.zeros((len(LANGUAGES), data["x"].shape[1])), np.ones((len(LANGUAGES), data["x"].shape[1]))
    everyone = np.percentile(data["x"][people], [25, 50, 75], axis=0)
    for i in range(len(LANGUAGES)):
        own = data["x"][people & (data["language"] == i)]
        low, middle, high = np.percentile(own, [25, 50, 75], axis=0) if len(own) >= 100 else everyone
        spread = own.std(axis=0) if len(own) >= 100 else data["x"][people].std(axis=0)
        centre[i], scale[i] = middle, np.maximum(np.maximum((high - low) / 1.35, spread / 4), 1e-3)
    return centre.astype(np.float32), scale.astype(np.float32)


def standardise(data, centre, scale):
    return np.clip((data["x"] - centre[data["language"]]) / scale[data["language"]], -CLIP, CLIP)


def balance(data, weights):
    """Within a kind every language and label weighs the same, and in it every source or repository by the root of its size."""
    weight = np.zeros(len(data["label"]))
    cells = defaultdict(lambda: defaultdict(list))
    for i, (kind, language, label, group) in enumerate(zip(data["kind"], data["language"], data["label"], data["group"])):
        source = group if kind != "labelled" else "labelled"
        cells[kind, language, label][source].append(i)
    for (kind, _, _), sources in cells.items():
        size = sum(len(rows) for rows in sources.values())
        total = sum(np.sqrt(len(rows)) for rows in sources.values())
        for rows in sources.values():
            # A cell weighs as the root of its size, so that a language with few examples counts without being repeated a lot.
            weight[rows] = weights[kind] * np.sqrt(size) * np.sqrt(len(rows)) / total / len(rows)
    for label in (0, 1):
        weight[data["label"] == label] /= weight[data["label"] == label].sum()
    return weight * len(weight) / 2


def fit(data, rows, model):
    subset = {name: values[rows] for name, values in data.items()}
    centre, scale = standards(subset)
    trees = HistGradientBoostingClassifier(
        max_iter=model["iterations"],
        learning_rate=model["learning_rate"],
        max_leaf_nodes=model["leaves"],
        min_samples_leaf=model["smallest_leaf"],
        l2_regularization=model["l2"],
        early_stopping=False,
        random_state=model["seed"],
    )
    trees.fit(standardise(subset, centre, scale), subset["label"], sample_weight=balance(subset, model["weights"]))
    return trees, centre, scale


def scores(trees, centre, scale, data):
    return trees.decision_function(standardise(data, centre, scale))


def upper_bound(positives, n):
    """One-sided 95 % bound of a share (Clopper and Pearson 1934)."""
    return 1.0 if positives >= n else beta.ppf(0.95, positives + 1, n - positives)


def threshold_of(human, repositories, contest, config):
    """The lowest score that few enough people reach: in all repositories, in each of them, and in what the labelled data holds."""
    if len(human) < config["fewest_functions"] or len(set(repositories)) < config["fewest_repositories"]:
        return None
    large = [repositories == name for name in set(repositories) if (repositories == name).sum() >= 50]
    lowest = float(human.max()) + 1e-3  # what no person reached
    for candidate in np.sort(human)[::-1]:
        above = human >= candidate
        if upper_bound(above.sum(), len(human)) > config["false_positives"]:
            break
        if max(above[own].mean() for own in large) > config["worst_repository"]:
            break
        if len(contest) and (contest >= candidate).mean() > config["labelled_people"]:
            break
        lowest = float(candidate)
    return lowest


def calibrate(data, cross, config):
    languages = {}
    for i, language in enumerate(LANGUAGES):
        own = (data["label"] == 0) & data["plain"] & (data["language"] == i)
        real = own & (data["kind"] == "people")
        human, repositories = cross[real], data["group"][real]
        if len(human) == 0:
            continue
        languages[language] = {
            "threshold": threshold_of(human, repositories, cross[own & ~real], config),
            "humans": [float(np.quantile(human, 1 - share)) for share in SHARES],
            "functions": len(human),
            "repositories": len(set(repositories)),
        }
    # Where half of the functions are of each kind, and every repository and source counts the same.
    plain = data["plain"]
    sizes = defaultdict(int)
    for source, label in zip(data["source"][plain], data["label"][plain]):
        sizes[source, label] += 1
    weight = np.array([1 / sizes[pair] for pair in zip(data["source"][plain], data["label"][plain])])
    for label in (0, 1):
        weight[data["label"][plain] == label] /= weight[data["label"][plain] == label].sum()
    platt = LogisticRegression(C=1e6).fit(cross[plain, None], data["label"][plain], sample_weight=weight * len(weight))
    probability = {"a": float(platt.coef_[0, 0]), "b": float(platt.intercept_[0])}
    return {"shares": SHARES, "languages": languages, "probability": probability}


def export(trees, centre, scale, path):
    """features float32 [rows, columns], language int64 [rows] → score float32 [rows]: the log-odds of the trees."""
    nodes = defaultdict(list)
    for number, (predictor,) in enumerate(trees._predictors):
        for i, node in enumerate(predictor.nodes):
            leaf = bool(node["is_leaf"])
            nodes["nodes_treeids"].append(number)
            nodes["nodes_nodeids"].append(i)
            nodes["nodes_featureids"].append(0 if leaf else int(node["feature_idx"]))
            nodes["nodes_modes"].append("LEAF" if leaf else "BRANCH_LEQ")
            # scikit-learn compares in double; the next float32 towards zero of the threshold may not flip a float32 input.
            nodes["nodes_values"].append(0.0 if leaf else below(node["num_threshold"]))
            nodes["nodes_truenodeids"].append(0 if leaf else int(node["left"]))
            nodes["nodes_falsenodeids"].append(0 if leaf else int(node["right"]))
            if leaf:
                nodes["target_treeids"].append(number)
                nodes["target_nodeids"].append(i)
                nodes["target_ids"].append(0)
                nodes["target_weights"].append(float(node["value"]))
    base = float(np.ravel(trees._baseline_prediction)[0])
    constants = {"centre": centre, "scale": scale, "low": np.float32(-CLIP), "high": np.float32(CLIP)}
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["centre", "language"], ["own_centre"]),
            helper.make_node("Gather", ["scale", "language"], ["own_scale"]),
            helper.make_node("Sub", ["features", "own_centre"], ["moved"]),
            helper.make_node("Div", ["moved", "own_scale"], ["scaled"]),
            helper.make_node("Clip", ["scaled", "low", "high"], ["standard"]),
            helper.make_node(
                "TreeEnsembleRegressor", ["standard"], ["margin"],
                domain="ai.onnx.ml", n_targets=1, base_values=[base], **nodes,
            ),
            helper.make_node("Squeeze", ["margin", "last"], ["score"]),
        ],
        "origin",
        [
            helper.make_tensor_value_info("features", TensorProto.FLOAT, ["rows", centre.shape[1]]),
            helper.make_tensor_value_info("language", TensorProto.INT64, ["rows"]),
        ],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, ["rows"])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()]
        + [numpy_helper.from_array(np.array([1], np.int64), "last")],
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("ai.onnx.ml", 3)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString())


def below(value):
    """The largest float32 that is not above `value`: x <= value and x <= below(value) are the same for float32 x."""
    near = np.float32(value)
    return float(near if float(near) <= value else np.nextafter(near, np.float32(-np.inf)))


def write_parity(session, reference, data, path):
    chosen = np.random.default_rng(1).permutation(len(data["label"]))[:40]
    feeds = {"features": data["x"][chosen], "language": data["language"][chosen].astype(np.int64)}
    got = session.run(["score"], feeds)[0]
    difference = float(np.abs(got - reference[chosen]).max())
    assert difference < 1e-3, difference
    cases = [
        {"language": int(language), "features": [float(v) for v in x], "score": round(float(score), 6)}
        for language, x, score in zip(feeds["language"], feeds["features"], reference[chosen])
    ]
    path.write_text(json.dumps({"tolerance": 1e-3, "cases": cases}))
    return difference


def write_manifest(out, names, trees, repositories, metrics):
    files = [
        {"path": name, "sha256": hashlib.sha256((out / name).read_bytes()).hexdigest(), "bytes": (out / name).stat().st_size}
        for name in ("calibration.json", "onnx/model.onnx", "parity.json")
    ]
    manifest = {
        "format": 1,
        "id": "origin",
        "version": hashlib.sha256("".join(file["sha256"] for file in files).encode()).hexdigest()[:8],
        "task": "classification",
        "parameters": int(sum(len(predictor.nodes) for (predictor,) in trees._predictors)),
        "model": "onnx/model.onnx",
        "calibration": "calibration.json",
        "features": names,
        "languages": LANGUAGES,
        "files": files,
        "scores": metrics,
        "licence": "MIT",
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("recipe")
    arguments.add_argument("--out", default="../origin")
    arguments.add_argument("--report")
    arguments = arguments.parse_args()
    recipe = tomllib.loads(Path(arguments.recipe).read_text())
    names, rows = load(recipe["data"])
    everything = arrays(rows)
    held = np.isin(everything["group"], recipe["data"]["held_out"])
    plain = everything["plain"]
    data = {name: values[~held] for name, values in everything.items()}
    print(f"{len(data['label'])} rows, {int(data['label'].sum())} AI; {int(held.sum())} held out", flush=True)

    cross = np.zeros(len(data["label"]))
    for train, test in GroupKFold(recipe["calibration"]["folds"]).split(data["x"], groups=data["group"]):
        fold = fit(data, train, recipe["model"])
        cross[test] = scores(*fold, {name: values[test] for name, values in data.items()})
    for kind in ("people", "agents", "labelled"):
        for label in (0, 1):
            own = (data["kind"] == kind) & (data["label"] == label) & data["plain"]
            if own.any():
                print(f"cross-fitted {kind} {label}: median {np.median(cross[own]):.2f}, 90 % {np.quantile(cross[own], 0.9):.2f}", flush=True)
    calibration = calibrate(data, cross, recipe["calibration"])
    trees, centre, scale = fit(data, np.arange(len(cross)), recipe["model"])
    final = scores(trees, centre, scale, everything)
    report = measure(everything, held & plain, final, calibration)
    print(json.dumps(report, indent=1))

    out = Path(arguments.out)
    export(trees, centre, scale, out / "onnx/model.onnx")
    (out / "calibration.json").write_text(json.dumps(calibration, indent=1) + "\n")
    difference = write_parity(InferenceSession(out / "onnx/model.onnx"), final, everything, out / "parity.json")
    print(f"largest difference of ONNX Runtime to scikit-learn: {difference:.2g}")
    repositories = sorted({row["repo"] for row, out in zip(rows, held) if "repo" in row and not out})
    on = "repositories that were not trained on"
    metrics = {name: {"value": value, "on": on} for name, value in report["held out"].items() if isinstance(value, float)}
    write_manifest(out, names, trees, repositories, metrics)
    if arguments.report:
        Path(arguments.report).write_text(json.dumps(report | {"repositories": repositories}, indent=1))


def measure(data, held, score, calibration):
    flagged = np.zeros(len(score), bool)
    for i, language in enumerate(LANGUAGES):
        threshold = calibration["languages"].get(language, {}).get("threshold")
        own = data["language"] == i
        flagged[own] = score[own] >= threshold if threshold is not None else False
    people, agents = held & (data["label"] == 0), held & (data["label"] == 1)
    report = {
        "held out": {
            "AUROC": round(float(roc_auc_score(data["label"][held], score[held])), 4),
            "recall": round(float(flagged[agents].mean()), 4),
            "false positives": round(float(flagged[people].mean()), 4),
        }
    }
    for what, rows in (("people", people), ("agents", agents)):
        for group in sorted(set(data["group"][rows])):
            for i, language in enumerate(LANGUAGES):
                own = rows & (data["group"] == group) & (data["language"] == i)
                if own.sum() >= 15:
                    report[f"{what} {language} {group}"] = [round(float(flagged[own].mean()), 4), int(own.sum())]
    report["thresholds"] = {name: each["threshold"] for name, each in calibration["languages"].items()}
    return report


if __name__ == "__main__":
    main()

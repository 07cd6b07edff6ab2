"""The reranker at tiny size, on the CPU, in a minute: `pytest models/training/test_reranker.py`."""

import json

import numpy as np
import pytest
import torch

import reranker
from contrastive import train as train_encoder
from export_reranker import export
from encoder import new_tower
from pairs import load_pairs
from reranker import Reranker, join, loss_of, make_config, padded, scores, train, unseen, wrong_ones
from test_encoder import SHAPE, folder, records  # noqa: F401 (a fixture)
from test_encoder import config as encoder_config
from train import TrainingError


@pytest.fixture(scope="module")
def start(folder):  # noqa: F811
    train_encoder(encoder_config(folder, "start", steps=4, eval_every=4))
    return folder / "start/best"


def config(folder, start, out: str, **settings):  # noqa: F811
    values = {
        "data": [str(folder / "data.jsonl.gz")], "tokenizer": str(start / "tokenizer.json"), "encoder": str(start), "out": str(folder / out),
        "dev_repositories": ["owner/held"], "batch": 8, "micro_batch": 8, "learning_rate": 3e-3, "warmup_steps": 5, "steps": 40, "eval_every": 20,
        "eval_queries": 60, "log_every": 10, "precision": "float32", "query_tokens": 24, "code_tokens": 24,
    }
    return make_config(values | settings)


def test_learns_to_tell_like_functions_apart_and_resumes_with_the_same_weights(folder, start):  # noqa: F811
    whole = config(folder, start, "reranker")
    train(whole)
    rows = [json.loads(line) for line in (folder / "reranker/metrics.jsonl").read_text().splitlines()]
    losses = [row["loss"] for row in rows if "loss" in row]
    assert losses[-1] < losses[0] / 1.5
    measured = [row for row in rows if "dev_mrr" in row]
    assert measured[-1]["dev_mrr"] > measured[0]["dev_first_mrr"]  # better than the ranking that it was given
    state = torch.load(folder / "reranker/last.pt", weights_only=True)["model"]
    original, calls = reranker.loss_of, 0

    def stop_after(*arguments):
        nonlocal calls
        calls += 1
        if calls == 21:
            raise KeyboardInterrupt
        return original(*arguments)

    parts = config(folder, start, "reranker-parts", checkpoint_minutes=0)
    reranker.loss_of = stop_after
    try:
        with pytest.raises(KeyboardInterrupt):
            train(parts)
    finally:
        reranker.loss_of = original
    train(parts)
    again = torch.load(folder / "reranker-parts/last.pt", weights_only=True)["model"]
    for name, value in state.items():
        assert torch.allclose(value, again[name], atol=1e-5), name
    with pytest.raises(TrainingError, match="another configuration"):
        train(config(folder, start, "reranker-parts", wrong=3))
    report = export(folder / "reranker/best", config(folder, start, "none"), folder / "reranker-model", "tiny", "1", "MIT", 40)
    assert report["fp32"]["largest_error"] < 1e-3
    assert abs(report["int8"]["mrr"] - report["pytorch"]["mrr"]) < 0.1
    manifest = json.loads((folder / "reranker-model/manifest.json").read_text())
    assert manifest["task"] == "ranking"
    assert {"onnx/model_int8.onnx", "tokenizer.json", "parity.json"} <= {file["path"] for file in manifest["files"]}


def test_scores_do_not_depend_on_the_rows_beside_them():
    torch.manual_seed(1)
    model = Reranker(new_tower(SHAPE, 300)).eval()
    rows = [join([1, *range(5, 5 + n), 2], [1, *range(40, 40 + 2 * n), 2]) for n in (1, 6, 3, 9)]
    ids, types, mask = padded(rows[:1], torch.device("cpu"))
    assert types[0].tolist() == [0, 0, 0, 1, 1, 1] and mask.sum() == ids.shape[1]
    with torch.no_grad():
        together = scores(model, rows, torch.device("cpu"), 3)
        alone = torch.cat([scores(model, [row], torch.device("cpu"), 1) for row in rows])
    assert torch.allclose(together, alone, atol=1e-5)


def test_the_loss_against_its_definition():
    found = torch.tensor([1.0, 0.0, 2.0, 2.0, 1.0])
    expected = np.mean([-1 + np.log(np.exp(1) + 1 + np.exp(2)), -2 + np.log(np.exp(2) + np.exp(1))])
    assert loss_of(found, [3, 2]).item() == pytest.approx(expected, abs=1e-6)


def test_wrong_ones_are_described_otherwise_and_are_other_code(folder, start):  # noqa: F811
    made = records(40, "one", 1)
    own, same = made[0], [made[0] | {"text": "other"}, made[1] | {"text": made[0]["text"]}]
    settings = config(folder, start, "none")
    random = np.random.default_rng(1)
    for _ in range(20):
        chosen = wrong_ones(own, [*same, *made[1:]], [made[39]], settings, random)
        assert len(chosen) == settings.wrong
        assert all(each["query"] != own["query"] and each["text"] != own["text"] for each in chosen)


def test_pairs_that_the_encoder_has_seen_are_not_asked_for(folder, start):  # noqa: F811
    pairs, _ = load_pairs([folder / "data.jsonl.gz"], ["owner/held"], 60)
    fresh = unseen(pairs, config(folder, start, "none", encoder_run=str(start.parent)))
    steps = json.loads((start / "training.json").read_text())["step"]
    assert fresh.sum() == len(pairs) - 16 * steps > 0
    assert unseen(pairs, config(folder, start, "none")).all()
    with pytest.raises(TrainingError, match="other data"):
        unseen(pairs[1:], config(folder, start, "none", encoder_run=str(start.parent)))

"""The encoder at tiny size, on the CPU, in a minute: `pytest models/training/test_encoder.py`."""

import gzip
import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import BertWordPieceTokenizer
from tokenizers.processors import TemplateProcessing

import contrastive
from contrastive import TrainingError, alike, info_nce, make_config, ranks, retrieval, step_gradients, token_rows, train
from encoder import TOWERS, Encoder, new_tower
from export_encoder import export
from pairs import Bm25, batches, load_pairs, mine
from records import DataError

SHAPE = {"layers": 2, "width": 32, "heads": 2, "hidden": 64}
VERBS = ["add", "count", "merge", "scale", "filter", "render", "sort", "trim"]
NOUNS = ["rows", "colours", "edges", "numbers", "words", "samples", "lines", "weeks"]


def records(count: int, repo: str, seed: int) -> list[dict]:
    rng = random.Random(seed)
    made = []
    for number in range(count):
        verb, noun = rng.choice(VERBS), rng.choice(NOUNS)
        made.append({
            "query": f"{verb}s all the {noun} of plan {number}", "text": f"def {verb} {noun} {number}(x): return {verb}(x)", "context": "plans",
            "docs": f"x: the {noun}", "language": "python", "repo": repo,
        })
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    with gzip.open(folder / "data.jsonl.gz", "wt") as file:
        for record in records(160, "owner/one", 1) + records(60, "owner/held", 2):
            file.write(json.dumps(record) + "\n")
    tokenizer = BertWordPieceTokenizer()
    texts = [text for record in records(160, "", 1) for text in (record["query"], record["text"])]
    tokenizer.train_from_iterator(texts, vocab_size=300, show_progress=False)
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("[CLS]", "[SEP]")]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def config(folder: Path, out: str, **settings):
    values = {
        "model": SHAPE, "data": [str(folder / "data.jsonl.gz")], "tokenizer": str(folder / "tokenizer.json"), "out": str(folder / out),
        "dev_repositories": ["owner/held"], "batch": 16, "micro_batch": 8, "learning_rate": 3e-3, "warmup_steps": 5, "steps": 60, "eval_every": 30,
        "eval_pairs": 60, "log_every": 10, "precision": "float32",
    }
    return make_config(values | settings)


def test_learns_to_find_and_resumes_with_the_same_weights(folder):
    whole = train(config(folder, "whole"))
    assert whole["encoder"]["mrr"] > 0.3  # a guess finds it in 0.08
    rows = [json.loads(line) for line in (folder / "whole/metrics.jsonl").read_text().splitlines()]
    losses = [row["loss"] for row in rows if "loss" in row]
    assert losses[-1] < losses[0] / 2
    # A run of the same plan that is stopped and goes on ends with the same weights.
    state = torch.load(folder / "whole/last.pt", weights_only=True)
    first = config(folder, "parts")
    original = contrastive.step_gradients
    calls = 0

    def stop_after(*arguments):
        nonlocal calls
        calls += 1
        if calls == 31:
            raise KeyboardInterrupt
        return original(*arguments)

    contrastive.step_gradients = stop_after
    try:
        with pytest.raises(KeyboardInterrupt):
            train(replace(first, checkpoint_minutes=0))
    finally:
        contrastive.step_gradients = original
    train(first)
    again = torch.load(folder / "parts/last.pt", weights_only=True)
    for name, value in state["model"].items():
        assert torch.allclose(value, again["model"][name], atol=1e-5), name
    with pytest.raises(TrainingError, match="another configuration"):
        train(config(folder, "parts", temperature=0.1))


def test_gradient_caching_gives_the_gradients_of_the_whole_batch(folder):
    torch.manual_seed(1)
    gradients = []
    for caching in (0, 1):
        torch.manual_seed(1)
        encoder = Encoder({side: new_tower(SHAPE, 300) for side in TOWERS})
        settings = config(folder, "none", gradient_caching=caching, towers="separate")
        made = records(16, "x", 3)
        step_gradients(encoder, token_rows(made, settings, [1.0] * 16, [1.0] * 16), torch.zeros(16, 16, dtype=torch.bool), settings, torch.device("cpu"))
        gradients.append({name: p.grad.clone() for name, p in encoder.named_parameters() if p.grad is not None})
    assert gradients[0].keys() == gradients[1].keys()
    for name, value in gradients[0].items():
        assert torch.allclose(value, gradients[1][name], atol=1e-5), name


def test_info_nce_against_its_definition_and_masks_what_is_alike():
    vectors = torch.nn.functional.normalize(torch.tensor([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]]), dim=-1)
    none = torch.zeros(3, 3, dtype=torch.bool)
    logits = (vectors @ vectors.T / 0.5).numpy()
    expected = np.mean([-logits[i, i] + np.log(np.exp(logits[i]).sum()) for i in range(3)])
    assert info_nce(vectors, vectors, none, 0.5).item() == pytest.approx(expected, abs=1e-6)
    same = alike(["a", "b", "a"], ["x", "y", "z"])
    assert same.tolist() == [[False, False, True], [False, False, False], [True, False, False]]
    assert info_nce(vectors, vectors, same, 0.5) < info_nce(vectors, vectors, none, 0.5)


def test_measures_batches_and_neighbours():
    scores = np.array([[3, 1, 2], [5, 4, 4], [1, 1, 1]], np.float32)
    assert ranks(scores).tolist() == [1, 3, 3]
    assert retrieval(np.array([1, 2, 11]))["recall@10"] == pytest.approx(2 / 3)
    made = records(40, "one", 1) + records(40, "two", 2)
    neighbours = mine(made, 3)
    for i, found in enumerate(neighbours):
        assert i not in found and all(made[j]["repo"] == made[i]["repo"] for j in found if j >= 0)
    for batch in batches(80, 8, neighbours, 1, 0):
        assert len(set(batch)) == 8
    assert list(batches(80, 8, neighbours, 1, 0)) == list(batches(80, 8, neighbours, 1, 0))
    index = Bm25([["a", "b"], ["a"], ["c"]])
    assert index.scores(["b"])[0] > 0 and index.scores(["b"])[1:].sum() == 0


def test_refuses_data_without_a_held_back_repository(folder):
    with pytest.raises(DataError, match="--dev-repositories"):
        load_pairs([folder / "data.jsonl.gz"], ["owner/other"], 10)


def test_export_is_what_was_trained(folder):
    train(config(folder, "exported", steps=20, eval_every=20))
    recipe = {"dev_repositories": ["owner/held"], "dev_per_repository": 60, "query_tokens": 24, "code_tokens": 24}
    report = export(folder / "exported/best", [folder / "data.jsonl.gz"], recipe, folder / "model", "tiny", "1", "MIT", 60, ["fp32", "int8"])
    assert report["fp32"]["largest_error"] < 1e-3
    assert report["int8"]["smallest_cosine"] > 0.95
    manifest = json.loads((folder / "model/manifest.json").read_text())
    assert {"onnx/model.onnx", "onnx/model_int8.onnx", "tokenizer.json", "parity.json"} <= {file["path"] for file in manifest["files"]}

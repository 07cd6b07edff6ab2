"""The CodePatch model at tiny size, on the CPU, in seconds: `pytest models/training/test_patches.py`."""

import gzip
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from tokenizers import BertWordPieceTokenizer
from tokenizers.processors import TemplateProcessing

from patches import BEFORE, Config, Input, Reader, build, load_split, loss_of, make_config, patch_vectors, train, write
from plot import compare_phases
from sentences import PHRASES, facts_said, rouge_l, scores, smoothed_bleu, words
from tokenizer import train_tokenizer
from train import TrainingError, parse_settings

FORMULAS = {
    "sin(w*t)": ("oscillates", "oscillates evenly"), "exp(-k*t)": ("exponential decay", "decays exponentially"),
    "m*t + b": ("rises", "keeps increasing"), "ones(size(t))": ("constant", "stays constant"),
}


def records(count: int, repo: str, seed: int) -> list[dict]:
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        formula, (course, wording) = rng.choice(list(FORMULAS.items()))
        x, y = rng.choice("tuvw"), rng.choice("abyz")
        patches = [f"{x} = load('data.txt')", f"{y} = {formula.replace('t', x)}", f"plot({x}, {y})", "title('Result')"]
        code = "\n".join(patches)
        made.append({
            "patches": patches, "at": 2, "text": f"A line that {wording}.", "facts": {"kind": "line", "courses": [course]}, "code": code,
            "prompt": f"<|file|>matlab\n<|code|>{code}\n", "slots": [{"open": "<|plot|>", "text": ""}], "language": "matlab", "repo": repo,
        })
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("patches")
    made = records(300, "owner/one", 1) + records(40, "generated/newtonCooling", 2) + records(40, "generated/plane", 3)
    with gzip.open(folder / "plot.jsonl.gz", "wt") as file:
        for record in made:
            file.write(json.dumps(record) + "\n")
    pieces = BertWordPieceTokenizer()
    pieces.train_from_iterator([record["code"] for record in made], vocab_size=200, show_progress=False)
    pieces.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[(token, pieces.token_to_id(token)) for token in ("[CLS]", "[SEP]")])
    pieces.save(str(folder / "pieces.json"))
    train_tokenizer((record["code"] + record["text"] for record in made), 400).save(str(folder / "words.json"))
    return folder


def config(folder: Path, out: str, **settings) -> Config:
    recipe = Path(__file__).parent / "recipes/patches.toml"
    values = parse_settings(Config, "", [str(recipe), "--preset", "tiny"])
    return make_config(values | {
        "data": [str(folder / "plot.jsonl.gz")], "out": str(folder / out), "tokenizer": str(folder / "words.json"),
        "encoder_tokenizer": str(folder / "pieces.json"), "precision": "float32",
    } | settings)


@pytest.fixture(scope="module")
def projector(folder: Path) -> dict:
    """The narrator learns too: one of random weights says nothing."""
    return train(config(folder, "full", train="full", inner_rate=4e-3, learning_rate=4e-3, steps=300, eval_every=60, patience=0))


def test_learns_what_the_patches_say(projector: dict):
    found = projector["scores"]["families"]
    assert found["f1"] > 0.8 and found["kind_right"] > 0.9 and found["with_a_number"] == 0
    assert found["f1"] > projector["baselines"]["families"]["majority"]["f1"]


@pytest.mark.parametrize("phase", ["projector", "encoder", "narrator", "lora"])
def test_phases_start_from_the_one_before_and_tune_their_part(folder: Path, projector: dict, phase: str):
    settings = config(folder, phase, train=phase, init_from=str(folder / "full/best.pt"), steps=4, eval_every=2)
    torch.manual_seed(settings.seed)
    before = {name: value.clone() for name, value in build(settings).state_dict().items()}
    summary = train(settings)
    after = torch.load(folder / phase / "last.pt", weights_only=True)["model"]
    assert summary["best"] < 1.5  # and not the loss of random weights, which is near 6
    changed = {name.split(".")[0] for name, value in after.items() if not torch.equal(value, before[name])}
    expected = {"projector": {"projector"}, "encoder": {"projector", "encoder"}, "narrator": {"projector", "narrator"}, "lora": {"projector", "narrator"}}[phase]
    assert changed <= expected and "projector" in changed
    assert {name.split(".")[0] for name in after} == expected
    assert all("lora_" in name for name in after if name.startswith("narrator")) or phase == "narrator"
    if phase == "lora":
        with pytest.raises(TrainingError, match="of another model"):
            build(config(folder, "x", init_from=str(folder / "lora/best.pt")))


def test_phases_beside_each_other(folder: Path, projector: dict):
    train(config(folder, "all-again", steps=4, eval_every=2, train="narrator", init_from=str(folder / "full/best.pt")))
    compare_phases([folder / "full", folder / "all-again"], folder / "compared")
    table = (folder / "compared/phases.md").read_text().splitlines()
    rows = {line.split(" | ")[0].strip("| "): line for line in table[table.index("families, 40 drawings"):] if line.startswith("| ")}
    assert {"full", "all again", "majority", "kind alone", "nearest neighbour"} <= set(rows)
    assert f"{projector['scores']['families']['f1']:.3f}" in rows["full"] and " – " in rows["kind alone"]
    assert json.loads((folder / "compared/phases.json").read_text())["full"]["best"] == projector["best"]
    assert (folder / "compared/phases.svg").read_text().startswith("<?xml")


def test_fixed_pieces_and_plain_text(folder: Path):
    record = records(1, "owner/one", 5)[0]
    reader = Reader(config(folder, "x", input="fixed", fixed_tokens=4))
    row = reader.row(record)
    assert all(len(reader.patches[number]) <= 4 + 2 for number in row.patches) and row.places == list(range(len(row.patches)))
    text = Reader(config(folder, "x", input="text", train="narrator")).row(record)
    assert text.patches == [] and len(text.prompt) > 10 and text.answer == row.answer
    statements = Reader(config(folder, "x")).row(record)
    assert statements.places == [BEFORE - 2, BEFORE - 1, BEFORE, BEFORE + 1]
    summary = train(config(folder, "text", input="text", train="narrator", inner_rate=3e-3, steps=30))
    assert summary["best"] < 4 and "nearest neighbour" not in summary["baselines"]["families"]


def test_the_loss_of_a_row_does_not_depend_on_its_batch(folder: Path):
    settings = config(folder, "x")
    model, reader = build(settings).eval(), Reader(settings)
    rows = [reader.row(record) for record in records(6, "owner/one", 7)]
    rows[0] = replace(rows[0], patches=rows[0].patches[:2], places=rows[0].places[:2])
    with torch.no_grad():
        source = Input(model, reader, None)
        together, count = loss_of(model, source, rows, torch.float32)
        alone = [loss_of(model, source, [row], torch.float32) for row in rows]
        assert count == sum(each for _, each in alone)
        assert together.item() == pytest.approx(sum(loss.item() for loss, _ in alone), rel=1e-4)
        cached = Input(model, reader, patch_vectors(model, reader, folder / "cache"))
        assert loss_of(model, cached, rows, torch.float32)[0].item() == pytest.approx(together.item(), rel=1e-4)
    texts, sure = write(model, source, rows)
    assert texts == [write(model, source, [row])[0][0] for row in rows] and all(each <= 0 for each in sure)


def test_goes_on_where_it_stopped(folder: Path):
    whole = train(config(folder, "whole", steps=12, eval_every=4))
    train(config(folder, "parts", steps=6, eval_every=3))
    # The rate falls by the number of steps, so only the place is compared.
    again = train(config(folder, "parts", steps=12, eval_every=4))
    assert again["step"] == whole["step"] == 12
    steps = [json.loads(line)["step"] for line in (folder / "parts/metrics.jsonl").read_text().splitlines()]
    assert steps == sorted(steps)
    with pytest.raises(TrainingError, match="different: batch"):
        train(config(folder, "parts", batch=8))


def test_splits_by_repository_and_refuses_what_cannot_be(folder: Path):
    split = load_split(config(folder, "x"))
    assert {name: {record["repo"] for record in records} for name, records in split.items()} == {
        "train": {"owner/one"}, "dev": {"generated/newtonCooling"}, "families": {"generated/plane"}, "repositories": set(),
    }
    with pytest.raises(TrainingError, match="no development record"):
        load_split(config(folder, "x", dev_repositories=[]))
    with pytest.raises(TrainingError, match="--train is all"):
        config(folder, "x", train="all")
    with pytest.raises(TrainingError, match="neither encoder nor projector"):
        config(folder, "x", input="text")


def test_scores():
    assert facts_said("A horizontal bar chart that runs straight and keeps increasing.") == ("barh", {"straight", "rises"})
    record = {"text": "A line that stays constant.", "facts": {"kind": "line", "courses": ["constant"]}}
    perfect = scores([record["text"]], [record])
    assert perfect["exact"] == perfect["precision"] == perfect["rouge_l"] == 1 and perfect["bleu"] == pytest.approx(1)
    nothing = scores(["A surface of 3 points."], [record])
    assert nothing["precision"] is None and nothing["recall"] == nothing["kind_right"] == 0 and nothing["with_a_number"] == 1
    # As src/metrics has them.
    assert rouge_l(words("a b c d"), words("a c e")) == pytest.approx(4 / 7)
    assert smoothed_bleu(words("a b c d"), words("a b c e")) == pytest.approx((3 / 4 * 3 / 4 * 2 / 3 * 1 / 2) ** 0.25)
    for table in PHRASES.values():
        for fact, wordings in table.items():
            for wording in wordings:
                kind, courses = facts_said(wording)
                assert fact == kind or fact in courses

"""The training package at tiny size, on the CPU, in a few minutes: `pytest models/training`."""

import gzip
import json
import math
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import LlamaForCausalLM

import train as train_module
from check_tokenizer import DifferentIds, compare, sample
from data import END, Form, Mixture, dev_batches, fill, pieces, prepare
from evaluate import score, token_bytes
from export import Case, ExportError, Session, export
from lora import LoraNarrator, trained_parameters
from model import ModelConfig, Narrator, attention_mask, load_model, save_model, summed_loss, visible
from records import DataError, read_records
from tokenizer import special_tokens, train_tokenizer, training_texts
from train import TrainingError, data_shares, learning_rate, make_config, split_rows, train

VOCABULARY = 448
SHAPE = {"layers": 2, "width": 64, "heads": 2, "kv_heads": 1, "head_size": 32, "hidden": 96, "context": 192, "vocabulary": VOCABULARY}
VERBS = ["add", "count", "merge", "scale", "filter", "render"]
NOUNS = ["rows", "colours", "edges", "numbers", "words", "samples"]
DEV = ["owner/held"]


def docstring_records(count: int, seed: int = 0) -> list[dict]:
    rng = random.Random(seed)
    records = []
    for number in range(count):
        verb, noun, name = rng.choice(VERBS), rng.choice(NOUNS), rng.choice("abcxyz")
        code = f"def {verb}_{noun}({name}, limit):\n    if limit < {rng.randrange(99)}:\n        raise ValueError(limit)\n    return {verb}({name})"
        records.append(
            {
                "prompt": f"<|file|>python\nimport {noun}\n<|code|>{code}\n<|docs|>",
                "slots": [
                    {"open": "<|summary|>", "text": f"{verb.capitalize()} the {noun} of a table."},
                    {"open": f"<|param|>{name}<|text|>", "text": f"The {noun} to {verb}."},
                    {"open": "<|param|>limit<|text|>", "text": "How many at most."},
                    {"open": "<|raises|>ValueError<|text|>", "text": "If the limit is too small."},
                ],
                "language": "python", "style": "google", "name": f"{verb}_{noun}",
                "repo": DEV[0] if number % 8 == 0 else f"owner/{number % 5}", "code": code, "docstring": "",
            }
        )
    return records


def pretrain_records(count: int) -> list[dict]:
    return [
        {"text": f"# {noun}\n\nclass {noun.capitalize()}:\n\tdef {verb}(self):\n\t\treturn {n}\n" * 12, "language": "python",
         "repo": DEV[0] if n % 8 == 0 else f"owner/{n % 5}", "path": f"{noun}{n}.py"}
        for n in range(count) for verb, noun in [(VERBS[n % 6], NOUNS[n % 5])]
    ]


def write(file: Path, records: list[dict]) -> Path:
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(record) + "\n" for record in records)
    return file


@pytest.fixture(scope="session")
def files(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("data")
    found = {
        "docstring": write(folder / "docstring.jsonl.gz", docstring_records(240)),
        "pretrain": write(folder / "pretrain.jsonl.gz", pretrain_records(48)),
        "tokenizer": folder / "tokenizer.json",
    }
    train_tokenizer(training_texts([found["docstring"], found["pretrain"]], 400_000), VOCABULARY).save(str(found["tokenizer"]))
    return found


def settings(files, out: Path, **changes) -> dict:
    return {
        "model": SHAPE, "data": (str(files["docstring"]),), "tokenizer": str(files["tokenizer"]), "out": str(out), "dev_repositories": tuple(DEV),
        "batch_tokens": 2048, "micro_tokens": 1024, "learning_rate": 3e-3, "warmup_steps": 3, "steps": 12, "eval_every": 6, "eval_tokens": 3000,
        "log_every": 1, "compile": 0, "threads": 1, "device": "cpu", "precision": "float32",
    } | changes


def losses(out: Path) -> list[float]:
    rows = [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]
    return [row["loss"] for row in rows if "loss" in row]


@pytest.fixture(scope="session")
def trained(files, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "narrator"
    mixture = (f"{files['docstring']}:3", f"{files['pretrain']}:1")
    train(make_config(settings(files, out, data=mixture, steps=60, eval_every=20)))
    return out


# --- tokenizer ---------------------------------------------------------------------------------------------------------

ODD_TEXTS = [
    "", " ", "\n", "def f(x):\n    return x\n", "a\r\n\tb\r\n\r\n", "\t\t\tx = 1234567890", "  \n   \n x", "naïve café Straße ΑΒγ",
    "数据处理 関数 함수", "👩‍👩‍👧 e\u0301 \u200b\ufeff\u00a0x\u2003y\u0085z", "HTTPServerError2XML snake_case __init__ camelCase", "it's don't I'LL",
    "<|file|>python\n<|code|>x<|docs|>", "<|summary|>Text.<|end|>", "< |file|>", "a/* b */ // c  \n#!$%^&*()[]{};:'\",.<>?", "x" * 300, "\x00\x01\x7f",
    "ǅ ǈ \u01c5abc", "١٢٣ ४५ ½ ²", "\u2028\u2029\x0b\x0c end", "   trailing   ", "\ud7ff\ue000\U0010ffff",
]


def random_texts(count: int) -> list[str]:
    rng = random.Random(3)
    alphabet = "abcXYZ019_ \t\n\r.,:;()[]{}<>|'\"#éßñ数字🎉\u0301\u00a0\u200dΩж٣"
    return ["".join(rng.choices(alphabet, k=rng.randrange(60))) for _ in range(count)]


def test_tokenizer_is_lossless_and_special_tokens_come_first(files):
    tokenizer = Tokenizer.from_file(str(files["tokenizer"]))
    assert [tokenizer.id_to_token(n) for n in range(len(special_tokens()))] == special_tokens()
    for text in ODD_TEXTS + random_texts(200):
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        assert tokenizer.decode(ids, skip_special_tokens=False) == text
    sizes = token_bytes(files["tokenizer"])
    assert sizes[tokenizer.encode("déjà vu 数\n").ids].sum() == len("déjà vu 数\n".encode())


def test_digits_stand_alone(files):
    tokenizer = Tokenizer.from_file(str(files["tokenizer"]))
    assert tokenizer.encode("2048").tokens == ["2", "0", "4", "8"]


def test_javascript_gives_the_same_ids(files, tmp_path, monkeypatch):
    if shutil.which("node") is None or not (Path(__file__).parents[2] / "node_modules/@huggingface/tokenizers").exists():
        pytest.fail("node and its packages are needed: run npm ci in the root of the repository")
    own_sources = [file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("*.py")]
    compare(files["tokenizer"], ODD_TEXTS + random_texts(2000) + own_sources, round_trip=True)
    texts = sample([files["docstring"], files["pretrain"]], 50, 1)
    assert len(texts) == 50 and compare(files["tokenizer"], texts) > 50
    original = Tokenizer.from_file(str(files["tokenizer"]))
    other = tmp_path / "tokenizer.json"
    train_tokenizer(training_texts([files["docstring"]], 400_000), 320).save(str(other))
    compare(other, texts)
    monkeypatch.setattr(Tokenizer, "from_file", lambda _: original)
    with pytest.raises(DifferentIds):
        compare(other, texts)


# --- data --------------------------------------------------------------------------------------------------------------


def open_cache(files, tmp_path, name="docstring", context=192):
    return prepare(files[name], files["tokenizer"], DEV, context, tmp_path, 1)


def test_rows_hold_the_records_and_learn_only_slot_texts(files, tmp_path):
    cache, tokenizer = open_cache(files, tmp_path), Tokenizer.from_file(str(files["tokenizer"]))
    form = Form(True, 0, 192, False)
    record = next(read_records(files["docstring"]))
    batch = fill([[(cache, *pieces(cache, 0, form)[0])]], 192, form, None)
    whole = record["prompt"] + "".join(slot["open"] + slot["text"] + "<|end|>" for slot in record["slots"])
    length = int((batch.documents[0] == 0).sum())
    assert tokenizer.decode(batch.ids[0, :length].tolist(), skip_special_tokens=False) == whole
    learned = tokenizer.decode(batch.targets.tolist(), skip_special_tokens=False)
    assert learned == "".join(slot["text"] + "<|end|>" for slot in record["slots"])
    prompt = len(tokenizer.encode(record["prompt"]).ids)
    starts = [int(np.flatnonzero(batch.slots[0] == slot)[0]) for slot in (1, 2, 3, 4)]
    assert [int(batch.positions[0, start]) for start in starts] == [prompt] * 4
    assert (batch.targets == END).sum() == 4


def test_development_split_is_by_repository(files, tmp_path):
    cache = open_cache(files, tmp_path)
    repositories = [record["repo"] for record in read_records(files["docstring"])]
    assert {repositories[index] for index in cache.indices(dev=True)} == set(DEV)
    assert set(DEV).isdisjoint(repositories[index] for index in cache.indices(dev=False))


def test_a_folder_of_a_single_repository_can_be_held_out(files, tmp_path):
    data = write(tmp_path / "mine.jsonl.gz", [record | {"repo": "me/one", "path": f"src/{n % 4}/a.py"} for n, record in enumerate(docstring_records(40))])
    cache = prepare(data, files["tokenizer"], ["me/one/src/3"], 192, tmp_path / "cache", 1)
    assert len(cache.indices(dev=True)) == 10
    assert len(cache.indices(dev=False)) == 30
    assert not len(prepare(data, files["tokenizer"], ["me/one/sr"], 192, tmp_path / "cache", 1).indices(dev=True))


def test_mixture_keeps_its_shares_and_resumes_anywhere(files, tmp_path):
    caches = [open_cache(files, tmp_path), open_cache(files, tmp_path, "pretrain")]

    def mixture():
        return Mixture(caches, [3, 1], Form(True, 0.2, 192, False), 1024, 8192, seed=5)

    whole = mixture()
    batches = [batch for batch, _ in zip(iter(whole), range(40))]
    served = whole.state["served"]
    assert served[0] / sum(served) == pytest.approx(0.75, abs=0.05)
    for stop in (1, 7, 23):
        first = mixture()
        for _ in zip(range(stop), iter(first)):
            pass
        second = mixture()
        second.state = json.loads(json.dumps(first.state))
        following = next(iter(second))
        assert np.array_equal(following.ids, batches[stop].ids) and np.array_equal(following.at, batches[stop].at)


def test_fixed_rows_hold_the_same_tokens(files, tmp_path):
    cache = open_cache(files, tmp_path)
    counts = [sum(batch.tokens for batch in dev_batches(cache, Form(True, 0, 192, fixed), 1024, 10**9, 1)) for fixed in (False, True)]
    assert counts[0] == counts[1] == cache.records["length"][cache.indices(dev=True)].sum()


def test_several_processes_build_the_same_cache(files, tmp_path):
    one, two = (prepare(files["docstring"], files["tokenizer"], DEV, 192, tmp_path / str(workers), workers) for workers in (1, 2))
    assert np.array_equal(one.tokens, two.tokens) and np.array_equal(one.records, two.records)


def test_bad_data_is_named(files, tmp_path):
    whole = files["docstring"].read_bytes()
    truncated = tmp_path / "truncated.jsonl.gz"
    truncated.write_bytes(whole[: len(whole) // 2])
    garbled = tmp_path / "garbled.jsonl.gz"
    garbled.write_bytes(whole[:100] + bytes(200) + whole[300:])
    empty = write(tmp_path / "empty.jsonl.gz", [])
    wrong = write(tmp_path / "wrong.jsonl.gz", [{"question": "?"}])
    for file in (truncated, garbled, empty, wrong, tmp_path / "missing.jsonl.gz"):
        with pytest.raises(DataError, match=file.name):
            prepare(file, files["tokenizer"], DEV, 192, tmp_path / "cache", 1)
    assert not list((tmp_path / "cache").glob("*"))


# --- model -------------------------------------------------------------------------------------------------------------


def small_model(seed=0) -> Narrator:
    torch.manual_seed(seed)
    return Narrator(ModelConfig(**SHAPE))


def one_document(length: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    zeros = torch.zeros(1, length, dtype=torch.int32)
    return torch.randint(30, VOCABULARY, (1, length)), torch.arange(length)[None], attention_mask(zeros, zeros, torch.float32)


def test_equals_hugging_face_llama(tmp_path):
    model = small_model()
    save_model(model, tmp_path / "model")
    llama = LlamaForCausalLM.from_pretrained(tmp_path / "model").eval()
    ids, positions, mask = one_document(50)
    with torch.no_grad():
        torch.testing.assert_close(model.logits(model(ids, positions, mask)), llama(ids).logits, atol=1e-4, rtol=1e-4)
    again = load_model(tmp_path / "model")
    for name, value in model.state_dict().items():
        assert torch.equal(value, again.state_dict()[name])


def test_independent_slots_decode_as_if_alone(files, tmp_path):
    """A slot in a packed row gives what prompt + slot alone gives: what the engine computes over a shared prefix."""
    cache, model = open_cache(files, tmp_path), small_model()
    form = Form(True, 0, 192, False)
    batch = fill([[(cache, *pieces(cache, 3, form)[0])]], 192, form, None)
    ids, slots = torch.from_numpy(batch.ids).long(), torch.from_numpy(batch.slots)
    with torch.no_grad():
        packed = model(ids, torch.from_numpy(batch.positions).long(), attention_mask(torch.from_numpy(batch.documents), slots, torch.float32))
        for slot in (1, 2, 4):
            chosen = ((slots[0] == 0) | (slots[0] == slot)) & (torch.from_numpy(batch.documents[0]) == 0)
            alone_ids = ids[:, chosen]
            zeros = torch.zeros_like(alone_ids, dtype=torch.int32)
            alone = model(alone_ids, torch.arange(alone_ids.shape[1])[None], attention_mask(zeros, zeros, torch.float32))
            torch.testing.assert_close(packed[:, chosen], alone, atol=1e-4, rtol=1e-4)


def test_flex_and_dense_masks_agree(files, tmp_path):
    from torch.nn.attention.flex_attention import create_block_mask

    cache, model = open_cache(files, tmp_path), small_model()
    batch = dev_batches(cache, Form(True, 0, 192, True), 1024, 2000, 1)[0]
    documents, slots = torch.from_numpy(batch.documents), torch.from_numpy(batch.slots)
    ids, positions = torch.from_numpy(batch.ids), torch.from_numpy(batch.positions)
    block = create_block_mask(
        lambda b, h, i, j: visible(documents[b, i], documents[b, j], slots[b, i], slots[b, j], i, j), len(ids), None, 192, 192, "cpu"
    )
    real = documents >= 0
    with torch.no_grad():
        dense = model(ids, positions, attention_mask(documents, slots, torch.float32))
        torch.testing.assert_close(model(ids, positions, block)[real], dense[real], atol=1e-4, rtol=1e-4)


def test_summed_loss_is_cross_entropy():
    torch.manual_seed(0)
    hidden, head = torch.randn(70, 16, requires_grad=True), torch.randn(90, 16, requires_grad=True)
    targets, weights = torch.randint(0, 90, (70,)), torch.rand(70)
    expected = (torch.nn.functional.cross_entropy(hidden @ head.T, targets, reduction="none") * weights).sum()
    wanted = torch.autograd.grad(expected, (hidden, head))
    got = summed_loss(hidden, head, targets, weights, torch.float32)
    torch.testing.assert_close(got, expected)
    for a, b in zip(torch.autograd.grad(got, (hidden, head)), wanted):
        torch.testing.assert_close(a, b, atol=1e-4, rtol=1e-4)


# --- training ----------------------------------------------------------------------------------------------------------


def test_learns_and_keeps_the_best(trained):
    curve = losses(trained)
    assert curve[-1] < 0.6 * curve[0]
    summary = json.loads((trained / "summary.json").read_text())
    about = json.loads((trained / "best/training.json").read_text())
    assert about["dev"]["docstring.jsonl.gz"]["loss"] == pytest.approx(summary["best"])
    assert (trained / "plot.png").stat().st_size > 5000
    rows = [json.loads(line) for line in (trained / "metrics.jsonl").read_text().splitlines()]
    for row in rows:
        if "loss" in row:
            assert row["tflops"] > 0 and row["tokens_per_second"] > 0 and row["rate"] >= 0


def test_resume_gives_the_same_curve(files, tmp_path):
    mixture = (f"{files['docstring']}:3", f"{files['pretrain']}:1")
    train(make_config(settings(files, tmp_path / "whole", data=mixture)))

    class Killed(Exception):
        pass

    def kill_at(step):
        def save(value, file):
            original(value, file)
            if value["state"]["step"] == step:
                raise Killed

        return save

    original = train_module.save_atomically
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train_module, "save_atomically", kill_at(5))
        with pytest.raises(Killed):
            train(make_config(settings(files, tmp_path / "killed", data=mixture, checkpoint_minutes=0)))
    with open(tmp_path / "killed/metrics.jsonl", "a") as file:  # what a run wrote between its checkpoint and its end
        file.write(json.dumps({"step": 6, "loss": 99.0}) + "\n")
    train(make_config(settings(files, tmp_path / "killed", data=mixture)))
    assert losses(tmp_path / "killed") == pytest.approx(losses(tmp_path / "whole"), rel=1e-6)
    assert len(losses(tmp_path / "whole")) == 12


def test_two_processes_give_the_curve_of_one(files, tmp_path):
    """With torchrun, over gloo; what they began, one process continues."""
    train(make_config(settings(files, tmp_path / "one", steps=8)))
    recipe = tmp_path / "recipe.toml"
    shape = ", ".join(f"{name} = {value}" for name, value in SHAPE.items())
    recipe.write_text(
        f"[tiny]\nmodel = {{ {shape} }}\nbatch_tokens = 2048\nmicro_tokens = 1024\nlearning_rate = 3e-3\nwarmup_steps = 3\nsteps = 8\neval_every = 6\n"
        f'eval_tokens = 3000\nlog_every = 1\ncompile = 0\nthreads = 1\ndevice = "cpu"\nprecision = "float32"\ndev_repositories = {json.dumps(DEV)}\n'
    )
    arguments = ["--preset", "tiny", "--data", files["docstring"], "--tokenizer", files["tokenizer"], "--out", tmp_path / "two"]
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    script = Path(__file__).with_name("train.py")
    subprocess.run([*map(str, [*torchrun, script, recipe, *arguments])], check=True, capture_output=True, timeout=300)
    assert losses(tmp_path / "two") == pytest.approx(losses(tmp_path / "one"), rel=1e-5)
    assert train(make_config(settings(files, tmp_path / "two", steps=10)))["step"] == 10


def test_device_that_cannot_be_used_is_refused(files, tmp_path, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(TrainingError, match="no GPU"):
        train(make_config(settings(files, tmp_path / "run", device="cuda")))
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    with pytest.raises(TrainingError, match="--lora trains on the CPU"):
        train(make_config(settings(files, tmp_path / "run", device="cuda", lora="qv")))
    assert train_module.choose_device(make_config(settings(files, tmp_path / "run", device="", lora="qv"))).type == "cpu"


def test_nan_stops_the_run_and_names_the_step(files, tmp_path, monkeypatch):
    calls = []

    def poisoned(*arguments):
        calls.append(1)
        loss, parts = original(*arguments)
        return (loss * math.nan, parts) if len(calls) == 4 else (loss, parts)

    original = train_module.step_gradients
    monkeypatch.setattr(train_module, "step_gradients", poisoned)
    with pytest.raises(TrainingError, match="Step 4: the loss is nan"):
        train(make_config(settings(files, tmp_path / "run")))


def test_out_of_memory_cuts_the_micro_batch_and_keeps_the_batch(files, tmp_path, monkeypatch):
    train(make_config(settings(files, tmp_path / "whole", steps=4)))
    original = Narrator.forward

    def small_memory(self, ids, positions, mask):
        if self.training and len(ids) > 4:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return original(self, ids, positions, mask)

    monkeypatch.setattr(Narrator, "forward", small_memory)
    train(make_config(settings(files, tmp_path / "cut", steps=4)))
    assert losses(tmp_path / "cut") == pytest.approx(losses(tmp_path / "whole"), rel=1e-5)

    monkeypatch.setattr(Narrator, "forward", lambda *_: (_ for _ in ()).throw(torch.OutOfMemoryError("CUDA out of memory")))
    with pytest.raises(TrainingError, match="single row"):
        train(make_config(settings(files, tmp_path / "none", steps=1)))


def test_checkpoint_of_another_configuration_is_refused(files, tmp_path):
    train(make_config(settings(files, tmp_path / "run", steps=2)))
    with pytest.raises(TrainingError, match="different: model"):
        train(make_config(settings(files, tmp_path / "run", model=SHAPE | {"hidden": 128})))
    with pytest.raises(TrainingError, match="different: slots"):
        train(make_config(settings(files, tmp_path / "run", slots="sequential")))


def test_tokenizer_of_another_size_is_refused(files, trained, tmp_path):
    other = tmp_path / "other.json"
    train_tokenizer(training_texts([files["docstring"]], 400_000), 320).save(str(other))
    with pytest.raises(TrainingError, match="320 tokens and the model 448"):
        train(make_config(settings(files, tmp_path / "run", model={}, init_from=str(trained / "best"), tokenizer=str(other))))


def test_time_budget_ends_the_run_decayed(files, tmp_path):
    config = make_config(settings(files, tmp_path / "run", steps=10**6, time_budget=2, eval_every=10**6, eval_tokens=500))
    summary = train(config)
    assert 2 <= summary["seconds"] < 4 and math.isfinite(summary["best"])
    assert learning_rate(config, 10, 0) == config.learning_rate
    assert learning_rate(config, 10, 2) == pytest.approx(0, abs=1e-12)
    plain = replace(config, warmup_steps=0, decay_share=0)
    assert learning_rate(plain, 0, 0) == learning_rate(plain, 10, 0) == config.learning_rate


def test_patience_stops_early(files, tmp_path):
    summary = train(make_config(settings(files, tmp_path / "run", learning_rate=0.0, steps=500, eval_every=1, eval_tokens=500, patience=2, prompt_loss=0)))
    assert summary["step"] == 3  # the first is the best, and none after it is better


def test_sequential_slots_train_too(files, tmp_path):
    train(make_config(settings(files, tmp_path / "run", slots="sequential", steps=6)))
    assert losses(tmp_path / "run")[-1] < losses(tmp_path / "run")[0]


def test_lora_changes_only_what_it_says(files, trained, tmp_path):
    base = trained / "best"
    changed = {"qv": {"attention.qkv"}, "all": {"attention.qkv", "attention.out", "gate_up", "down"}}
    for projections, expected in changed.items():
        out = tmp_path / projections
        train(make_config(settings(files, out, model={}, init_from=str(base), lora=projections, steps=6, eval_tokens=500)))
        before, after = load_model(base).state_dict(), load_model(out / "best").state_dict()
        different = {name.split(".", 2)[2].removesuffix(".weight") for name in before if name.startswith("blocks") and not torch.equal(before[name], after[name])}
        assert different == expected
        assert torch.equal(before["embedding.weight"], after["embedding.weight"])


def test_lora_starts_as_the_model_it_tunes():
    model = small_model()
    tuned = LoraNarrator(model, "all").eval()
    assert 0 < trained_parameters(tuned) < 0.4 * trained_parameters(model)
    ids, positions, mask = one_document(40)
    with torch.no_grad():
        torch.testing.assert_close(tuned(ids, positions, mask), model(ids, positions, mask), atol=1e-4, rtol=1e-4)


def test_split_rows_keeps_every_target(files, tmp_path):
    batch = dev_batches(open_cache(files, tmp_path), Form(True, 0, 192, False), 1024, 3000, 1)[0]
    parts = split_rows(batch, 3)
    assert np.array_equal(np.concatenate([part.ids for part in parts]), batch.ids)
    assert sorted(np.concatenate([part.targets for part in parts])) == sorted(batch.targets)
    for part in parts:
        assert np.array_equal(part.ids.reshape(-1)[part.at + 1], part.targets)


def test_bits_per_byte_counts_the_gold_text(files, tmp_path):
    cache = open_cache(files, tmp_path)
    batches = dev_batches(cache, Form(True, 0, 192, False), 1024, 10**9, 1)
    sums = np.sum(list(score(small_model().eval(), batches, token_bytes(files["tokenizer"]), torch.float32).values()), axis=0)
    gold = [slot["text"] for record in read_records(files["docstring"]) if record["repo"] in DEV for slot in record["slots"]]
    assert sums[2] == sum(len(text.encode()) for text in gold)
    assert sums[0] / sums[1] == pytest.approx(math.log(VOCABULARY), rel=0.05)  # an untrained model knows nothing


def test_settings_are_checked(files, tmp_path):
    assert data_shares(make_config(settings(files, tmp_path, data=("a.jsonl.gz:3", "b.jsonl.gz")))) == [(Path("a.jsonl.gz"), 3.0), (Path("b.jsonl.gz"), 1.0)]
    with pytest.raises(TrainingError, match="Unknown setting colour"):
        make_config(settings(files, tmp_path, colour="red"))
    with pytest.raises(TrainingError, match="--tokenizer is missing"):
        make_config(settings(files, tmp_path, tokenizer=""))


# --- export ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def exported(files, trained, tmp_path_factory) -> tuple[Path, dict]:
    folder = tmp_path_factory.mktemp("export")
    out = folder / "narrator"
    report = export(trained / "best", files["docstring"], DEV, out, "narrator", "MIT", ["int8", "int4", "fp16", "fp32"], 20, folder / "cache")
    return out, report


def test_exported_graphs_match_pytorch(exported):
    out, report = exported
    assert report["fp32"]["largest_error"] < 1e-3
    for variant, loss in (("fp32", 1e-3), ("fp16", 1e-3), ("int8", 0.01), ("int4", 0.1)):
        assert report[variant]["bits_per_byte"] == pytest.approx(report["pytorch"]["bits_per_byte"], rel=loss)
    assert report["int4"]["bytes"] < report["int8"]["bytes"] < 0.5 * report["fp32"]["bytes"]
    assert report["fp16"]["bytes"] < 0.6 * report["fp32"]["bytes"] and report["fp16"]["largest_error"] < 0.05
    manifest = json.loads((out / "manifest.json").read_text())
    assert {file["path"] for file in manifest["files"]} == {
        "config.json", "onnx/model.onnx", "onnx/model_fp16.onnx", "onnx/model_int8.onnx", "onnx/model_q4.onnx", "parity.json", "tokenizer.json",
    }
    parity = json.loads((out / "parity.json").read_text())
    session = Session(out / "onnx/model.onnx", ModelConfig(**SHAPE), "float32")
    for case in parity["cases"]:
        logits = session.run(Case(case["input_ids"], case["rows"]))[0]
        for row, top in zip(logits, case["top"]):
            assert [row[token] for token, _ in top] == pytest.approx([value for _, value in top], abs=1e-3)


def test_an_exported_model_can_be_tuned_further(exported, trained, tmp_path):
    before = load_model(trained / "best")
    four = tmp_path / "int4"
    shutil.copytree(exported[0], four, ignore=shutil.ignore_patterns("model_int8.onnx"))
    for folder, steps in ((exported[0], 254), (four, 8)):
        again = load_model(folder)
        for name, value in before.state_dict().items():
            assert (again.state_dict()[name] - value).abs().max() <= value.abs().max() / steps + 1e-6, name
    ids, positions, mask = one_document(40)
    with torch.no_grad():
        torch.testing.assert_close(load_model(exported[0])(ids, positions, mask), before(ids, positions, mask), atol=0.1, rtol=0.05)


@pytest.mark.parametrize("variant", ["int8", "int4"])
def test_quantised_rows_do_not_depend_on_their_batch(exported, variant):
    """Prefill, then one token for three slots as a batch and one by one: equal to the last bit but for float rounding."""
    out, _ = exported
    manifest = json.loads((out / "manifest.json").read_text())["variants"][variant]
    session = Session(out / manifest["model"], ModelConfig(**SHAPE), manifest["kvType"])
    prefix = list(np.random.default_rng(0).integers(30, VOCABULARY, 20))
    names = [f"{layer}.{part}" for layer in range(SHAPE["layers"]) for part in ("key", "value")]

    def run(ids, total, past):
        mask = np.ones((len(ids), total), np.int64)
        feeds = {"input_ids": np.array(ids, np.int64), "attention_mask": mask, "logits_index": np.array([len(ids[0]) - 1])}
        return session.session.run(None, feeds | {f"past_key_values.{name}": value for name, value in zip(names, past)})

    empty = np.zeros((1, SHAPE["kv_heads"], 64, SHAPE["head_size"]), session.dtype)
    _, *past = run([prefix], 20, [empty.copy() for _ in names])
    alone = [run([[token]], 21, [part.copy() for part in past])[0][0] for token in (6, 8, 9)]
    together = run([[6], [8], [9]], 21, [np.repeat(part, 3, 0) for part in past])[0]
    np.testing.assert_allclose(np.stack(alone), together, atol=1e-4)


def test_export_without_development_records_is_refused(files, trained, tmp_path):
    only = write(tmp_path / "only.jsonl.gz", [record for record in docstring_records(20) if record["repo"] not in DEV])
    with pytest.raises(ExportError, match="no development record"):
        export(trained / "best", only, DEV, tmp_path / "out", "narrator", "MIT", ["int8"], 5, tmp_path / "cache")
    assert not (tmp_path / "out").exists()

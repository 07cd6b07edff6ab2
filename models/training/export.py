"""Turns a trained model into the folder that the extension loads: ONNX graphs, tokenizer, manifest, parity, model card.

    python export.py runs/narrator/best --data docstring.jsonl.gz --recipe recipes/narrator.toml --out ../narrator
"""

import argparse
import hashlib
import json
import math
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from data import Cache, prepare
from evaluate import add_split_arguments, split_of, token_bytes
from graph import Form, Weights, decoder_graph
from model import ModelConfig, Narrator, attention_mask, load_model, parameter_count
from records import DataError

FP32_BOUND = 1e-3  # of logits against PyTorch; MODELS.md and the tests of the extension hold it
TOP = 8  # logits kept a row in parity.json
FILES = {"fp32": "onnx/model.onnx", "fp16": "onnx/model_fp16.onnx", "int8": "onnx/model_int8.onnx", "int4": "onnx/model_q4.onnx"}


class ExportError(Exception):
    pass


def form_of(variant: str, config: ModelConfig) -> Form:
    """Blocks of 32; the head has 8 bits in both quantised variants, in the longest blocks that divide its rows."""
    head_block = next(block for block in (128, 64, 32, 16) if config.width % block == 0)
    block = next(block for block in (32, 16) if config.width % block == 0 and config.hidden % block == 0)
    if variant == "fp32":
        return Form(None, None)
    if variant == "fp16":
        return Form(None, None, cache="float16", numbers="float16")
    if variant == "int8":
        return Form(8, 8, block, head_block)
    return Form(4, 8, block, head_block, cache="int8")


def numpy_weights(model: Narrator) -> Weights:
    return {name: value.detach().float().numpy() for name, value in model.state_dict().items()}


@dataclass(frozen=True)
class Case:
    """One sequence (prompt, opener, text) and the positions whose logits are compared."""

    ids: list[int]
    rows: list[int]


def dev_cases(cache: Cache, context: int, count: int) -> list[Case]:
    """One slot each of up to `count` development records; its rows predict the slot's text and its end."""
    chosen = np.random.default_rng(1).permutation(cache.indices(dev=True))
    cases = []
    for number, index in enumerate(chosen):
        record = cache.records[index]
        if record["slots"] == 0:
            continue
        parts = cache.segments[record["segments"] : record["segments"] + record["slots"] + 1]
        slot = 1 + number % int(record["slots"])
        tokens = cache.tokens[record["start"] : record["start"] + record["length"]]
        begin = int(parts["length"][:slot].sum())
        prompt = int(parts[0]["length"])
        ids = np.concatenate([tokens[:prompt], tokens[begin : begin + parts[slot]["length"]]]).tolist()
        if len(ids) <= context:
            cases.append(Case(ids, list(range(prompt + int(parts[slot]["open"]) - 1, len(ids) - 1))))
        if len(cases) == count:
            break
    if not cases:
        raise ExportError(f"{cache.file} has no development record; export needs some to measure with.")
    return cases


@torch.no_grad()
def torch_logits(model: Narrator, case: Case) -> np.ndarray:
    ids = torch.tensor([case.ids])
    zeros = torch.zeros_like(ids, dtype=torch.int32)
    hidden = model(ids, torch.arange(len(case.ids))[None], attention_mask(zeros, zeros, torch.float32))
    return model.logits(hidden[0, case.rows]).numpy()


class Session:
    """Runs an exported graph over one row from an empty cache."""

    def __init__(self, file: Path, config: ModelConfig, cache: str, threads: int = 2):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        self.config, self.dtype = config, np.dtype(cache)

    def run(self, case: Case, presents: bool = False) -> list[np.ndarray]:
        """Logits [rows, vocabulary] and, when asked for, the cache after the run."""
        shape = (1, self.config.kv_heads, len(case.ids), self.config.head_size)
        feeds = {
            "input_ids": np.array([case.ids], np.int64),
            "attention_mask": np.ones((1, len(case.ids)), np.int64),
            "logits_index": np.array(case.rows, np.int64),
        }
        names = ["logits"]
        for layer in range(self.config.layers):
            for part in ("key", "value"):
                feeds[f"past_key_values.{layer}.{part}"] = np.zeros(shape, self.dtype)
                names.append(f"present.{layer}.{part}")
        logits, *cache = self.session.run(names if presents else names[:1], feeds)
        return [logits[0], *cache]


def cache_scales(session: Session, cases: list[Case]) -> np.ndarray:
    """Steps [layers, 2] of an int8 cache: the largest key and value seen, over 127."""
    largest = np.zeros(2 * session.config.layers)
    for case in cases:
        largest = np.maximum(largest, [np.abs(part).max() for part in session.run(case, presents=True)[1:]])
    return (largest / 127).reshape(-1, 2)


def bits_per_byte(logits: list[np.ndarray], cases: list[Case], sizes: np.ndarray) -> float:
    nats, size = 0.0, 0
    for rows, case in zip(logits, cases):
        targets = np.array(case.ids)[np.array(case.rows) + 1]
        shifted = rows.astype(np.float64) - rows.max(-1, keepdims=True)
        nats += float((np.log(np.exp(shifted).sum(-1)) - shifted[np.arange(len(targets)), targets]).sum())
        size += int(sizes[targets].sum())
    return nats / math.log(2) / size


def parity_file(cases: list[Case], logits: list[np.ndarray], errors: dict[str, float]) -> dict:
    """Reference logits of PyTorch. A quantised variant may differ by twice what was measured here."""
    tolerance = {variant: FP32_BOUND if variant == "fp32" else round(2 * error, 2) for variant, error in errors.items()}
    entries = []
    for case, values in zip(cases, logits):
        chosen = [0, len(case.rows) - 1] if len(case.rows) > 1 else [0]
        top = [[[int(i), round(float(values[row, i]), 5)] for i in np.argsort(-values[row])[:TOP]] for row in chosen]
        entries.append({"input_ids": case.ids, "rows": [case.rows[row] for row in chosen], "top": top})
    return {"tolerance": tolerance, "cases": entries}


def export(
    folder: Path, data: Path, dev_repositories: list[str], out: Path, name: str, licence: str, variants: list[str], cases: int, cache_folder: Path
) -> dict:
    """Writes `out` whole or not at all; returns {variant: {bytes, largest error, bits per byte}}."""
    model = load_model(folder).eval()
    config, tokenizer_file = model.config, folder / "tokenizer.json"
    cache = prepare(data, tokenizer_file, dev_repositories, config.context, cache_folder, 2)
    measured = dev_cases(cache, config.context, cases)
    sizes = token_bytes(tokenizer_file)
    expected = [torch_logits(model, case) for case in measured]
    report = {"pytorch": {"bits_per_byte": bits_per_byte(expected, measured, sizes)}}
    weights = numpy_weights(model)
    with tempfile.TemporaryDirectory(dir=out.parent if out.parent.exists() else None) as temporary:
        made = Path(temporary) / "model"
        (made / "onnx").mkdir(parents=True)
        scales = None
        for variant in ["fp32", *[variant for variant in variants if variant != "fp32"]]:
            form, file = form_of(variant, config), made / FILES[variant]
            onnx.save(decoder_graph(config, weights, form, scales), file)
            session = Session(file, config, form.cache)
            if variant == "fp32":
                scales = cache_scales(session, measured)
            got = [session.run(case)[0] for case in measured]
            report[variant] = {
                "bytes": file.stat().st_size,
                "largest_error": max(float(np.abs(a - b).max()) for a, b in zip(got, expected)),
                "bits_per_byte": bits_per_byte(got, measured, sizes),
            }
            del session
        if report["fp32"]["largest_error"] > FP32_BOUND:
            raise ExportError(f"The fp32 graph differs from PyTorch by {report['fp32']['largest_error']:.2g}; nothing was written.")
        if "fp32" not in variants:
            (made / FILES["fp32"]).unlink()
        shutil.copy(tokenizer_file, made / "tokenizer.json")
        shutil.copy(folder / "config.json", made / "config.json")
        errors = {variant: report[variant]["largest_error"] for variant in variants}
        (made / "parity.json").write_text(json.dumps(parity_file(measured[:4], expected[:4], errors)) + "\n")
        about = json.loads((folder / "training.json").read_text()) if (folder / "training.json").exists() else {}
        (made / "README.md").write_text(model_card(name, model, report, cache, about, licence))
        manifest = make_manifest(made, name, model, report, cache, variants, licence, about)
        (made / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
        if out.exists():
            shutil.rmtree(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, out)
    return report


def make_manifest(made: Path, name: str, model: Narrator, report: dict, cache: Cache, variants: list[str], licence: str, about: dict) -> dict:
    config = model.config
    files = [
        {"path": file.relative_to(made).as_posix(), "sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "bytes": file.stat().st_size}
        for file in sorted(made.rglob("*")) if file.is_file() and file.name != "README.md"
    ]
    weights_hash = hashlib.sha256("".join(file["sha256"] for file in files).encode()).hexdigest()[:8]
    return {
        "format": 1,
        "id": name,
        "version": f"{about.get('state', {}).get('step', 0)}-{weights_hash}",
        "task": "text",
        "architecture": "llama",
        "promptFormat": "slots",
        "parameters": parameter_count(model),
        "contextLength": config.context,
        "vocabularySize": config.vocabulary,
        "layers": config.layers,
        "keyValueHeads": config.kv_heads,
        "headSize": config.head_size,
        "kvCache": "in-place",
        "endTokens": ["<|end|>"],
        "tokenizer": "tokenizer.json",
        "variants": {v: {"model": FILES[v], "kvType": form_of(v, config).cache} for v in variants},
        "defaultVariant": variants[0],
        "files": files,
        "scores": {
            f"bits per byte, {variant}": {"value": round(report[variant]["bits_per_byte"], 4), "on": f"documentation of development repositories ({cache.file.name})"}
            for variant in variants
        },
        "languages": sorted(cache.languages),
        "licence": licence,
    }


def model_card(name: str, model: Narrator, report: dict, cache: Cache, about: dict, licence: str) -> str:
    """README.md of the model, of measured things only."""
    config, settings = model.config, about.get("config", {})
    rows = "\n".join(
        f"| {variant} | {values['bytes'] / 1e6:.1f} MB | {values['largest_error']:.2g} | {values['bits_per_byte']:.4f} |"
        for variant, values in report.items() if variant != "pytorch"
    )
    files = [Path(item).name for item in settings.get("data", ())]  # not where they lay
    trained = json.dumps({"data": files} | {key: settings[key] for key in ("slots", "prompt_loss", "batch_tokens", "learning_rate", "seed") if key in settings})
    dev = settings.get("dev_repositories", [])
    sources = "\n".join(f"- {repository} ({licence_name or 'licence not recorded'})" for repository, licence_name in sorted(cache.repositories.items()) if repository not in dev)
    return f"""# {name}

A decoder of the Llama family that writes the prose of documentation (summary, parameters, returned values, raised errors) from a
function's code. {parameter_count(model) / 1e6:.1f} M parameters: {config.layers} layers of {config.width}, {config.heads} query heads and {config.kv_heads} key-value head(s)
of {config.head_size}, feed-forward {config.hidden}, {config.vocabulary} tokens, context {config.context}. Licence of the weights: {licence}.

Trained with models/training for {about.get("state", {}).get("step", 0)} steps ({about.get("state", {}).get("tokens", 0):,} tokens): `{trained}`.

| variant | size | largest logit error against PyTorch | bits per byte of the gold text |
| --- | --- | --- | --- |
{rows}

PyTorch: {report["pytorch"]["bits_per_byte"]:.4f} bits per byte. Measured on development repositories that were not trained on: {", ".join(dev) or "a share of the repositories by hash of the name"}.

## Limits

Small models repeat what names say and can be wrong about what code does; facts (parameters, types, errors) come from the syntax
tree, not from this model. Read what it writes.

## Training repositories

{sources}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="folder of a saved model, the `best` of a run")
    parser.add_argument("--data", type=Path, required=True, help="docstring data set; its development records calibrate and measure")
    add_split_arguments(parser)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", help="id in the manifest; by default the name of --out")
    parser.add_argument("--licence", default="MIT")
    parser.add_argument("--variants", nargs="+", choices=sorted(FILES), default=["int8", "int4"], help="the first is what the extension uses; fp16 is for GPUs")
    parser.add_argument("--cases", type=int, default=200, help="development slots to measure on")
    parser.add_argument("--cache", type=Path, default=Path("runs/cache"))
    options = parser.parse_args()
    name = options.name or options.out.resolve().name
    report = export(options.model, options.data, split_of(options), options.out, name, options.licence, options.variants, options.cases, options.cache)
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    try:
        main()
    except (ExportError, DataError) as error:
        sys.exit(f"export.py: {error}")

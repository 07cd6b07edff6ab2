"""Turns a trained encoder into the folder that the extension loads: ONNX graph in fp32 or int8, tokenizer, manifest, parity, model card.

    python export_encoder.py runs/encoder/best --data search.jsonl.gz --recipe recipes/encoder.toml --out ../encoder
"""

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from contrastive import ranks, retrieval
from encoder import TOWERS, Encoder, chunks_by_length, embed, load_encoder, load_tokenizer, parameter_count, tokenize, write_json
from pairs import load_pairs
from records import DataError

FP32_BOUND = 1e-3  # of any number of a vector against PyTorch
FILES = {"fp32": "onnx/model.onnx", "int8": "onnx/model_int8.onnx"}


class ExportError(Exception):
    pass


class Graph(torch.nn.Module):
    """What the engine runs: vectors from ids and mask."""

    def __init__(self, encoder: Encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return self.encoder(input_ids, attention_mask, "code")


def forget_origin(file: Path) -> None:
    """PyTorch notes in each node from which file of whose machine it came; nobody who uses the graph needs that."""
    model = onnx.load(file)
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    onnx.save(model, file)


def quantize(fp32: Path, file: Path) -> None:
    quantize_dynamic(fp32, file, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gather"])


def write_graph(encoder: Encoder, file: Path) -> None:
    texts, tokens = torch.export.Dim("texts", min=1, max=4096), torch.export.Dim("tokens", min=2, max=512)
    ids = torch.ones(2, 8, dtype=torch.long)
    mask = torch.tensor([[1] * 8, [1] * 5 + [0] * 3])
    encoder.towers["code"].set_attn_implementation("eager")  # the other one leaves out masks that hide nothing
    torch.onnx.export(
        Graph(encoder).eval(), (ids, mask), str(file), input_names=["input_ids", "attention_mask"], output_names=["sentence_embedding"],
        dynamic_shapes=({0: texts, 1: tokens}, {0: texts, 1: tokens}), dynamo=True, external_data=False, verbose=False,
    )


def run_graph(file: Path, rows: list[list[int]], size: int = 16) -> np.ndarray:
    """[rows, width]"""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    vectors = None
    for chunk in chunks_by_length(rows, size):
        ids = np.zeros((len(chunk), max(len(rows[number]) for number in chunk)), np.int64)
        mask = np.zeros_like(ids)
        for place, number in enumerate(chunk):
            ids[place, : len(rows[number])], mask[place, : len(rows[number])] = rows[number], 1
        (found,) = session.run(["sentence_embedding"], {"input_ids": ids, "attention_mask": mask})
        vectors = np.zeros((len(rows), found.shape[1]), np.float32) if vectors is None else vectors
        vectors[chunk] = found
    return vectors


def install(staging: Path, out: Path, manifest: dict) -> None:
    """Puts what was staged, with a manifest that lists it and the card that is there, in the place of `out`."""
    card = out / "README.md"
    shutil.copy(card, staging) if card.exists() else (staging / "README.md").write_text(f"# {manifest['id']}\n")
    listed = [path for path in sorted(staging.rglob("*")) if path.is_file()]
    files = [{"path": path.relative_to(staging).as_posix(), "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size} for path in listed]
    write_json(staging / "manifest.json", manifest | {"files": files})
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(staging, out)


def export(folder: Path, data: list[Path], recipe: dict, out: Path, name: str, version: str, licence: str, cases: int, variants: list[str]) -> dict:
    """Writes `out` whole or not at all; returns what was measured of each variant."""
    encoder = load_encoder(folder).eval()
    if not encoder.shared:
        raise ExportError(f"{folder} has two towers; the extension runs one: train with --towers shared.")
    _, dev = load_pairs(data, recipe["dev_repositories"], recipe["dev_per_repository"])
    chosen = [dev[i] for i in np.random.default_rng(1).permutation(len(dev))[:cases]]
    tokenizer_file = folder / "tokenizer.json"
    rows = {
        "query": tokenize([record["query"] for record in chosen], load_tokenizer(tokenizer_file, recipe["query_tokens"])),
        "code": tokenize([record["text"] for record in chosen], load_tokenizer(tokenizer_file, recipe["code_tokens"])),
    }
    expected = {side: embed(encoder, rows[side], side, torch.device("cpu")) for side in TOWERS}
    report = {"pytorch": retrieval(ranks(expected["query"] @ expected["code"].T))}
    tolerance, sample = {}, rows["query"][:8] + rows["code"][:8]
    with tempfile.TemporaryDirectory() as temporary:
        staging = Path(temporary) / name
        (staging / "onnx").mkdir(parents=True)
        fp32 = Path(temporary) / "model.onnx"
        write_graph(encoder, fp32)
        forget_origin(fp32)
        for variant in variants:
            file = staging / FILES[variant]
            if variant == "fp32":
                shutil.copy(fp32, file)
            else:
                quantize(fp32, file)
        for variant, file in ({"fp32": fp32} | {variant: staging / FILES[variant] for variant in variants}).items():
            found = {side: run_graph(file, rows[side]) for side in TOWERS}
            error = max(float(np.abs(found[side] - expected[side]).max()) for side in TOWERS)
            cosine = min(float((found[side] * expected[side]).sum(1).min()) for side in TOWERS)
            if variant == "fp32" and error > FP32_BOUND:
                raise ExportError(f"The fp32 graph differs from PyTorch by {error:.2e}, more than {FP32_BOUND}.")
            report[variant] = {"bytes": file.stat().st_size, "largest_error": error, "smallest_cosine": cosine} | retrieval(ranks(found["query"] @ found["code"].T))
            tolerance[variant] = FP32_BOUND if variant == "fp32" else round(2 * error, 3)
        shutil.copy(tokenizer_file, staging / "tokenizer.json")
        config = encoder.towers["code"].config.to_dict()
        config.pop("_name_or_path", None)
        write_json(staging / "config.json", config)
        vectors = embed(encoder, sample, "code", torch.device("cpu"))
        parity = {"tolerance": tolerance, "cases": [{"input_ids": ids, "embedding": [round(float(v), 6) for v in vector]} for ids, vector in zip(sample, vectors)]}
        (staging / "parity.json").write_text(json.dumps(parity) + "\n")
        on = f"{len(chosen)} functions of development repositories, pool of the same size"
        install(
            staging,
            out,
            {
                "format": 1, "id": name, "version": version, "task": "embedding", "parameters": parameter_count(encoder), "width": encoder.width,
                "queryTokens": recipe["query_tokens"], "codeTokens": recipe["code_tokens"], "vocabularySize": encoder.towers["code"].config.vocab_size,
                "tokenizer": "tokenizer.json", "variants": {variant: {"model": FILES[variant]} for variant in variants}, "defaultVariant": variants[-1],
                "scores": {measure: {"value": round(report[variants[-1]][measure], 4), "on": on} for measure in ("mrr", "recall@1", "recall@10")},
                "languages": sorted({record["language"] for record in dev}), "licence": licence,
            },
        )
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--recipe", type=Path, default=Path("recipes/encoder.toml"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="encoder")
    parser.add_argument("--version", default="1")
    parser.add_argument("--licence", default="Apache-2.0")
    parser.add_argument("--cases", type=int, default=1000, help="development pairs to measure each variant with")
    parser.add_argument("--variants", nargs="+", choices=list(FILES), default=["int8"])
    options = parser.parse_args()
    recipe = tomllib.loads(options.recipe.read_text(encoding="utf-8"))
    report = export(
        options.folder, options.data, recipe, options.out, options.name, options.version, options.licence, options.cases, options.variants
    )
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    try:
        main()
    except (ExportError, DataError) as error:
        sys.exit(f"export_encoder.py: {error}")

"""Turns a trained reranker into the folder that the extension loads: ONNX graph in int8, tokenizer, manifest, parity, model card.

    python export_reranker.py runs/reranker/best --data search.jsonl.gz --encoder FOLDER --recipe recipes/reranker.toml --out ../reranker
"""

import argparse
import json
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from contrastive import retrieval
from encoder import chunks_by_length, write_json
from export_encoder import FILES, FP32_BOUND, ExportError, forget_origin, install, quantize
from pairs import load_pairs
from records import DataError
from reranker import READ_AGAIN, WEIGHT, Config, Reranker, closest, load_reranker, padded, scores, token_rows

CPU = torch.device("cpu")


def write_graph(reranker: Reranker, file: Path) -> None:
    texts, tokens = torch.export.Dim("texts", min=1, max=4096), torch.export.Dim("tokens", min=4, max=512)
    example = padded([([1] * 8, 3), ([1] * 5, 2)], CPU)
    shapes = ({0: texts, 1: tokens},) * 3
    torch.onnx.export(
        reranker, example, str(file), input_names=["input_ids", "token_type_ids", "attention_mask"], output_names=["score"],
        dynamic_shapes=shapes, dynamo=True, external_data=False, verbose=False,
    )
    forget_origin(file)


def run_graph(file: Path, rows: list[tuple[list[int], int]], size: int = 16) -> np.ndarray:
    """[rows]"""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    found = np.zeros(len(rows), np.float32)
    for chunk in chunks_by_length([row for row, _ in rows], size):
        ids, types, mask = (tensor.numpy() for tensor in padded([rows[number] for number in chunk], CPU))
        (found[chunk],) = session.run(["score"], {"input_ids": ids, "token_type_ids": types, "attention_mask": mask})
    return found


def export(folder: Path, config: Config, out: Path, name: str, version: str, licence: str, cases: int) -> dict:
    """Writes `out` whole or not at all; returns what was measured of PyTorch, fp32 and int8."""
    reranker = load_reranker(folder).eval()
    _, dev = load_pairs([Path(file) for file in config.data], list(config.dev_repositories), config.dev_per_repository)
    numbers, closeness = closest(dev, READ_AGAIN, config, CPU)
    chosen = np.random.default_rng(1).permutation(len(dev))[:cases]
    rows = [token_rows(dev[own], [dev[i] for i in numbers[own]], True, False, config) for own in chosen]
    flat = [row for part in rows for row in part]

    def measured(found: np.ndarray) -> dict:
        places = []
        for own, read in zip(chosen, found.reshape(len(chosen), -1)):
            mixed = closeness[own] + WEIGHT * read
            at = np.flatnonzero(numbers[own] == own)
            places.append((mixed >= mixed[at[0]]).sum() if len(at) else np.inf)
        return retrieval(np.array(places))

    with torch.no_grad():
        expected = scores(reranker, flat, CPU, 16).numpy()
    report = {"pytorch": measured(expected)}
    with tempfile.TemporaryDirectory() as temporary:
        staging, fp32 = Path(temporary) / name, Path(temporary) / "model.onnx"
        (staging / "onnx").mkdir(parents=True)
        write_graph(reranker, fp32)
        quantize(fp32, staging / FILES["int8"])
        for variant, file in {"fp32": fp32, "int8": staging / FILES["int8"]}.items():
            found = run_graph(file, flat)
            report[variant] = {"bytes": file.stat().st_size, "largest_error": float(np.abs(found - expected).max())} | measured(found)
        if report["fp32"]["largest_error"] > FP32_BOUND:
            raise ExportError(f"The fp32 graph differs from PyTorch by {report['fp32']['largest_error']:.2e}, more than {FP32_BOUND}.")
        shutil.copy(config.tokenizer, staging / "tokenizer.json")
        write_json(staging / "config.json", {key: value for key, value in reranker.tower.config.to_dict().items() if key != "_name_or_path"})
        cases_kept = [{"input_ids": row, "queryTokens": query, "score": round(float(score), 6)} for (row, query), score in zip(flat[:16], expected)]
        parity = {"tolerance": {"int8": round(2 * report["int8"]["largest_error"], 3)}, "cases": cases_kept}
        (staging / "parity.json").write_text(json.dumps(parity) + "\n")
        on = f"{len(chosen)} descriptions, the {READ_AGAIN} closest of {len(dev)} functions of development repositories read again"
        install(
            staging,
            out,
            {
                "format": 1, "id": name, "version": version, "task": "ranking", "parameters": sum(p.numel() for p in reranker.parameters()),
                "queryTokens": config.query_tokens, "codeTokens": config.code_tokens, "vocabularySize": reranker.tower.config.vocab_size,
                "tokenizer": "tokenizer.json", "variants": {"int8": {"model": FILES["int8"]}}, "defaultVariant": "int8",
                "scores": {measure: {"value": round(report["int8"][measure], 4), "on": on} for measure in ("mrr", "recall@1", "recall@10")},
                "languages": sorted({record["language"] for record in dev}), "licence": licence,
            },
        )
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", nargs="+", required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, default=Path("recipes/reranker.toml"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="reranker")
    parser.add_argument("--version", default="1")
    parser.add_argument("--licence", default="Apache-2.0")
    parser.add_argument("--cases", type=int, default=300, help="development descriptions to measure with")
    options = parser.parse_args()
    recipe = tomllib.loads(options.recipe.read_text(encoding="utf-8"))
    common = {name: tuple(value) if isinstance(value, list) else value for name, value in recipe.items() if not isinstance(value, dict)}
    config = Config(**common, data=tuple(options.data), encoder=str(options.encoder), tokenizer=str(options.folder / "tokenizer.json"))
    report = export(options.folder, config, options.out, options.name, options.version, options.licence, options.cases)
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    try:
        main()
    except (ExportError, DataError) as error:
        sys.exit(f"export_reranker.py: {error}")

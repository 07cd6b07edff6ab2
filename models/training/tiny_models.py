"""Makes the tiny random models that the tests of the extension run on: the real graph form, weights of no use.

    python models/training/tiny_models.py test/fixtures/models

`tiny-narrator` has the form of the shipped decoder (see src/inference/session.ts): GroupQueryAttention over a KV cache that is
updated in place, rotary embedding inside, logits only for wanted rows. Variant `fp32` has a float32 cache, `int4` has
MatMulNBits weights and an int8 cache. Same seed, same bytes.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

from graph import Form, decoder_graph
from model import ModelConfig

# ----------------------------------------------------------------------------- configuration
SEED = 7
VOCABULARY = 384
LAYERS, HIDDEN, HEADS, KV_HEADS, HEAD_SIZE, FEED_FORWARD = 2, 48, 3, 1, 16, 48
CONTEXT = 512
SHAPE = ModelConfig(
    layers=LAYERS, width=HIDDEN, heads=HEADS, kv_heads=KV_HEADS, head_size=HEAD_SIZE, hidden=FEED_FORWARD, context=CONTEXT,
    vocabulary=VOCABULARY,
)
FORMS = {"fp32": Form(None, None), "int4": Form(4, 4, block=16, head_block=16, cache="int8")}
KV_SCALE = 0.04  # of the int8 cache: three standard deviations of the random keys and values
END_GAIN = 2.2  # lengthens the head's row of the end token, so that some answers end by themselves
SPECIAL_TOKENS = Path(__file__).parents[2] / "src/inference/special-tokens.json"

CORPUS = """\
def add(left, right):
    \"\"\"Add two numbers and return the sum.\"\"\"
    return left + right
class Ridge(Base):
    def fit(self, data, target, weight=None):
        if weight is None:
            raise ValueError("weight is missing")
        return self.solve(data, target)
The function returns the value of the parameter. Raised when the file is not found.
"""


def make_weights():
    random = np.random.default_rng(SEED)

    def normal(rows, columns, scale=1.0):
        return (random.standard_normal((rows, columns)) * scale / np.sqrt(columns)).astype(np.float32)

    weights = {"embedding.weight": normal(VOCABULARY, HIDDEN, 6.0), "head.weight": normal(VOCABULARY, HIDDEN, 6.0)}
    weights["head.weight"][1] *= END_GAIN
    for layer in range(LAYERS):
        block = f"blocks.{layer}."
        weights[block + "attention.qkv.weight"] = normal((HEADS + 2 * KV_HEADS) * HEAD_SIZE, HIDDEN, 1.5)
        weights[block + "attention.out.weight"] = normal(HIDDEN, HEADS * HEAD_SIZE, 2.0)
        weights[block + "gate_up.weight"] = normal(2 * FEED_FORWARD, HIDDEN, 2.0)
        weights[block + "down.weight"] = normal(HIDDEN, FEED_FORWARD, 2.0)
        for name in ("attention_norm", "feed_norm"):
            weights[f"{block}{name}.weight"] = np.ones(HIDDEN, np.float32)
    weights["norm.weight"] = np.ones(HIDDEN, np.float32)
    return weights


def make_tokenizer(special_tokens):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=[AddedToken(token, special=True, normalized=False) for token in special_tokens],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS.splitlines(keepends=True), trainer)
    assert tokenizer.get_vocab_size() == VOCABULARY, "the corpus gives too few merges"
    return tokenizer


def reference(model, ids, rows):
    """Logits of `rows`, one run from an empty cache."""
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    feeds = {
        "input_ids": np.array([ids], np.int64),
        "attention_mask": np.ones((1, len(ids)), np.int64),
        "logits_index": np.array(rows, np.int64),
    }
    for layer in range(LAYERS):
        for part in ("key", "value"):
            feeds[f"past_key_values.{layer}.{part}"] = np.zeros((1, KV_HEADS, len(ids), HEAD_SIZE), np.float32)
    return session.run(["logits"], feeds)[0][0]


def parity_cases(model, tokenizer):
    cases = []
    for text in ("<|file|>python\n<|code|>def add(a, b):\n    return a + b\n<|docs|><|summary|>", "Añadir 数 🎉"):
        ids = tokenizer.encode(text).ids
        rows = [len(ids) // 2, len(ids) - 1]
        logits = reference(model, ids, rows)
        top = [[[int(i), float(row[i])] for i in np.argsort(-row)[:8]] for row in logits]
        cases.append({"input_ids": ids, "rows": rows, "top": top})
    return cases


def write_manifest(folder, manifest):
    manifest["files"] = [
        {
            "path": file.relative_to(folder).as_posix(),
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            "bytes": file.stat().st_size,
        }
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "manifest.json"
    ]
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


def make_tiny_narrator(folder):
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    weights = make_weights()
    tokenizer = make_tokenizer(json.loads(SPECIAL_TOKENS.read_text()))
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    for kind, name in (("fp32", "model.onnx"), ("int4", "model_q4.onnx")):
        model = decoder_graph(SHAPE, weights, FORMS[kind], np.full((LAYERS, 2), KV_SCALE))
        onnx.save(model, folder / "onnx" / name)
        if kind == "fp32":
            parity = {"tolerance": {"fp32": 1e-3, "int4": 6.0}, "cases": parity_cases(model, tokenizer)}
            (folder / "parity.json").write_text(json.dumps(parity) + "\n")
    write_manifest(
        folder,
        {
            "format": 1,
            "id": "tiny-narrator",
            "version": "1",
            "task": "text",
            "architecture": "llama",
            "promptFormat": "slots",
            "parameters": int(sum(weight.size for weight in weights.values())),
            "contextLength": CONTEXT,
            "vocabularySize": VOCABULARY,
            "layers": LAYERS,
            "keyValueHeads": KV_HEADS,
            "headSize": HEAD_SIZE,
            "kvCache": "in-place",
            "endTokens": ["<|end|>"],
            "tokenizer": "tokenizer.json",
            "variants": {
                "fp32": {"model": "onnx/model.onnx", "kvType": "float32"},
                "int4": {"model": "onnx/model_q4.onnx", "kvType": "int8"},
            },
            "defaultVariant": "fp32",
            "scores": {},
            "languages": ["python"],
            "licence": "MIT",
        },
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="folder that receives one folder per model")
    make_tiny_narrator(parser.parse_args().out / "tiny-narrator")

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
from onnx import TensorProto, helper, numpy_helper
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

# ----------------------------------------------------------------------------- configuration
SEED = 7
VOCABULARY = 384
LAYERS, HIDDEN, HEADS, KV_HEADS, HEAD_SIZE, FEED_FORWARD = 2, 48, 3, 1, 16, 48
CONTEXT = 512
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


class Graph:
    """Collects nodes and initialisers; every method returns the name of its output."""

    def __init__(self):
        self.nodes, self.initialisers, self.inputs, self.outputs, self.count = [], [], [], [], 0

    def constant(self, name, array):
        self.initialisers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, operator, inputs, outputs=1, domain="", **attributes):
        if isinstance(outputs, int):
            outputs = [f"{operator}_{self.count}_{i}" for i in range(outputs)]
        self.count += 1
        self.nodes.append(helper.make_node(operator, inputs, outputs, domain=domain, **attributes))
        return outputs[0] if len(outputs) == 1 else outputs

    def microsoft(self, operator, inputs, outputs=1, **attributes):
        return self.add(operator, inputs, outputs, domain="com.microsoft", **attributes)

    def model(self, name):
        graph = helper.make_graph(self.nodes, name, self.inputs, self.outputs, self.initialisers)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9)


def make_weights():
    random = np.random.default_rng(SEED)

    def normal(rows, columns, scale=1.0):
        return (random.standard_normal((rows, columns)) * scale / np.sqrt(columns)).astype(np.float32)

    weights = {"embedding": normal(VOCABULARY, HIDDEN, 6.0), "head": normal(VOCABULARY, HIDDEN, 6.0)}
    weights["head"][1] *= END_GAIN
    for layer in range(LAYERS):
        weights[f"{layer}.qkv"] = normal((HEADS + 2 * KV_HEADS) * HEAD_SIZE, HIDDEN, 1.5)
        weights[f"{layer}.o"] = normal(HIDDEN, HEADS * HEAD_SIZE, 2.0)
        weights[f"{layer}.gate_up"] = normal(2 * FEED_FORWARD, HIDDEN, 2.0)
        weights[f"{layer}.down"] = normal(HIDDEN, FEED_FORWARD, 2.0)
        for name in ("attention_norm", "feed_forward_norm"):
            weights[f"{layer}.{name}"] = np.ones(HIDDEN, np.float32)
    weights["norm"] = np.ones(HIDDEN, np.float32)
    return weights


def quantise_int4(weight, block=16):
    """Symmetric blocks along K: packed [N, K/block, block/2] and scales [N, K/block]; zero point 8."""
    rows, columns = weight.shape
    blocks = weight.reshape(rows, columns // block, block)
    scales = np.abs(blocks).max(-1) / 7
    values = (np.clip(np.rint(blocks / scales[..., None]), -8, 7) + 8).astype(np.uint8)
    return values[..., 0::2] | (values[..., 1::2] << 4), scales.astype(np.float32)


def make_decoder(weights, kind):
    graph = Graph()
    kv_type = TensorProto.INT8 if kind == "int4" else TensorProto.FLOAT

    def linear(x, name):
        weight = weights[name]
        if kind == "fp32":
            return graph.add("MatMul", [x, graph.constant(name, weight.T)])
        packed, scales = quantise_int4(weight)
        inputs = [x, graph.constant(f"{name}.q", packed), graph.constant(f"{name}.scale", scales)]
        return graph.microsoft(
            "MatMulNBits", inputs, K=weight.shape[1], N=weight.shape[0], bits=4, block_size=16, accuracy_level=4
        )

    def value(name, kind, shape):
        return helper.make_tensor_value_info(name, kind, shape)

    graph.inputs = [
        value("input_ids", TensorProto.INT64, ["batch", "sequence"]),
        value("attention_mask", TensorProto.INT64, ["batch", "total"]),
        value("logits_index", TensorProto.INT64, ["rows"]),
    ]
    graph.outputs = [value("logits", TensorProto.FLOAT, ["batch", "rows", VOCABULARY])]

    one = graph.constant("one", np.array([1], np.int64))
    lengths = graph.add("ReduceSum", ["attention_mask", one], keepdims=0)
    past_lengths = graph.add("Cast", [graph.add("Sub", [lengths, one])], to=TensorProto.INT32)
    width = graph.add(
        "Gather", [graph.add("Shape", ["attention_mask"]), graph.constant("second", np.array(1, np.int64))]
    )
    total = graph.add("Cast", [width], to=TensorProto.INT32)

    angles = np.arange(CONTEXT)[:, None] / 10000 ** (np.arange(0, HEAD_SIZE, 2) / HEAD_SIZE)[None]
    cosine = graph.constant("cosine", np.cos(angles).astype(np.float32))
    sine = graph.constant("sine", np.sin(angles).astype(np.float32))

    residual = graph.add("Gather", [graph.constant("embedding", weights["embedding"]), "input_ids"])
    norm = graph.constant("0.attention_norm", weights["0.attention_norm"])
    x = graph.add("SimplifiedLayerNormalization", [residual, norm], axis=-1, epsilon=1e-5, stash_type=1)
    sizes = graph.constant("halves", np.array([FEED_FORWARD, FEED_FORWARD], np.int64))
    for layer in range(LAYERS):
        cache = []
        for part in ("key", "value"):
            shape = ["batch", KV_HEADS, "capacity", HEAD_SIZE]
            graph.inputs.append(value(f"past_key_values.{layer}.{part}", kv_type, shape))
            graph.outputs.append(value(f"present.{layer}.{part}", kv_type, shape))
            cache.append(f"past_key_values.{layer}.{part}")
        inputs = [linear(x, f"{layer}.qkv"), "", "", *cache, past_lengths, total, cosine, sine]
        attributes = {"num_heads": HEADS, "kv_num_heads": KV_HEADS, "do_rotary": 1, "rotary_interleaved": 0}
        if kind == "int4":
            if layer == 0:
                graph.constant("kv_scale", np.array([KV_SCALE], np.float32))
            inputs += ["", "", "", "kv_scale", "kv_scale"]
            attributes |= {"k_quant_type": "PER_TENSOR", "v_quant_type": "PER_TENSOR", "kv_cache_bit_width": 8}
        outputs = [f"attention_{layer}", f"present.{layer}.key", f"present.{layer}.value"]
        attention = graph.microsoft("GroupQueryAttention", inputs, outputs, **attributes)[0]
        norm = graph.constant(f"{layer}.feed_forward_norm", weights[f"{layer}.feed_forward_norm"])
        outputs = [f"x_{layer}", "", "", f"residual_{layer}"]
        x, _, _, residual = graph.microsoft(
            "SkipSimplifiedLayerNormalization", [linear(attention, f"{layer}.o"), residual, norm], outputs, epsilon=1e-5
        )
        gate, up = graph.add("Split", [linear(x, f"{layer}.gate_up"), sizes], 2, axis=-1)
        activated = graph.add("Mul", [gate, graph.add("Sigmoid", [gate])])
        down = linear(graph.add("Mul", [activated, up]), f"{layer}.down")
        name = f"{layer + 1}.attention_norm" if layer + 1 < LAYERS else "norm"
        outputs = [f"y_{layer}", "", "", f"sum_{layer}"]
        x, _, _, residual = graph.microsoft(
            "SkipSimplifiedLayerNormalization",
            [down, residual, graph.constant(name, weights[name])],
            outputs,
            epsilon=1e-5,
        )
    wanted = graph.add("Gather", [x, "logits_index"], axis=1)
    graph.add("Identity", [linear(wanted, "head")], ["logits"])
    return graph.model("tiny_narrator")


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
        model = make_decoder(weights, kind)
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

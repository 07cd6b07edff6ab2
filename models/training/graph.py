"""Writes the ONNX graph of the narrator; src/inference/session.ts describes its inputs and outputs.

Packed q, k, v into GroupQueryAttention (rotary embedding inside, the cache updated in place), fused residual norms, logits only for
the wanted rows. A tied embedding is stored once: quantised, it serves GatherBlockQuantized and the head's MatMulNBits.
"""

from dataclasses import dataclass

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from model import ModelConfig

Weights = dict[str, np.ndarray]  # float32, under the names of Narrator.state_dict(); "head.weight" too when it is not tied


@dataclass(frozen=True)
class Form:
    """One way to store the weights and the cache. `bits` None is `numbers`."""

    bits: int | None
    head_bits: int | None
    block: int = 32
    head_block: int = 32
    cache: str = "float32"  # or float16, int8
    numbers: str = "float32"  # of all that is not quantised, activations too; or float16, with a cache of float16


class Graph:
    """Collects nodes and initialisers; methods return the names of their outputs."""

    def __init__(self):
        self.nodes, self.inputs, self.outputs, self.count = [], [], [], 0
        self.initialisers: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, array: np.ndarray) -> str:
        if name not in self.initialisers:
            self.initialisers[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def add(self, operator: str, inputs: list[str], outputs: int | list[str] = 1, domain: str = "", **attributes):
        if isinstance(outputs, int):
            outputs = [f"{operator}_{self.count}_{i}" for i in range(outputs)]
        self.count += 1
        self.nodes.append(helper.make_node(operator, inputs, outputs, domain=domain, **attributes))
        return outputs[0] if len(outputs) == 1 else outputs

    def microsoft(self, operator: str, inputs: list[str], outputs: int | list[str] = 1, **attributes):
        return self.add(operator, inputs, outputs, domain="com.microsoft", **attributes)

    def value(self, name: str, kind: int, shape: list) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, kind, shape)

    def model(self, name: str) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, name, self.inputs, self.outputs, list(self.initialisers.values()))
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="codepatch")


def quantise(weight: np.ndarray, bits: int, block: int) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric blocks along the columns of `weight` [N, K]: values [N, K / block, block * bits / 8] and scales [N, K / block].

    Values are unsigned around 2^(bits-1). Of 4 bits the larger of the two signs gets -8, so that all 16 values are used
    (llama.cpp's Q4_0 does the same).
    """
    rows, columns = weight.shape
    blocks = weight.reshape(rows, columns // block, block)
    half = 2 ** (bits - 1)
    if bits == 4:
        largest = np.take_along_axis(blocks, np.abs(blocks).argmax(-1)[..., None], -1)[..., 0]
        scales = largest / -half
    else:
        scales = np.abs(blocks).max(-1) / (half - 1)
    divisors = np.where(scales == 0, 1, scales)[..., None]
    values = (np.clip(np.rint(blocks / divisors), -half, half - 1) + half).astype(np.uint8)
    if bits == 4:
        values = values[..., 0::2] | (values[..., 1::2] << 4)
    return values, scales.astype(np.float32)


def dequantise(values: np.ndarray, scales: np.ndarray, bits: int) -> np.ndarray:
    """The weight [N, K] that `quantise` rounded."""
    if bits == 4:
        values = np.stack([values & 15, values >> 4], -1).reshape(*values.shape[:-1], -1)
    return ((values.astype(np.float32) - 2 ** (bits - 1)) * scales[..., None]).reshape(len(values), -1)


def weights_of(graph: onnx.ModelProto) -> Weights:
    """The weights of a quantised graph that `decoder_graph` wrote, as near as rounding left them."""
    stored = {each.name: numpy_helper.to_array(each) for each in graph.graph.initializer}
    bits = {
        node.input[1]: next(each.i for each in node.attribute if each.name == "bits") for node in graph.graph.node if node.op_type == "MatMulNBits"
    }
    weights = {name: array for name, array in stored.items() if name.endswith("norm.weight")}
    for name in stored:
        if name.endswith(".values"):
            plain = name.removesuffix(".values")
            weights["embedding.weight" if plain == "head" else plain] = dequantise(stored[name], stored[f"{plain}.scales"], bits[name])
    return weights


def decoder_graph(config: ModelConfig, weights: Weights, form: Form, cache_scales: np.ndarray | None = None) -> onnx.ModelProto:
    """The decoder. `cache_scales` [layers, 2] are the steps of an int8 cache for keys and values."""
    graph = Graph()
    cache_type = {"int8": TensorProto.INT8, "float16": TensorProto.FLOAT16, "float32": TensorProto.FLOAT}[form.cache]
    weights = {name: array.astype(form.numbers) for name, array in weights.items()}

    def linear(x: str, name: str, weight: np.ndarray, bits: int | None, block: int) -> str:
        if bits is None:
            return graph.add("MatMul", [x, graph.constant(name, weight.T)])
        values, scales = quantise(weight, bits, block)
        inputs = [x, graph.constant(f"{name}.values", values), graph.constant(f"{name}.scales", scales)]
        return graph.microsoft(
            "MatMulNBits", inputs, K=weight.shape[1], N=weight.shape[0], bits=bits, block_size=block, accuracy_level=4
        )

    def layer_linear(x: str, name: str) -> str:
        return linear(x, name, weights[name], form.bits, form.block)

    def add_and_norm(x: str, residual: str, name: str, step: str) -> tuple[str, str]:
        """(norm(x + residual), x + residual)"""
        outputs = [f"{step}.normed", "", "", f"{step}.residual"]
        inputs = [x, residual, graph.constant(name, weights[name])]
        graph.microsoft("SkipSimplifiedLayerNormalization", inputs, outputs, epsilon=config.norm_epsilon)
        return outputs[0], outputs[3]

    graph.inputs = [
        graph.value("input_ids", TensorProto.INT64, ["batch", "sequence"]),
        graph.value("attention_mask", TensorProto.INT64, ["batch", "total"]),
        graph.value("logits_index", TensorProto.INT64, ["rows"]),
    ]
    graph.outputs = [graph.value("logits", TensorProto.FLOAT, ["batch", "rows", config.vocabulary])]

    one = graph.constant("one", np.array([1], np.int64))
    lengths = graph.add("ReduceSum", ["attention_mask", one], keepdims=0)
    last_positions = graph.add("Cast", [graph.add("Sub", [lengths, one])], to=TensorProto.INT32)
    second = graph.constant("second", np.array(1, np.int64))
    total = graph.add("Cast", [graph.add("Gather", [graph.add("Shape", ["attention_mask"]), second])], to=TensorProto.INT32)

    frequencies = config.rope_theta ** -(np.arange(0, config.head_size, 2) / config.head_size)
    angles = np.outer(np.arange(config.context), frequencies)
    cosine = graph.constant("cosine", np.cos(angles).astype(form.numbers))
    sine = graph.constant("sine", np.sin(angles).astype(form.numbers))

    embedding = weights["embedding.weight"]
    tied = "head.weight" not in weights
    if tied and form.head_bits is not None:
        values, scales = quantise(embedding, form.head_bits, form.head_block)
        shape = graph.constant("embedding.shape", np.array([config.vocabulary, -1], np.int64))
        table = graph.add("Reshape", [graph.constant("head.values", values), shape])
        residual = graph.microsoft(
            "GatherBlockQuantized", [table, "input_ids", graph.constant("head.scales", scales)],
            block_size=form.head_block, gather_axis=0, quantize_axis=1, bits=form.head_bits,
        )
    elif tied:  # stored as the head needs it, and turned here: an embedding of the gathered columns
        columns = graph.add("Gather", [graph.constant("head", embedding.T), "input_ids"], axis=1)
        residual = graph.add("Transpose", [columns], perm=[1, 2, 0])
    else:
        residual = graph.add("Gather", [graph.constant("embedding.weight", embedding), "input_ids"])
    first_norm = graph.constant("blocks.0.attention_norm.weight", weights["blocks.0.attention_norm.weight"])
    x = graph.add("SimplifiedLayerNormalization", [residual, first_norm], axis=-1, epsilon=config.norm_epsilon, stash_type=1)
    halves = graph.constant("halves", np.array([config.hidden, config.hidden], np.int64))

    for layer in range(config.layers):
        block = f"blocks.{layer}."
        cache = []
        for part in ("key", "value"):
            shape = ["batch", config.kv_heads, "capacity", config.head_size]
            graph.inputs.append(graph.value(f"past_key_values.{layer}.{part}", cache_type, shape))
            graph.outputs.append(graph.value(f"present.{layer}.{part}", cache_type, shape))
            cache.append(f"past_key_values.{layer}.{part}")
        qkv = layer_linear(x, block + "attention.qkv.weight")
        inputs = [qkv, "", "", *cache, last_positions, total, cosine, sine]
        attributes = {"num_heads": config.heads, "kv_num_heads": config.kv_heads, "do_rotary": 1, "rotary_interleaved": 0}
        if form.cache == "int8":
            inputs += ["", "", ""]
            for scale, part in zip(cache_scales[layer], ("key", "value")):
                inputs.append(graph.constant(f"{block}{part}_scale", np.array([scale], np.float32)))
            attributes |= {"k_quant_type": "PER_TENSOR", "v_quant_type": "PER_TENSOR", "kv_cache_bit_width": 8}
        outputs = [f"{block}attended", f"present.{layer}.key", f"present.{layer}.value"]
        attended = graph.microsoft("GroupQueryAttention", inputs, outputs, **attributes)[0]
        projected = layer_linear(attended, block + "attention.out.weight")
        x, residual = add_and_norm(projected, residual, block + "feed_norm.weight", block + "middle")
        gate, up = graph.add("Split", [layer_linear(x, block + "gate_up.weight"), halves], 2, axis=-1)
        activated = graph.add("Mul", [gate, graph.add("Sigmoid", [gate])])
        down = layer_linear(graph.add("Mul", [activated, up]), block + "down.weight")
        next_norm = f"blocks.{layer + 1}.attention_norm.weight" if layer + 1 < config.layers else "norm.weight"
        x, residual = add_and_norm(down, residual, next_norm, block + "end")

    wanted = graph.add("Gather", [x, "logits_index"], axis=1)
    head = embedding if tied else weights["head.weight"]
    logits = linear(wanted, "head", head, form.head_bits, form.head_block)
    if form.numbers == "float32":
        graph.add("Identity", [logits], ["logits"])
    else:
        graph.add("Cast", [logits], ["logits"], to=TensorProto.FLOAT)
    return graph.model("narrator")

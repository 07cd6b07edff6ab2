"""A small Llama: grouped-query attention, rotary positions, SwiGLU, RMSNorm, tied embeddings.

The same mathematics as Hugging Face's LlamaForCausalLM, and saved in its form (`save_model`, `load_model`); ours fuses
the q, k, v and the gate, up projections, attends under the block mask of independent slots, and computes
logits only where there is a loss.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.attention.flex_attention import BlockMask, create_block_mask, flex_attention

LOSS_CHUNK = 2048  # positions whose logits exist at one time


@dataclass(frozen=True)
class ModelConfig:
    layers: int
    width: int
    heads: int
    kv_heads: int
    head_size: int
    hidden: int  # of the feed-forward
    context: int
    vocabulary: int
    rope_theta: float = 10_000.0
    norm_epsilon: float = 1e-5


class Attention(nn.Module):
    def __init__(self, config: ModelConfig):
        super().__init__()
        self.sizes = [config.heads * config.head_size, *[config.kv_heads * config.head_size] * 2]
        self.head_size = config.head_size
        self.qkv = nn.Linear(config.width, sum(self.sizes), bias=False)
        self.out = nn.Linear(self.sizes[0], config.width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor | BlockMask) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = (
            part.view(batch, length, -1, self.head_size).transpose(1, 2)
            for part in self.qkv(x).split(self.sizes, dim=-1)
        )
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        if isinstance(mask, Tensor):
            y = dense_attention(q, k, v, mask)
        else:
            y = flex_attention(q, k, v, block_mask=mask, enable_gqa=True)
        return self.out(y.transpose(1, 2).reshape(batch, length, -1))


class Block(nn.Module):
    def __init__(self, config: ModelConfig):
        super().__init__()
        self.attention_norm = nn.RMSNorm(config.width, config.norm_epsilon)
        self.attention = Attention(config)
        self.feed_norm = nn.RMSNorm(config.width, config.norm_epsilon)
        self.gate_up = nn.Linear(config.width, 2 * config.hidden, bias=False)
        self.down = nn.Linear(config.hidden, config.width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor | BlockMask) -> Tensor:
        x = x + self.attention(self.attention_norm(x), cos, sin, mask)
        gate, up = self.gate_up(self.feed_norm(x)).chunk(2, dim=-1)
        return x + self.down(F.silu(gate) * up)


class Narrator(nn.Module):
    def __init__(self, config: ModelConfig):
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocabulary, config.width)  # its weight is the head's too
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = nn.RMSNorm(config.width, config.norm_epsilon)
        cos, sin = rope_tables(config)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                into_residual = name.endswith(("out.weight", "down.weight"))
                nn.init.normal_(parameter, std=0.02 / (math.sqrt(2 * config.layers) if into_residual else 1))

    def forward(self, ids: Tensor, positions: Tensor, mask: Tensor | BlockMask) -> Tensor:
        """Hidden states [batch, length, width] before the head. `ids` and `positions` are [batch, length]."""
        return self.after_embedding(self.embedding(ids), positions, mask)

    def after_embedding(self, x: Tensor, positions: Tensor, mask: Tensor | BlockMask) -> Tensor:
        """The same from embeddings [batch, length, width], which need not be those of tokens."""
        cos, sin = self.cos[positions].unsqueeze(1), self.sin[positions].unsqueeze(1)
        for block in self.blocks:
            x = block(x, cos, sin, mask)
        return self.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        return F.linear(hidden, self.embedding.weight)

    def compile_parts(self) -> None:
        """Compiles one block, whose code all share, and the loss: seconds instead of minutes for the whole model."""
        global _chunk_loss
        _chunk_loss = torch.compile(_chunk_loss, dynamic=True)
        for block in self.blocks:
            block.compile()

    def plain(self) -> "Narrator":
        return self


def rope_tables(config: ModelConfig) -> tuple[Tensor, Tensor]:
    """cos and sin [context, head_size / 2] of Su et al. 2021 (RoFormer), in the two-halves layout of Llama."""
    frequencies = config.rope_theta ** -(torch.arange(0, config.head_size, 2, dtype=torch.float64) / config.head_size)
    angles = torch.outer(torch.arange(config.context, dtype=torch.float64), frequencies)
    return angles.cos().float(), angles.sin().float()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    a, b = x.float().chunk(2, dim=-1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1).to(x.dtype)


def dense_attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    """Softmax attention as two plain products; on a CPU three times as fast as `scaled_dot_product_attention` with a mask."""
    batch, heads, length, size = q.shape
    groups = k.shape[1]
    rows = (batch, groups, heads // groups * length, size)
    scores = (q * size**-0.5).reshape(rows) @ k.transpose(-1, -2)
    scores = scores.view(batch, heads, length, length) + mask
    weights = F.softmax(scores, dim=-1).to(v.dtype).view(*rows[:3], length)
    return (weights @ v).view(batch, heads, length, size)


def attention_mask(documents: Tensor, slots: Tensor, dtype: torch.dtype) -> Tensor | BlockMask:
    """Who sees whom in a row, from [batch, length] ids: causal, inside one document, and of the slots only one's own.

    Slot 0 is the prompt, which all slots of its document see. On a GPU a block mask, elsewhere [batch, 1, length, length]
    to be added to the scores.
    """
    if documents.is_cuda:
        def sees(b, _head, i, j):
            return visible(documents[b, i], documents[b, j], slots[b, i], slots[b, j], i, j)

        return create_block_mask(sees, len(documents), None, documents.shape[1], documents.shape[1], documents.device)
    at = torch.arange(documents.shape[1], device=documents.device)
    seen = visible(documents[:, :, None], documents[:, None], slots[:, :, None], slots[:, None], at[:, None], at)
    return torch.where(seen, 0.0, -1e9).to(dtype).unsqueeze(1)


def visible(document_i, document_j, slot_i, slot_j, i, j):
    return (i >= j) & (document_i == document_j) & ((slot_j == 0) | (slot_i == slot_j))


class _SummedLoss(torch.autograd.Function):
    """Cross-entropy with the head's product inside, a chunk of positions at a time, gradients made on the way."""

    @staticmethod
    def forward(ctx, hidden: Tensor, head: Tensor, targets: Tensor, weights: Tensor, dtype: torch.dtype) -> Tensor:
        hidden, weight = hidden.to(dtype), head.to(dtype)
        total = torch.zeros((), dtype=torch.float32, device=hidden.device)
        grad_hidden = torch.empty_like(hidden)
        grad_head = torch.zeros_like(head)
        for start in range(0, len(targets), LOSS_CHUNK):
            part = slice(start, start + LOSS_CHUNK)
            loss, grad = _chunk_loss(hidden[part] @ weight.T, targets[part], weights[part])
            total += loss
            grad_hidden[part] = grad @ weight
            grad_head += grad.T @ hidden[part]
        ctx.save_for_backward(grad_hidden, grad_head)
        return total

    @staticmethod
    def backward(ctx, grad: Tensor):
        grad_hidden, grad_head = ctx.saved_tensors
        return (grad_hidden * grad).float(), grad_head * grad, None, None, None


def _chunk_loss(logits: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    log_probabilities = F.log_softmax(logits.float(), dim=-1)
    loss = -(log_probabilities.gather(1, targets[:, None])[:, 0] * weights).sum()
    classes = torch.arange(logits.shape[1], device=logits.device)
    gradient = (log_probabilities.exp() - (classes == targets[:, None]).float()) * weights[:, None]
    return loss, gradient.to(logits.dtype)


def summed_loss(hidden: Tensor, head: Tensor, targets: Tensor, weights: Tensor, dtype: torch.dtype) -> Tensor:
    """Sum of weight x nats over positions: `hidden` [n, width], `head` [vocabulary, width], `targets` and `weights` [n]."""
    return _SummedLoss.apply(hidden, head, targets, weights, dtype)


def token_nats(hidden: Tensor, head: Tensor, targets: Tensor) -> Tensor:
    """Nats of each target [n], in float32 and without gradients."""
    with torch.no_grad():
        return torch.cat(
            [
                F.cross_entropy(F.linear(hidden[at : at + LOSS_CHUNK], head).float(), targets[at : at + LOSS_CHUNK], reduction="none")
                for at in range(0, len(targets), LOSS_CHUNK)
            ]
        ) if len(targets) else torch.zeros(0)


# --- Hugging Face form -------------------------------------------------------------------------------------------------


def hugging_face_config(config: ModelConfig) -> dict:
    """config.json of a LlamaForCausalLM with the same weights."""
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": config.vocabulary,
        "hidden_size": config.width,
        "intermediate_size": config.hidden,
        "num_hidden_layers": config.layers,
        "num_attention_heads": config.heads,
        "num_key_value_heads": config.kv_heads,
        "head_dim": config.head_size,
        "max_position_embeddings": config.context,
        "rope_theta": config.rope_theta,
        "rope_parameters": {"rope_type": "default", "rope_theta": config.rope_theta},
        "rms_norm_eps": config.norm_epsilon,
        "hidden_act": "silu",
        "attention_bias": False,
        "mlp_bias": False,
        "tie_word_embeddings": True,
        "pad_token_id": 0,
        "bos_token_id": None,
        "eos_token_id": 1,
        "dtype": "float32",
    }


def from_hugging_face_config(values: dict) -> ModelConfig:
    rope = values.get("rope_parameters") or {}
    return ModelConfig(
        layers=values["num_hidden_layers"],
        width=values["hidden_size"],
        heads=values["num_attention_heads"],
        kv_heads=values["num_key_value_heads"],
        head_size=values["head_dim"],
        hidden=values["intermediate_size"],
        context=values["max_position_embeddings"],
        vocabulary=values["vocab_size"],
        rope_theta=rope.get("rope_theta", values.get("rope_theta", 10_000.0)),
        norm_epsilon=values["rms_norm_eps"],
    )


def to_hugging_face(state: dict[str, Tensor], config: ModelConfig) -> dict[str, Tensor]:
    """Our state dictionary under Llama's names, without the tied head."""
    renamed = {"model.embed_tokens.weight": state["embedding.weight"], "model.norm.weight": state["norm.weight"]}
    for layer in range(config.layers):
        ours, theirs = f"blocks.{layer}.", f"model.layers.{layer}."
        sizes = [config.heads * config.head_size, *[config.kv_heads * config.head_size] * 2]
        q, k, v = state[ours + "attention.qkv.weight"].split(sizes)
        gate, up = state[ours + "gate_up.weight"].chunk(2)
        renamed |= {
            theirs + "self_attn.q_proj.weight": q,
            theirs + "self_attn.k_proj.weight": k,
            theirs + "self_attn.v_proj.weight": v,
            theirs + "self_attn.o_proj.weight": state[ours + "attention.out.weight"],
            theirs + "mlp.gate_proj.weight": gate,
            theirs + "mlp.up_proj.weight": up,
            theirs + "mlp.down_proj.weight": state[ours + "down.weight"],
            theirs + "input_layernorm.weight": state[ours + "attention_norm.weight"],
            theirs + "post_attention_layernorm.weight": state[ours + "feed_norm.weight"],
        }
    return {name: tensor.detach().float().cpu().contiguous() for name, tensor in renamed.items()}


def from_hugging_face(state: dict[str, Tensor], config: ModelConfig) -> dict[str, Tensor]:
    ours = {"embedding.weight": state["model.embed_tokens.weight"], "norm.weight": state["model.norm.weight"]}
    for layer in range(config.layers):
        to, of = f"blocks.{layer}.", f"model.layers.{layer}."
        ours |= {
            to + "attention.qkv.weight": torch.cat([state[f"{of}self_attn.{part}_proj.weight"] for part in "qkv"]),
            to + "attention.out.weight": state[of + "self_attn.o_proj.weight"],
            to + "gate_up.weight": torch.cat([state[f"{of}mlp.{part}_proj.weight"] for part in ("gate", "up")]),
            to + "down.weight": state[of + "mlp.down_proj.weight"],
            to + "attention_norm.weight": state[of + "input_layernorm.weight"],
            to + "feed_norm.weight": state[of + "post_attention_layernorm.weight"],
        }
    return ours


def save_model(model: Narrator, folder: Path) -> None:
    """config.json and model.safetensors, which `LlamaForCausalLM.from_pretrained` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(hugging_face_config(model.config), indent=2) + "\n")
    save_file(to_hugging_face(model.state_dict(), model.config), folder / "model.safetensors", {"format": "pt"})


def load_model(folder: Path) -> Narrator:
    """Of a folder that `save_model` wrote, or of one that export.py wrote: then the weights are those of its graph of the most bits."""
    config = from_hugging_face_config(json.loads((folder / "config.json").read_text()))
    model = Narrator(config)
    exported = next((file for name in ("int8", "q4") if (file := folder / f"onnx/model_{name}.onnx").exists()), None)
    if (folder / "model.safetensors").exists() or exported is None:
        model.load_state_dict(from_hugging_face(load_file(folder / "model.safetensors"), config))
    else:
        import onnx
        from graph import weights_of

        model.load_state_dict({name: torch.tensor(array) for name, array in weights_of(onnx.load(exported)).items()})
    return model


def product_flops(config: ModelConfig, tokens: int, learned: int) -> float:
    """Floating-point operations of forward and backward in the products with weights (6 a weight and token, Kaplan et al. 2020).

    The head counts for the `learned` positions only. Attention itself is left out, so a utilisation from this is a lower bound.
    """
    q, kv = config.heads * config.head_size, config.kv_heads * config.head_size
    block = config.width * (q + 2 * kv) + q * config.width + 3 * config.width * config.hidden
    return 6.0 * (config.layers * block * tokens + config.vocabulary * config.width * learned)


def parameter_count(model: nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())

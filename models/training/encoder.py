"""The encoder: a bidirectional transformer (BERT's form) whose mean over the tokens, scaled to length 1, stands for a text."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

TOWERS = ("query", "code")


class Encoder(nn.Module):
    """One tower for both sides, or one for each."""

    def __init__(self, towers: dict[str, BertModel]):
        super().__init__()
        self.towers = nn.ModuleDict(towers)

    @property
    def shared(self) -> bool:
        return len(self.towers) == 1

    @property
    def width(self) -> int:
        return next(iter(self.towers.values())).config.hidden_size

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, side: str) -> torch.Tensor:
        """Unit vectors in float32 [texts, width] of ids and mask [texts, tokens]."""
        tower = self.towers["code" if self.shared else side]
        with torch.autocast(ids.device.type, self.dtype, enabled=self.dtype != torch.float32):
            hidden = tower(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask[..., None].float()
        return nn.functional.normalize((hidden.float() * weights).sum(1) / weights.sum(1), dim=-1)

    def plain_attention(self) -> None:
        """Attention as plain products: on a CPU a step of rows this short takes 3.6 s instead of 6.0 s."""
        for tower in self.towers.values():
            tower.set_attn_implementation("eager")

    dtype = torch.float32  # of the products


def new_tower(model: dict, vocabulary: int) -> BertModel:
    """A tower with random weights; `model` has layers, width, heads and hidden."""
    config = BertConfig(
        vocab_size=vocabulary, num_hidden_layers=model["layers"], hidden_size=model["width"], num_attention_heads=model["heads"],
        intermediate_size=model["hidden"], max_position_embeddings=512, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )
    return BertModel(config, add_pooling_layer=False)


def load_tower(folder: Path) -> BertModel:
    return BertModel.from_pretrained(folder, add_pooling_layer=False, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)


def load_encoder(folder: Path) -> Encoder:
    """What `save_encoder` wrote, or a shared tower from any folder with a BERT."""
    if all((folder / side).is_dir() for side in TOWERS):
        return Encoder({side: load_tower(folder / side) for side in TOWERS})
    return Encoder({"code": load_tower(folder)})


def save_encoder(encoder: Encoder, folder: Path) -> None:
    if encoder.shared:
        encoder.towers["code"].save_pretrained(folder)
        return
    for side, tower in encoder.towers.items():
        tower.save_pretrained(folder / side)


@cache
def load_tokenizer(file: Path, length: int) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.enable_truncation(length)
    tokenizer.no_padding()
    return tokenizer


def tokenize(texts: list[str], tokenizer: Tokenizer) -> list[list[int]]:
    return [encoding.ids for encoding in tokenizer.encode_batch(texts)]


def padded(rows: list[list[int]], device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and mask [rows, longest]."""
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row)
        mask[number, : len(row)] = 1
    return ids.to(device), mask.to(device)


def chunks_by_length(rows: list[list[int]], size: int) -> list[list[int]]:
    """Row numbers in chunks of at most `size`, rows of like length together."""
    order = sorted(range(len(rows)), key=lambda number: len(rows[number]))
    return [order[start : start + size] for start in range(0, len(order), size)]


@torch.no_grad()
def embed(encoder: Encoder, rows: list[list[int]], side: str, device: torch.device, size: int = 32) -> np.ndarray:
    """[rows, width]"""
    vectors = np.zeros((len(rows), encoder.width), np.float32)
    for chunk in chunks_by_length(rows, size):
        vectors[chunk] = encoder(*padded([rows[number] for number in chunk], device), side).cpu().numpy()
    return vectors


def parameter_count(encoder: Encoder) -> int:
    return sum(parameter.numel() for parameter in encoder.parameters())


def write_json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")

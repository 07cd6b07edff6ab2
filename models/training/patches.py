"""The CodePatch model: statement patches -> encoder -> projector with positions -> prefix of the narrator -> a sentence about the plot.

    python patches.py recipes/patches.toml --data plot.jsonl.gz --narrator runs/narrator/best --encoder runs/encoder/best --out runs/projector
    python patches.py recipes/patches.toml --data plot.jsonl.gz --init-from runs/projector/best.pt --train encoder ... --out runs/encoder-tuned

`--train` says what learns: projector, encoder (and projector), narrator (and projector), full (all three), lora (projector, and low-rank
updates of the narrator).
`--input` says what is read: statements, fixed (pieces of 20 tokens), text (the narrator's own tokens instead of patches).
Started again with the same --out it goes on where it stopped.
"""

import hashlib
import json
import math
import os
import signal
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from encoder import Encoder, embed, load_encoder, load_tokenizer, new_tower, padded, tokenize, write_json
from evaluate import cpu_dtype
from lora import LoraNarrator, to_llama
from model import ModelConfig, Narrator, attention_mask, load_model, summed_loss
from records import DataError, read_records
from sentences import PHRASES, scores
from tokenizer import special_tokens
from train import TrainingError, checked_settings, keep_freed_memory, limit_freed_memory, parse_settings, save_atomically, trim_metrics

PAD, END = 0, 1
POSITIONS, BEFORE = 24, 16  # patches are counted from the one that draws, which has position BEFORE
LONGEST = 40  # tokens of a sentence


@dataclass(frozen=True)
class Config:
    """Every setting. A recipe (TOML) sets them and a flag of the same name wins."""

    data: tuple[str, ...] = ()
    out: str = ""
    tokenizer: str = ""  # of the narrator
    narrator: str = ""  # folder of a trained one; `narrator_model` is made from random weights without it
    encoder: str = ""  # likewise, with its tokenizer.json
    narrator_model: dict = field(default_factory=dict)
    encoder_model: dict = field(default_factory=dict)
    encoder_tokenizer: str = ""  # needed without `encoder`
    init_from: str = ""  # best.pt of another run, to start from
    dev_repositories: tuple[str, ...] = ()  # for early stopping; families of generated scripts are repositories too
    test_repositories: tuple[str, ...] = ()
    train: str = "projector"
    input: str = "statements"
    patch_tokens: int = 48
    fixed_tokens: int = 20
    text_tokens: int = 256  # of the narrator, from the end
    batch: int = 32
    learning_rate: float = 1e-3  # of the projector and of low-rank updates
    inner_rate: float = 1e-4  # of a tuned encoder and narrator
    warmup_steps: int = 20
    weight_decay: float = 0.01
    clip: float = 1.0
    steps: int = 1000
    processor_budget: float = 0  # seconds of processor time spent in training, all restarts together; 0: no limit
    eval_every: int = 50
    eval_records: int = 150
    patience: int = 4  # stop after so many evaluations without a better development loss; 0: never
    checkpoint_minutes: float = 5
    threads: int = 1
    seed: int = 1
    precision: str = ""


def make_config(values: dict) -> Config:
    config = Config(**checked_settings(Config, values))
    for name, allowed in (("train", ("projector", "encoder", "narrator", "full", "lora")), ("input", ("statements", "fixed", "text"))):
        if getattr(config, name) not in allowed:
            raise TrainingError(f"--{name} is {getattr(config, name)}; it is one of {', '.join(allowed)}.")
    if config.input == "text" and config.train not in ("narrator", "lora"):
        raise TrainingError("Text needs neither encoder nor projector; use --train narrator or lora with --input text.")
    return config


# --- the model ---------------------------------------------------------------------------------------------------------


class Projector(nn.Module):
    """Vectors of patches and their places -> embeddings as the narrator knows them: two layers, and a norm of the size of its own."""

    def __init__(self, inner: int, width: int, size: float):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(inner, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.position = nn.Embedding(POSITIONS, width)
        self.norm = nn.LayerNorm(width)
        nn.init.normal_(self.position.weight, std=0.5)
        nn.init.constant_(self.norm.weight, size)

    def forward(self, vectors: Tensor, places: Tensor) -> Tensor:
        """[patches, inner] and [patches] -> [patches, width]"""
        return self.norm(self.layers(vectors * vectors.shape[-1] ** 0.5) + self.position(places))


class PatchModel(nn.Module):
    def __init__(self, encoder: Encoder, narrator: Narrator):
        super().__init__()
        self.encoder, self.narrator = encoder, narrator
        self.projector = Projector(encoder.width, narrator.config.width, narrator.embedding.weight.std().item())

    def tune(self, phase: str) -> None:
        """Chooses what learns from now on."""
        self.encoder.requires_grad_(phase in ("encoder", "full"))
        self.narrator.requires_grad_(phase in ("narrator", "full"))
        if phase == "lora":
            self.narrator = LoraNarrator(self.narrator, "all")

    def prefix(self, vectors: Tensor, places: Tensor, counts: list[int]) -> list[Tensor]:
        """The prefix [patches, width] of each row."""
        return list(self.projector(vectors, places).split(counts))

    def trained(self) -> dict[str, Tensor]:
        """What differs from the models that it was made of."""
        wanted = {name for name, parameter in self.named_parameters() if parameter.requires_grad}
        return {name: value for name, value in self.state_dict().items() if name in wanted or name.startswith("projector.")}


def build(config: Config) -> PatchModel:
    vocabulary = Tokenizer.from_file(config.tokenizer).get_vocab_size()
    narrator = load_model(Path(config.narrator)) if config.narrator else Narrator(ModelConfig(**({"vocabulary": vocabulary} | config.narrator_model)))
    if config.encoder:
        encoder = load_encoder(Path(config.encoder))
    else:
        encoder = Encoder({"code": new_tower(config.encoder_model, Tokenizer.from_file(config.encoder_tokenizer).get_vocab_size())})
    model = PatchModel(encoder, narrator)
    if config.init_from:
        unknown = model.load_state_dict(torch.load(config.init_from, weights_only=True), strict=False).unexpected_keys
        if unknown:
            raise TrainingError(f"{config.init_from} is of another model (unknown: {unknown[0]}); a phase starts from one without low-rank updates.")
    model.tune(config.train)
    return model


# --- what it reads -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One record as numbers. Patches are rows of `Reader.patches`."""

    patches: list[int]
    places: list[int]
    prompt: list[int]  # tokens of the narrator before its answer
    answer: list[int]


class Reader:
    """Turns records into rows; each different patch is kept once."""

    def __init__(self, config: Config):
        self.config = config
        self.words = Tokenizer.from_file(config.tokenizer)
        file = Path(config.encoder_tokenizer or Path(config.encoder) / "tokenizer.json")
        self.pieces = load_tokenizer(file, 10_000 if config.input == "fixed" else config.patch_tokens)
        self.plot = special_tokens().index("<|plot|>")
        self.patches: list[list[int]] = []
        self._numbers: dict[tuple[int, ...], int] = {}

    def row(self, record: dict) -> Row:
        answer = [*self.words.encode(record["text"], add_special_tokens=False).ids, END]
        if self.config.input == "text":
            prompt = self.words.encode(record["prompt"], add_special_tokens=False).ids[-self.config.text_tokens :]
            return Row([], [], [*prompt, self.plot], answer)
        if self.config.input == "fixed":
            first, *inside, last = tokenize([" ".join(record["patches"])], self.pieces)[0]
            size = self.config.fixed_tokens
            cut = [[first, *inside[start : start + size], last] for start in range(0, len(inside), size)][-POSITIONS:]
            places = list(range(len(cut)))
        else:
            cut = tokenize(record["patches"], self.pieces)
            places = [min(max(number - record["at"] + BEFORE, 0), POSITIONS - 1) for number in range(len(cut))]
        return Row([self._number(ids) for ids in cut], places, [self.plot], answer)

    def _number(self, ids: list[int]) -> int:
        key = tuple(ids)
        if key not in self._numbers:
            self._numbers[key] = len(self.patches)
            self.patches.append(ids)
        return self._numbers[key]


def patch_vectors(model: PatchModel, reader: Reader, cache: Path) -> np.ndarray:
    """What the encoder says of each patch, [patches, width]; computed once for all runs that leave the encoder as it was."""
    weights = hashlib.blake2b(next(iter(model.encoder.parameters())).detach().numpy().tobytes(), digest_size=8)
    weights.update(json.dumps(reader.patches).encode())
    file = cache / f"patches-{weights.hexdigest()}.npy"
    if file.exists():
        return np.load(file)
    vectors = embed(model.encoder, reader.patches, "code", torch.device("cpu"), 64)
    cache.mkdir(parents=True, exist_ok=True)
    np.save(file, vectors)
    return vectors


class Input:
    """Makes the embeddings of a batch: prefix, prompt and answer in one row each."""

    def __init__(self, model: PatchModel, reader: Reader, vectors: np.ndarray | None):
        self.model, self.reader, self.vectors = model, reader, vectors

    def encoded(self, numbers: list[int]) -> Tensor:
        """[patches, width] of the encoder: from the cache while it is frozen, else each different patch of the batch once."""
        if self.vectors is not None:
            return torch.from_numpy(self.vectors[numbers])
        different = sorted(set(numbers), key=lambda number: len(self.reader.patches[number]))
        place = {number: at for at, number in enumerate(different)}
        parts = [different[start : start + 64] for start in range(0, len(different), 64)]
        found = [self.model.encoder(*padded([self.reader.patches[n] for n in part], torch.device("cpu")), "code") for part in parts]
        return torch.cat(found)[[place[number] for number in numbers]]

    def heads(self, rows: list[Row]) -> list[Tensor]:
        """What stands before the answer of each row, [positions, width]."""
        embedding = self.model.narrator.embedding
        heads = [embedding(torch.tensor(row.prompt)) for row in rows]
        numbers = [number for row in rows for number in row.patches]
        if not numbers:
            return heads
        places = torch.tensor([place for row in rows for place in row.places])
        prefixes = self.model.prefix(self.encoded(numbers), places, [len(row.patches) for row in rows])
        return [torch.cat([prefix, head]) for prefix, head in zip(prefixes, heads)]


def loss_of(model: PatchModel, source: Input, rows: list[Row], dtype: torch.dtype) -> tuple[Tensor, int]:
    """Nats of the answers in sum, and of how many tokens."""
    with torch.autocast("cpu", dtype, enabled=dtype != torch.float32):
        heads = source.heads(rows)
        length = max(len(head) + len(row.answer) for head, row in zip(heads, rows)) - 1
        x = torch.zeros(len(rows), length, heads[0].shape[1])
        documents = torch.full((len(rows), length), -1)
        at, targets = [], []
        for number, (head, row) in enumerate(zip(heads, rows)):
            known = torch.cat([head, model.narrator.embedding(torch.tensor(row.answer[:-1]))]) if len(row.answer) > 1 else head
            x[number, : len(known)] = known.float()
            documents[number, : len(known)] = 0
            at.append(torch.arange(len(head) - 1, len(known)) + number * length)
            targets += row.answer
        mask = attention_mask(documents, torch.zeros_like(documents), dtype)
        hidden = model.narrator.after_embedding(x, torch.arange(length).expand(len(rows), -1), mask)
    chosen = hidden.flatten(0, 1)[torch.cat(at)].float()
    weights = torch.ones(len(targets))
    return summed_loss(chosen, model.narrator.embedding.weight, torch.tensor(targets), weights, dtype), len(targets)


@torch.no_grad()
def development_loss(model: PatchModel, source: Input, rows: list[Row], dtype: torch.dtype) -> float:
    model.eval()
    sums = [loss_of(model, source, rows[start : start + 32], dtype) for start in range(0, len(rows), 32)]
    model.train()
    return sum(loss.item() for loss, _ in sums) / sum(count for _, count in sums)


@torch.no_grad()
def write(model: PatchModel, source: Input, rows: list[Row]) -> tuple[list[str], list[float]]:
    """The most probable sentences, token by token, and the mean log-probability of their tokens."""
    model.eval()
    llama = to_llama(model.narrator.plain()).eval()
    texts, sure = [], []
    for start in range(0, len(rows), 32):
        heads = source.heads(rows[start : start + 32])
        length = max(map(len, heads))
        x, mask = torch.zeros(len(heads), length, heads[0].shape[1]), torch.zeros(len(heads), length, dtype=torch.long)
        for number, head in enumerate(heads):
            x[number, length - len(head) :], mask[number, length - len(head) :] = head, 1
        made = llama.generate(
            inputs_embeds=x, attention_mask=mask, max_new_tokens=LONGEST, do_sample=False, eos_token_id=END, pad_token_id=PAD,
            return_dict_in_generate=True, output_logits=True,
        )
        chances = torch.stack(made.logits, 1).log_softmax(-1).gather(-1, made.sequences[..., None])[..., 0]
        for ids, each in zip(made.sequences.tolist(), chances):
            size = ids.index(END) + 1 if END in ids else len(ids)
            texts.append(source.reader.words.decode(ids[:size]).strip())
            sure.append(each[:size].mean().item())
    model.train()
    return texts, sure


# --- baselines ---------------------------------------------------------------------------------------------------------


def majority(train: list[dict], records: list[dict]) -> list[str]:
    """The sentence of the most frequent facts."""
    facts = lambda record: (record["facts"]["kind"], *record["facts"]["courses"])
    (best, _), = Counter(map(facts, train)).most_common(1)
    return [next(record["text"] for record in train if facts(record) == best)] * len(records)


def nearest(train: list[Row], rows: list[Row], texts: list[str], vectors: np.ndarray) -> list[str]:
    """The sentence of the training script whose patches are most alike: cosine of the means of their vectors."""
    means = [np.stack([vectors[row.patches].mean(0) for row in side]) for side in (train, rows)]
    train_side, side = (mean / np.linalg.norm(mean, axis=1, keepdims=True) for mean in means)
    return [texts[number] for number in (side @ train_side.T).argmax(1)]


# --- the run -----------------------------------------------------------------------------------------------------------


def load_split(config: Config) -> dict[str, list[dict]]:
    """train, dev, and test by whether the script was generated; the order of the last three is shuffled, always the same way."""
    records = [record for file in config.data for record in read_records(Path(file))]
    for record in records:
        if "patches" not in record:
            raise DataError("A record has no patches; make the data with `codepatch dataset plot`.")
    split: dict[str, list[dict]] = {"train": [], "dev": [], "families": [], "repositories": []}
    for record in records:
        repo = record["repo"]
        held = "families" if repo.startswith("generated/") else "repositories"
        split["dev" if repo in config.dev_repositories else held if repo in config.test_repositories else "train"].append(record)
    for name in ("dev", "families", "repositories"):
        order = np.random.default_rng(config.seed).permutation(len(split[name]))[: config.eval_records]
        split[name] = [split[name][number] for number in order]
    if not split["train"] or not split["dev"]:
        raise TrainingError("There is no training or no development record; name other --dev-repositories or give more data.")
    return split


def optimizer_of(model: PatchModel, config: Config) -> torch.optim.Optimizer:
    def is_new(name: str) -> bool:
        return name.startswith("projector.") or "lora_" in name

    named = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
    groups = [
        {"params": [p for name, p in named if is_new(name)], "lr": config.learning_rate},
        {"params": [p for name, p in named if not is_new(name)], "lr": config.inner_rate},
    ]
    groups = [group | {"most": group["lr"]} for group in groups if group["params"]]
    return torch.optim.AdamW(groups, weight_decay=config.weight_decay, betas=(0.9, 0.95))


def share_of_rate(config: Config, state: dict) -> float:
    """Linear warm-up, then linear decay to a tenth by steps or by processor time, whichever ends first."""
    progress = max(state["step"] / config.steps, state["seconds"] / config.processor_budget if config.processor_budget else 0)
    return min(1.0, (state["step"] + 1) / max(1, config.warmup_steps)) * max(0.1, 1 - progress)


def train(config: Config) -> dict:
    """Runs or continues a run in `config.out`; returns the summary that is written there."""
    keep_freed_memory()
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    out = Path(config.out)
    out.mkdir(parents=True, exist_ok=True)
    split = load_split(config)
    reader = Reader(config)
    rows = {name: [reader.row(record) for record in records] for name, records in split.items()}
    model = build(config)
    dtype = getattr(torch, config.precision) if config.precision else cpu_dtype()
    model.encoder.dtype = dtype
    frozen = config.input != "text" and config.train not in ("encoder", "full")
    source = Input(model, reader, patch_vectors(model, reader, out.parent / "cache") if frozen else None)
    optimizer = optimizer_of(model, config)
    state = {"step": 0, "seconds": 0.0, "best": math.inf, "best_step": 0, "worse": 0}
    same = ("data", "train", "input", "init_from", "batch", "seed", "dev_repositories", "test_repositories")
    fingerprint = {name: getattr(config, name) for name in same}
    last, log = out / "last.pt", out / "metrics.jsonl"
    if last.exists():
        checkpoint = torch.load(last, weights_only=True)
        different = [name for name, value in fingerprint.items() if checkpoint["fingerprint"].get(name) != value]
        if different:
            raise TrainingError(f"{last} is of another configuration (different: {', '.join(different)}); choose another --out or the same settings.")
        model.load_state_dict(checkpoint["model"], strict=False)
        optimizer.load_state_dict(checkpoint["optimizer"])
        state = checkpoint["state"]
        trim_metrics(log, state["step"])

    def note(row: dict) -> None:
        print(row, flush=True)
        with open(log, "a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")

    def save() -> None:
        save_atomically({"fingerprint": fingerprint, "model": model.trained(), "optimizer": optimizer.state_dict(), "state": state}, last)

    def evaluate() -> None:
        loss = development_loss(model, source, rows["dev"], dtype)
        better = loss < state["best"]
        state["worse"] = 0 if better else state["worse"] + 1
        if better:
            state["best"], state["best_step"] = loss, state["step"]
            save_atomically(model.trained(), out / "best.pt")
        note({"step": state["step"], "seconds": state["seconds"], "dev_loss": loss})

    stopping: list[bool] = []
    handlers = {number: signal.signal(number, lambda *_: stopping.append(True)) for number in (signal.SIGTERM, signal.SIGINT)}
    if state["step"] == 0:
        evaluate()
    saved, losses = time.monotonic(), []

    def is_over() -> bool:
        spent = bool(config.processor_budget) and state["seconds"] >= config.processor_budget
        return bool(stopping) or spent or state["step"] >= config.steps or bool(config.patience and state["worse"] >= config.patience)

    per_epoch = max(1, len(rows["train"]) // config.batch)
    while not is_over():
        epoch, position = divmod(state["step"], per_epoch)
        order = np.random.default_rng([config.seed, epoch]).permutation(len(rows["train"]))
        began = time.process_time()
        for group in optimizer.param_groups:
            group["lr"] = group["most"] * share_of_rate(config, state)
        batch = [rows["train"][number] for number in order[position * config.batch : (position + 1) * config.batch]]
        loss, count = loss_of(model, source, batch, dtype)
        (loss / count).backward()
        norm = nn.utils.clip_grad_norm_((p for p in model.parameters() if p.requires_grad), config.clip)
        if not torch.isfinite(loss + norm):
            raise TrainingError(f"Step {state['step'] + 1}: the loss is not finite. Nothing of it was kept; lower the rates and start again.")
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        limit_freed_memory()
        state["step"] += 1
        state["seconds"] += time.process_time() - began
        losses.append(loss.item() / count)
        if state["step"] % 10 == 0:
            note({"step": state["step"], "seconds": state["seconds"], "loss": float(np.mean(losses))})
            losses = []
        if state["step"] % config.eval_every == 0:
            evaluate()
        if time.monotonic() - saved > 60 * config.checkpoint_minutes:
            save()
            saved = time.monotonic()
    if state["step"] % config.eval_every:
        evaluate()
    save()
    for number, handler in handlers.items():
        signal.signal(number, handler)
    if stopping:
        return state
    model.load_state_dict(torch.load(out / "best.pt", weights_only=True), strict=False)
    summary = {
        "train": config.train, "input": config.input, "trained_parameters": sum(p.numel() for p in model.parameters() if p.requires_grad),
        "records": {name: len(records) for name, records in split.items()}, **state, "scores": {}, "baselines": {},
    }
    for name in ("dev", "families", "repositories"):
        if not rows[name]:
            continue
        texts, sure = write(model, source, rows[name])
        summary["scores"][name] = scores(texts, split[name]) | {"loss": development_loss(model, source, rows[name], dtype)}
        others = {"majority": majority(split["train"], split[name]), "kind alone": [f"A {PHRASES['kinds'][record['facts']['kind']][0]}." for record in split[name]]}
        if source.vectors is not None:
            others["nearest neighbour"] = nearest(rows["train"], rows[name], [record["text"] for record in split["train"]], source.vectors)
        summary["baselines"][name] = {other: scores(said, split[name]) for other, said in others.items()}
        lines = [
            {"text": record["text"], "said": text, "sure": chance, "facts": record["facts"], "repo": record["repo"], "code": record["code"]}
            for record, text, chance in zip(split[name], texts, sure)
        ]
        (out / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    write_json(out / "config.json", asdict(config))
    write_json(out / "summary.json", summary)
    return summary


if __name__ == "__main__":
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    try:
        print(json.dumps(train(make_config(parse_settings(Config, __doc__, sys.argv[1:]))), indent=2))
    except (TrainingError, DataError) as error:
        sys.exit(f"patches.py: {error}")

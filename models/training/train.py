"""Trains the narrator: pretraining, the mixture of tasks, and LoRA fine-tuning are the same loop with other data.

    python train.py recipes/narrator.toml --preset cpu --tokenizer runs/tokenizer.json \\
        --data pretrain.jsonl.gz:1 docstring.jsonl.gz:3 --out runs/narrator --time-budget 7200

`--data FILE:SHARE` says which share of all tokens a file gives. Started again with the same --out it goes on where it
stopped. Several GPUs: `torchrun --nproc-per-node 4 train.py …`.
"""

import argparse
import ctypes
import json
import math
import os
import shutil
import signal
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, asdict, dataclass, field, fields, replace
from itertools import islice
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist

from data import Batch, Cache, Form, Mixture, dev_batches, prepare
from evaluate import cpu_dtype, measures, score, to_device, token_bytes
from lora import LoraNarrator
from model import ModelConfig, Narrator, attention_mask, load_model, parameter_count, product_flops, save_model, summed_loss
from plot import plot_metrics
from records import DataError


@dataclass(frozen=True)
class Config:
    """Every setting. A recipe (TOML) sets them and a flag of the same name wins."""

    model: dict = field(default_factory=dict)  # fields of ModelConfig; not needed with init_from
    data: tuple[str, ...] = ()  # FILE or FILE:SHARE
    tokenizer: str = ""
    out: str = ""
    init_from: str = ""  # folder of a saved model to start from
    lora: str = ""  # "qv" or "all": train low-rank updates of these projections only
    dev_repositories: tuple[str, ...] = ()
    slots: str = "independent"  # or "sequential": each slot also sees those before it
    prompt_loss: float = 0.2  # share of prompt tokens that are learned beside the slots
    batch_tokens: int = 16_384  # of one step, all processes together
    micro_tokens: int = 8192  # at one time
    learning_rate: float = 2e-3
    warmup_steps: int = 100
    decay_share: float = 0.2  # the last part of the run, in which the rate falls to 0 (warm-up, stable, decay)
    weight_decay: float = 0.1
    clip: float = 1.0
    steps: int = 1000
    time_budget: float = 0  # seconds of training, all restarts together; the decay fits itself in. 0: no limit
    eval_every: int = 250
    eval_tokens: int = 100_000
    patience: int = 0  # stop after so many evaluations without a better development loss; 0: never
    checkpoint_minutes: float = 5
    log_every: int = 10
    compile: int = 1
    threads: int = 2
    seed: int = 1
    device: str = ""  # cuda where there is one, else cpu
    precision: str = ""  # bfloat16 or float32; chosen by the hardware when empty


RESIDENT_LIMIT = 4 * 2**30  # bytes of a process on a CPU above which freed memory is given back


class TrainingError(Exception):
    """The run cannot start or go on; the message ends with the remedy."""


# --- configuration -----------------------------------------------------------------------------------------------------


def parse_settings(kind: type, description: str, arguments: list[str]) -> dict:
    """The values of a recipe and its preset, and of the command line over them; `kind` is the dataclass that has the settings."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--preset", default="cpu")
    for setting in fields(kind):
        default = setting.default if setting.default is not MISSING else {}
        many = isinstance(default, tuple)
        of = json.loads if isinstance(default, dict) else str if many else type(default)
        parser.add_argument(f"--{setting.name.replace('_', '-')}", type=of, nargs="+" if many else None)
    options = vars(parser.parse_args(arguments))
    recipe = tomllib.loads(options.pop("recipe").read_text(encoding="utf-8"))
    preset = options.pop("preset")
    if not isinstance(recipe.get(preset), dict):
        raise TrainingError(f"The recipe has no preset {preset}.")
    common = {name: value for name, value in recipe.items() if not isinstance(value, dict)}
    given = {name: value for name, value in options.items() if value is not None}
    return common | recipe[preset] | given


def checked_settings(kind: type, values: dict) -> dict:
    unknown = set(values) - {setting.name for setting in fields(kind)}
    if unknown:
        raise TrainingError(f"Unknown setting {', '.join(sorted(unknown))}.")
    for needed in ("data", "tokenizer", "out"):
        if not values.get(needed):
            raise TrainingError(f"--{needed} is missing.")
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def parse_config(arguments: list[str]) -> Config:
    return make_config(parse_settings(Config, __doc__, arguments))


def make_config(values: dict) -> Config:
    return Config(**checked_settings(Config, values))


def data_shares(config: Config) -> list[tuple[Path, float]]:
    pairs = []
    for item in config.data:
        file, separator, share = item.rpartition(":")
        pairs.append((Path(file), float(share)) if separator else (Path(item), 1.0))
    return pairs


# --- one step ----------------------------------------------------------------------------------------------------------


def learning_rate(config: Config, step: int, seconds: float) -> float:
    """Warm-up, stable, decay (Hu et al. 2024, MiniCPM) with the 1 - sqrt form of the decay (Hägele et al. 2024)."""
    progress = step / config.steps
    if config.time_budget:
        progress = max(progress, seconds / config.time_budget)
    into_decay = max(0.0, progress - (1 - config.decay_share)) / max(config.decay_share, 1e-9)
    return config.learning_rate * min(1.0, (step + 1) / max(1, config.warmup_steps)) * (1 - math.sqrt(min(into_decay, 1.0)))


def make_optimizer(model: torch.nn.Module, config: Config, device: torch.device) -> torch.optim.Optimizer:
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    groups = [
        {"params": [p for p in trained if p.dim() >= 2], "weight_decay": config.weight_decay},
        {"params": [p for p in trained if p.dim() < 2], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW([g for g in groups if g["params"]], lr=config.learning_rate, betas=(0.9, 0.95), fused=True)


def split_rows(batch: Batch, parts: int) -> list[Batch]:
    """The same rows in `parts` smaller batches."""
    length = batch.ids.shape[1]
    pieces = []
    for rows in np.array_split(np.arange(len(batch.ids)), min(parts, len(batch.ids))):
        first, last = rows[0], rows[-1] + 1
        here = (batch.at >= first * length) & (batch.at < last * length)
        pieces.append(
            Batch(
                batch.ids[first:last], batch.positions[first:last], batch.documents[first:last], batch.slots[first:last],
                batch.at[here] - first * length, batch.targets[here], batch.weights[here], batch.groups[here],
            )
        )
    return pieces


def accumulate(model: Narrator, batches: list[Batch], total_weight: float, dtype: torch.dtype, device: torch.device) -> torch.Tensor:
    """Adds the gradients of the mean loss over `total_weight`; returns this process's part of that mean."""
    loss = torch.zeros((), device=device)
    for batch in batches:
        if len(batch.at) == 0:
            continue
        ids, positions, documents, slots, at, targets, weights = to_device(batch, device)
        mask = attention_mask(documents, slots, dtype)
        with torch.autocast(device.type, dtype, enabled=dtype != torch.float32):
            hidden = model(ids, positions, mask)
        part = summed_loss(hidden.flatten(0, 1)[at], model.embedding.weight, targets, weights, dtype) / total_weight
        part.backward()
        loss += part.detach()
    return loss


def is_out_of_memory(error: BaseException) -> bool:
    return isinstance(error, (torch.OutOfMemoryError, MemoryError)) or "can't allocate memory" in str(error)


def step_gradients(model, batches, total_weight, dtype, device, parts: int) -> tuple[torch.Tensor, int]:
    """Loss, and in how many parts each micro-batch had to be cut to fit into memory (the step starts again, the batch stays)."""
    while True:
        try:
            pieces = [piece for batch in batches for piece in split_rows(batch, parts)]
            return accumulate(model, pieces, total_weight, dtype, device), parts
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            if parts >= max(len(batch.ids) for batch in batches):
                raise TrainingError("Out of memory with a single row; use a smaller model or context.") from error
        model.zero_grad(set_to_none=True)
        if device.type == "cuda":
            torch.cuda.empty_cache()
        parts *= 2
        print(f"out of memory: micro-batches are now cut in {parts}", flush=True)


# --- files -------------------------------------------------------------------------------------------------------------


def save_atomically(value: dict, file: Path) -> None:
    partial = file.with_name(file.name + ".partial")
    torch.save(value, partial)
    os.replace(partial, file)


def save_best(model: Narrator, folder: Path, tokenizer: Path, about: dict) -> None:
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    save_model(model.plain(), partial)
    shutil.copy(tokenizer, partial / "tokenizer.json")
    (partial / "training.json").write_text(json.dumps(about, indent=2) + "\n")
    old = folder.with_name(folder.name + ".old")
    if folder.exists():
        folder.rename(old)
    partial.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def fingerprint(config: Config, model_config: ModelConfig) -> dict:
    """What a checkpoint must agree with to be continued."""
    same = ("data", "slots", "lora", "batch_tokens", "micro_tokens", "seed", "dev_repositories")
    return {"model": asdict(model_config)} | {name: getattr(config, name) for name in same}


def restore(checkpoint: dict, expected: dict, file: Path) -> None:
    different = [name for name, value in expected.items() if checkpoint["fingerprint"].get(name) != value]
    if different:
        raise TrainingError(
            f"{file} is of another configuration (different: {', '.join(different)}); choose another --out or the same settings."
        )


# --- the run -----------------------------------------------------------------------------------------------------------


def choose_device(config: Config) -> torch.device:
    """A GPU where there is one; low-rank updates, which attend under dense masks, are trained on the CPU."""
    device = torch.device(config.device or ("cuda" if torch.cuda.is_available() and not config.lora else "cpu"))
    if device.type == "cuda" and not torch.cuda.is_available():
        raise TrainingError("There is no GPU that PyTorch can use; leave --device out to train on the CPU.")
    if device.type == "cuda" and config.lora:
        raise TrainingError("--lora trains on the CPU; leave --device out.")
    return device


def has_compiler() -> bool:
    """torch.compile builds C++, and on a GPU a little C."""
    found = os.environ.get("CXX") or any(shutil.which(name) for name in ("g++", "c++", "clang++", "cl"))
    if not found:
        print("there is no C++ compiler, so nothing is compiled: the same result, slower", flush=True)
    return bool(found)


def build_model(config: Config, vocabulary: int) -> Narrator:
    if not config.init_from:
        return Narrator(ModelConfig(**({"vocabulary": vocabulary} | config.model)))
    model = load_model(Path(config.init_from))
    if model.config.vocabulary != vocabulary:
        raise TrainingError(
            f"{config.tokenizer} has {vocabulary} tokens and the model {model.config.vocabulary}; use the tokenizer.json in {config.init_from}."
        )
    return model


def development(caches: list[Cache], form: Form, config: Config) -> dict[str, list[Batch]]:
    """Development batches by data set."""
    found = {
        cache.file.name: dev_batches(cache, replace(form, fixed_length=False), config.micro_tokens, config.eval_tokens, config.seed)
        for cache in caches
    }
    if not any(found.values()):
        raise TrainingError("No record belongs to a development repository; name one of yours, or a folder of one, with --dev-repositories.")
    return {name: batches for name, batches in found.items() if batches}


def development_loss(model: Narrator, dev: dict[str, list[Batch]], sizes: np.ndarray, dtype: torch.dtype) -> tuple[float, dict]:
    """Loss that chooses the best checkpoint (mean over the data sets with slots where there are any), and measures by data set."""
    model.eval()
    result = {name: measures(np.sum(list(score(model, batches, sizes, dtype).values()), axis=0)) for name, batches in dev.items()}
    model.train()
    with_slots = [name for name, batches in dev.items() if any((batch.groups % 1000).any() for batch in batches)]
    return float(np.mean([result[name]["loss"] for name in with_slots or dev])), result


def train(config: Config) -> dict:
    """Runs or continues a training run in `config.out`; returns the summary that is written there."""
    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    device = choose_device(config)
    if device.type == "cuda":
        device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)))
        torch.cuda.set_device(device)
        torch.set_float32_matmul_precision("high")
    else:
        keep_freed_memory()
    if world > 1:
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    dtype = getattr(torch, config.precision) if config.precision else torch.bfloat16 if device.type == "cuda" else cpu_dtype()

    out, tokenizer = Path(config.out), Path(config.tokenizer)
    out.mkdir(parents=True, exist_ok=True)
    sizes = token_bytes(tokenizer)
    model = build_model(config, len(sizes))
    context = model.config.context
    form = Form(config.slots == "independent", config.prompt_loss, context, fixed_length=device.type == "cuda")
    if world > 1 and rank > 0:
        dist.barrier()  # the first process builds the caches
    pairs = data_shares(config)
    caches = [prepare(file, tokenizer, list(config.dev_repositories), context, out.parent / "cache", config.threads) for file, _ in pairs]
    if world > 1 and rank == 0:
        dist.barrier()
    dev = development(caches, form, config)
    mixture = Mixture(caches, [share for _, share in pairs], form, config.micro_tokens, 32 * max(config.batch_tokens, config.micro_tokens), config.seed)

    if config.lora:
        model = LoraNarrator(model, config.lora)
    model.to(device).train()
    optimizer = make_optimizer(model, config, device)
    state = {"step": 0, "tokens": 0, "seconds": 0.0, "best": math.inf, "worse": 0}
    expected = fingerprint(config, model.config)
    last = out / "last.pt"
    if last.exists():
        checkpoint = torch.load(last, map_location=device, weights_only=True)
        restore(checkpoint, expected, last)
        model.load_state_dict(checkpoint["model"])
        optimizer.load_state_dict(checkpoint["optimizer"])
        mixture.state, state = checkpoint["mixture"], checkpoint["state"]
        print(f"continues after step {state['step']}", flush=True)
        trim_metrics(out / "metrics.jsonl", state["step"])
    if config.compile and not config.lora and has_compiler():
        model.compile_parts()
    if rank == 0:
        (out / "config.json").write_text(json.dumps(asdict(config), indent=2) + "\n")
        print(f"{parameter_count(model) / 1e6:.2f} M parameters, {device}, {dtype}, {world} process(es)", flush=True)

    stopping = False

    def stop(*_):
        nonlocal stopping
        stopping = True

    handlers = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    count = max(1, round(config.batch_tokens / config.micro_tokens / world)) * world
    parts, saved_at, resumed_seconds = 1, time.monotonic(), state["seconds"]
    began = logged_at = time.monotonic()
    logged_tokens, logged_learned, losses = state["tokens"], 0, []

    def save_checkpoint() -> None:
        if rank == 0:
            save_atomically(
                {"fingerprint": expected, "model": model.state_dict(), "optimizer": optimizer.state_dict(), "mixture": mixture.state, "state": state}, last
            )

    def write(row: dict) -> None:
        if rank == 0:
            with open(out / "metrics.jsonl", "a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")

    try:
        for batches in step_batches(mixture, count):
            finished = state["step"] >= config.steps or bool(config.time_budget and state["seconds"] >= config.time_budget)
            if world > 1:
                stopping = bool(shared_value(float(stopping), device))  # who alone stops leaves the others waiting
            if finished or stopping:
                break
            rate = learning_rate(config, state["step"], state["seconds"])
            for group in optimizer.param_groups:
                group["lr"] = rate
            total_weight = float(sum(batch.weights.sum() for batch in batches))
            loss, parts = step_gradients(model, batches[rank::world], total_weight, dtype, device, parts)
            if world > 1:
                dist.all_reduce(loss)
                for parameter in model.parameters():
                    if parameter.grad is not None:
                        dist.all_reduce(parameter.grad)
            norm = torch.nn.utils.clip_grad_norm_((p for p in model.parameters() if p.requires_grad), config.clip)
            require_finite(state["step"] + 1, loss.item(), norm.item(), last)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            if device.type == "cpu":
                limit_freed_memory()
            now = time.monotonic()
            state["step"] += 1
            state["tokens"] += sum(batch.tokens for batch in batches)
            state["seconds"] = resumed_seconds + now - began
            if world > 1:
                state["seconds"] = shared_value(state["seconds"], device)
            losses.append(loss.item())
            logged_learned += sum(len(batch.at) for batch in batches)
            step = state["step"]
            if step % config.log_every == 0:
                tokens, seconds = state["tokens"] - logged_tokens, now - logged_at
                speed, flops = tokens / seconds, product_flops(model.config, tokens, logged_learned) / seconds
                row = {"step": step, "loss": float(np.mean(losses)), "rate": rate, "norm": norm.item(), "tokens": state["tokens"],
                       "seconds": state["seconds"], "tokens_per_second": speed, "tflops": flops / 1e12}
                write(row)
                if rank == 0:
                    print(f"step {step}  loss {row['loss']:.4f}  rate {rate:.2e}  {speed:,.0f} tokens/s  {flops / 1e12:.3g} TFLOP/s", flush=True)
                logged_at, logged_tokens, logged_learned, losses = now, state["tokens"], 0, []
            if step % config.eval_every == 0 or step == config.steps:
                paused = time.monotonic()
                stopping = evaluate_and_keep(model, dev, sizes, dtype, config, state, write, rank) or stopping
                logged_at += time.monotonic() - paused
            if time.monotonic() - saved_at > 60 * config.checkpoint_minutes:
                save_checkpoint()
                saved_at = time.monotonic()
        if state["step"] % config.eval_every and state["step"] != config.steps:
            evaluate_and_keep(model, dev, sizes, dtype, config, state, write, rank)
        save_checkpoint()
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    summary = state | {"parameters": parameter_count(model)}
    if rank == 0:
        plot_metrics(out)
        (out / "summary.json").write_text(json.dumps(summary, indent=2) + "\n")
    if world > 1:
        dist.destroy_process_group()
    return summary


def step_batches(mixture: Mixture, count: int) -> Iterator[list[Batch]]:
    stream = iter(mixture)
    while True:
        yield list(islice(stream, count))


def evaluate_and_keep(model, dev, sizes, dtype, config: Config, state: dict, write, rank: int) -> bool:
    """Measures the development loss and keeps the model when it is the best so far; True when patience is at its end."""
    loss, result = development_loss(model, dev, sizes, dtype)
    write({"step": state["step"], "tokens": state["tokens"], "seconds": state["seconds"], "dev_loss": loss, "dev": result})
    better = loss < state["best"]
    state["worse"] = 0 if better else state["worse"] + 1
    state["best"] = min(loss, state["best"])
    if rank == 0:
        print(f"step {state['step']}  development loss {loss:.4f}" + ("  (best)" if better else ""), flush=True)
        if better:
            save_best(model, Path(config.out) / "best", Path(config.tokenizer), {"state": state, "dev": result, "config": asdict(config)})
        plot_metrics(Path(config.out))
    return bool(config.patience) and state["worse"] >= config.patience


def shared_value(value: float, device: torch.device) -> float:
    """The first process's `value`, so that all take the same decisions."""
    tensor = torch.tensor(value, dtype=torch.float64, device=device)
    dist.broadcast(tensor, 0)
    return tensor.item()


def trim_metrics(file: Path, step: int) -> None:
    """Drops rows that a killed run wrote after its last checkpoint."""
    if file.exists():
        rows = [line for line in file.read_text().splitlines() if json.loads(line)["step"] <= step]
        file.write_text("".join(row + "\n" for row in rows))


def require_finite(step: int, loss: float, norm: float, last: Path) -> None:
    if not math.isfinite(loss + norm):
        raise TrainingError(
            f"Step {step}: the loss is {loss} and the gradient {norm}. Nothing of this step was kept; "
            f"lower --learning-rate and start again, it goes on from {last}."
        )


def keep_freed_memory() -> None:
    """Tells glibc to keep what is freed: fresh pages for every large tensor cost more than the products themselves."""
    try:
        libc = ctypes.CDLL(None)
        libc.mallopt(-4, 0)  # M_MMAP_MAX
        libc.mallopt(-1, 2**31 - 1)  # M_TRIM_THRESHOLD
    except (OSError, AttributeError):
        pass  # not glibc: slower, not wrong


def limit_freed_memory() -> None:
    """Gives freed memory back when the holes that rows of many lengths leave in the heap have grown too large."""
    statistics = Path("/proc/self/statm")
    if statistics.exists() and int(statistics.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") > RESIDENT_LIMIT:
        ctypes.CDLL(None).malloc_trim(0)


if __name__ == "__main__":
    try:
        train(parse_config(sys.argv[1:]))
    except (TrainingError, DataError) as error:
        sys.exit(f"train.py: {error}")

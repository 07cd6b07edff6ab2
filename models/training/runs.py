"""A training run in a folder of its own: it goes on where it stopped, writes what it measures and keeps the best."""

import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from encoder import write_json
from evaluate import cpu_dtype
from pairs import load_pairs
from train import TrainingError, keep_freed_memory, limit_freed_memory, require_finite


@dataclass(frozen=True)
class RunConfig:
    """Settings of every run; a program's own ones, and other defaults, are in its `Config`."""

    data: tuple[str, ...] = ()
    tokenizer: str = ""
    out: str = ""
    dev_repositories: tuple[str, ...] = ()
    dev_per_repository: int = 1000
    neighbours: int = 3  # by BM25 in the repository of a function
    query_tokens: int = 48
    code_tokens: int = 128
    context_share: float = 0.5  # of functions that are shown with the names of their file and class
    docs_share: float = 0.3  # of functions that are shown with the rest of their docstring
    batch: int = 128  # descriptions
    micro_batch: int = 32  # texts at one time
    learning_rate: float = 1e-4
    warmup_steps: int = 40
    weight_decay: float = 0.01
    clip: float = 1.0
    steps: int = 1000
    time_budget: float = 0  # seconds of training, all restarts together; the rate falls to 0 within it. 0: no limit
    eval_every: int = 100
    checkpoint_minutes: float = 5
    log_every: int = 10
    threads: int = 1
    seed: int = 1
    device: str = ""
    precision: str = ""


def begin(config: RunConfig) -> tuple[torch.device, list[dict], list[dict]]:
    """Sets up PyTorch and the folder of a run; returns the device and the pairs to train on and to measure with."""
    device = torch.device(config.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    if device.type == "cpu":
        keep_freed_memory()
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    Path(config.out).mkdir(parents=True, exist_ok=True)
    pairs, dev = load_pairs([Path(file) for file in config.data], list(config.dev_repositories), config.dev_per_repository)
    return device, pairs, dev


def number_type(config: RunConfig, device: torch.device) -> torch.dtype:
    """What the products are computed in."""
    return getattr(torch, config.precision) if config.precision else torch.bfloat16 if device.type == "cuda" else cpu_dtype()


def rate(config: RunConfig, step: int, seconds: float) -> float:
    """Linear warm-up, then linear decay to 0 by steps or by time, whichever ends first."""
    progress = max(step / max(1, config.steps), seconds / config.time_budget if config.time_budget else 0)
    return config.learning_rate * min(1.0, (step + 1) / max(1, config.warmup_steps)) * max(0.0, 1 - progress)


def keep_best(folder: Path, about: dict, tokenizer: str, save: Callable[[Path], None]) -> None:
    """Writes a model's folder whole or not at all."""
    partial = folder.with_name("best.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    save(partial)
    shutil.copy(tokenizer, partial / "tokenizer.json")
    write_json(partial / "training.json", about)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)


def run_training(
    config: RunConfig,
    fingerprint: tuple[str, ...],
    model: nn.Module,
    device: torch.device,
    batches: Callable[[int], Iterable],
    gradients: Callable[[object, int, int], float],
    measure: Callable[[], dict],
    save: Callable[[Path], None],
) -> tuple[dict, bool]:
    """Trains `model` or goes on training it; returns the state and whether it was told to stop.

    A run that goes on must agree in the settings that `fingerprint` names. `batches(epoch)` gives the same batches each time;
    `gradients(batch, epoch, position)` adds the gradients of one and returns its loss; `measure()` has `mrr`, by which the best is kept.
    """
    out = Path(config.out)
    optimizer = torch.optim.AdamW(model.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay, fused=True)
    state = {"step": 0, "epoch": 0, "batch": 0, "seconds": 0.0, "best": 0.0}
    settings = {name: getattr(config, name) for name in fingerprint}
    last = out / "last.pt"
    if last.exists():
        checkpoint = torch.load(last, map_location=device, weights_only=True)
        different = [name for name, value in settings.items() if checkpoint["fingerprint"].get(name) != value]
        if different:
            raise TrainingError(f"{last} is of another configuration (different: {', '.join(different)}); choose another --out or the same settings.")
        model.load_state_dict(checkpoint["model"])
        optimizer.load_state_dict(checkpoint["optimizer"])
        state = checkpoint["state"]
        print(f"continues after step {state['step']}", flush=True)
    write_json(out / "config.json", asdict(config))

    def write(row: dict) -> None:
        print(json.dumps({name: round(value, 5) for name, value in row.items()}), flush=True)
        with open(out / "metrics.jsonl", "a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")

    def evaluate() -> None:
        result = measure()
        write({"step": state["step"], "seconds": state["seconds"]} | {f"dev_{name}": value for name, value in result.items()})
        if result["mrr"] > state["best"]:
            state["best"] = result["mrr"]
            keep_best(out / "best", {"step": state["step"], "dev": result, "config": asdict(config)}, config.tokenizer, save)

    def checkpoint_now() -> None:
        partial = last.with_name("last.pt.partial")
        torch.save({"fingerprint": settings, "model": model.state_dict(), "optimizer": optimizer.state_dict(), "state": state}, partial)
        os.replace(partial, last)

    stopping = []
    handlers = {number: signal.signal(number, lambda *_: stopping.append(True)) for number in (signal.SIGTERM, signal.SIGINT)}
    if state["step"] == 0:
        evaluate()
    saved, before, began, losses = time.monotonic(), state["seconds"], time.monotonic(), []

    def over() -> bool:
        return bool(stopping) or state["step"] >= config.steps or bool(config.time_budget and state["seconds"] >= config.time_budget)

    while not over():
        position = -1
        for position, batch in enumerate(batches(state["epoch"])):
            if position < state["batch"]:
                continue
            if over():
                break
            for group in optimizer.param_groups:
                group["lr"] = rate(config, state["step"], state["seconds"])
            loss = gradients(batch, state["epoch"], position)
            norm = nn.utils.clip_grad_norm_(model.parameters(), config.clip)
            require_finite(state["step"] + 1, loss, norm.item(), last)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            if device.type == "cpu":
                limit_freed_memory()
            state["step"] += 1
            state["batch"] = position + 1
            state["seconds"] = before + time.monotonic() - began
            losses.append(loss)
            if state["step"] % config.log_every == 0:
                write({"step": state["step"], "loss": float(np.mean(losses)), "rate": optimizer.param_groups[0]["lr"], "seconds": state["seconds"]})
                losses = []
            if state["step"] % config.eval_every == 0:
                evaluate()
            if time.monotonic() - saved > 60 * config.checkpoint_minutes:
                checkpoint_now()
                saved = time.monotonic()
        else:
            if position < 0:
                raise TrainingError(f"The data do not fill a batch of {config.batch}; give more data or a smaller --batch.")
            state["epoch"], state["batch"] = state["epoch"] + 1, 0
    if state["step"] % config.eval_every:
        evaluate()
    if config.steps:
        checkpoint_now()
    for number, handler in handlers.items():
        signal.signal(number, handler)
    return state, bool(stopping)

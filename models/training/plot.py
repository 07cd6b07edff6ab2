"""Draws metrics.jsonl of a run: loss, learning rate, speed."""

import json
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def plot_metrics(run: Path) -> None:
    """Writes plot.png beside metrics.jsonl."""
    file = run / "metrics.jsonl"
    if not file.exists():
        return
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    steps = [row for row in rows if "loss" in row]
    evaluations = [row for row in rows if "dev_loss" in row]
    figure, (loss, rate, speed) = plt.subplots(3, 1, figsize=(8, 9), sharex=True, height_ratios=(3, 1, 1))
    loss.plot([row["tokens"] for row in steps], [row["loss"] for row in steps], linewidth=0.8, label="training (prompt tokens included)")
    for name in evaluations[-1]["dev"] if evaluations else ():
        loss.plot([row["tokens"] for row in evaluations], [row["dev"][name]["loss"] for row in evaluations], marker=".", label=f"development, {name}")
    loss.set_ylabel("nats a token")
    loss.legend()
    rate.plot([row["tokens"] for row in steps], [row["rate"] for row in steps])
    rate.set_ylabel("learning rate")
    speed.plot([row["tokens"] for row in steps], [row["tokens_per_second"] for row in steps])
    speed.set_ylabel("tokens/s")
    speed.set_xlabel("tokens")
    figure.tight_layout()
    figure.savefig(run / "plot.png", dpi=110)
    plt.close(figure)

"""Draws metrics.jsonl of a run: loss, learning rate, speed; and the phases of the CodePatch model beside each other."""

import argparse
import json
from itertools import cycle
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


COLUMNS = {"loss": "loss", "bleu": "BLEU", "rouge_l": "ROUGE-L", "kind_right": "kind right", "precision": "precision", "recall": "recall", "f1": "F1", "exact": "all right"}


def compare_phases(runs: list[Path], out: Path) -> None:
    """Writes phases.json, phases.md and phases.svg of finished runs of patches.py, each under the name of its folder."""
    summaries = {run.name.replace("-", " "): json.loads((run / "summary.json").read_text()) for run in runs}
    out.mkdir(parents=True, exist_ok=True)
    (out / "phases.json").write_text(json.dumps(summaries, indent=1) + "\n")
    parts = []
    for split in next(iter(summaries.values()))["scores"]:
        others: dict[str, dict] = {}
        for summary in summaries.values():
            others = summary["baselines"][split] | others
        named = {name: summary["scores"][split] for name, summary in summaries.items()} | others
        n = next(iter(others.values()))["n"]
        parts += [f"{split}, {n} drawings", "", f"| | {' | '.join(COLUMNS.values())} |", f"| --- |{' ---: |' * len(COLUMNS)}"]
        parts += [f"| {name} | {' | '.join('–' if scores.get(column) is None else f'{scores[column]:.3f}' for column in COLUMNS)} |" for name, scores in named.items()]
        parts.append("")
    (out / "phases.md").write_text("\n".join(parts))
    figure, axes = plt.subplots(figsize=(7.5, 4.2))
    for run, name, marker in zip(runs, summaries, cycle(".s^vDP*xoX")):
        rows = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
        evaluations = [row for row in rows if "dev_loss" in row]
        (line,) = axes.plot([row["seconds"] for row in evaluations], [row["dev_loss"] for row in evaluations], marker=marker, markersize=4, label=name)
        best = min(evaluations, key=lambda row: row["dev_loss"])
        axes.plot(best["seconds"], best["dev_loss"], "o", markersize=10, markerfacecolor="none", color=line.get_color())
    axes.set_yscale("log", base=2)
    axes.yaxis.set_major_formatter("{x:g}")
    axes.set_xlabel("seconds of one core in this phase (circle: the kept model)")
    axes.set_ylabel("validation loss, nats a token")
    axes.legend(fontsize=8)
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(out / "phases.svg", metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Compares finished runs of patches.py: phases.json, phases.md, phases.svg.")
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    compare_phases(options.runs, options.out)

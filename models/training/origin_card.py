"""Puts what was measured into models/origin: the manifest's scores and the tables of the card, between its `<!-- begin NAME -->` and `<!-- end NAME -->`.

    codepatch eval origin held-out.jsonl.gz --json > held-out.json
    codepatch eval origin val.jsonl.gz --json > val.json
    python origin_card.py "held-out repositories=held-out.json" "in domain=val.json" --report report.json [--family family.json] [--ablation ablation.json] [--out ../origin]

The first evaluation is the one whose figures the manifest states. Nothing else writes them, so card and manifest cannot disagree.
"""

import argparse
import json
import re
from pathlib import Path

ROWS = [
    "AUROC", "macro-F1", "recall", "false positives", "recall at 1 % false positives", "calibration error (ECE)",
    "calibration error where half are AI", "share scored", "AUROC renamed", "recall renamed", "false positives renamed", "AUROC reformatted",
    "recall reformatted", "false positives reformatted",
]
STATED = {"AUROC": "AUROC", "recall": "recall", "false positives": "false positives", "calibration error (ECE)": "calibration error"}


def interval(measure):
    return f"{measure['value']:.3f} [{measure['low']:.3f}, {measure['high']:.3f}]" if measure else "–"


def table(head, rows):
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])


def thresholds(calibration):
    rows = [
        [language, "not judged" if one["threshold"] is None else f"{one['threshold']:.2f}", str(one["functions"]), str(one["repositories"])]
        for language, one in calibration["languages"].items()
    ]
    return table(["language", "threshold", "functions of people", "repositories"], rows)


def measured(evaluations):
    rows = [["examples", *(str(each["n"]) for each in evaluations.values())]]
    rows += [[name, *(interval(each["metrics"].get(name)) for each in evaluations.values())] for name in ROWS]
    for baseline, measures in next(iter(evaluations.values()))["baselines"].items():
        rows += [[f"*{baseline}*: {name}", *(interval(each["baselines"][baseline].get(name)) for each in evaluations.values())] for name in measures]
    return table(["", *evaluations], rows)


def by_language(evaluation):
    found = {}
    for name, measure in evaluation["metrics"].items():
        if match := re.fullmatch(r"(false positives|recall), (\w+)", name):
            found.setdefault(match[2], {})[match[1]] = f"{measure['value']:.4f}"
    rows = [[what, *(one.get(what, "–") for one in found.values())] for what in ("false positives", "recall")]
    return table(["", *found], rows)


def told(report):
    """Of all held-out repositories: what share of people's functions score as high as what people are told, and the calibration error."""
    shares = [0.05, 0.01, 0.005]
    head = ["language", "functions of people", *(f"told 1 in {round(1 / share)}" for share in shares), "functions of agents", "calibration error where half are AI"]
    rows = [
        [
            language, str(one["people"]), *(f"{100 * one['told'][str(share)]:.2f} %" if one["told"] else "–" for share in shares),
            str(one["AI"]), f"{one['ECE, half of each']:.3f}" if one["AI"] >= 25 else "–",
        ]
        for language, one in report["held out"]["languages"].items()
    ]
    return table(head, rows)


def by_repository(report):
    groups = report["held out"]["groups"].items()
    people = [f"{name.split()[2]} ({name.split()[1]}) {share} of {n}" for name, (share, n) in groups if name.startswith("people") and share > 0.01]
    agents = [f"{name.split()[2]} ({name.split()[1]}) {share:.3f} of {n}" for name, (share, n) in groups if name.startswith("agents")]
    return f"Single repositories of people above 1 %: {', '.join(people) or 'none'}.\n\nAgents' functions found: {', '.join(agents)}.".replace("+", "/")


def listed(repositories):
    return ", ".join(repositories).replace("+", "/") + "."


def families(result):
    rows = [
        [name, *(str(one[key]) if one[key] is not None else "–" for key in ("families", "n", "macro-F1", "accuracy", "majority", "shown", "accuracy of shown"))]
        for name, one in result.items()
        if isinstance(one, dict) and "macro-F1" in one
    ]
    return table(["", "families", "n", "macro-F1", "accuracy", "majority", "confidence of 0.9 or more", "accuracy of these"], rows)


def ablation(result):
    """AUROC and recall at 1 % false positives of each line, with intervals."""
    def cell(each):
        return "; ".join(f"{value:.3f} [{low:.3f}, {high:.3f}]" for value, low, high in (each["AUROC"], each["recall at 1 %"]))

    return table(["", "held out", "in domain"], [[name, cell(parts["held out"]), cell(parts["in domain"])] for name, parts in result["lines"].items()])


def replace(text, name, content):
    pattern = re.compile(rf"(<!-- begin {name} -->\n).*?(\n<!-- end {name} -->)", re.S)
    return pattern.sub(lambda match: match[1] + content + match[2], text)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("evaluations", nargs="+", metavar="NAME=FILE")
    arguments.add_argument("--report", required=True)
    arguments.add_argument("--family")
    arguments.add_argument("--ablation")
    arguments.add_argument("--out", default="../origin")
    arguments = arguments.parse_args()
    out = Path(arguments.out)
    named = (each.split("=", 1) for each in arguments.evaluations)
    evaluations = {name: json.loads(Path(file).read_text()) for name, file in named}
    report = json.loads(Path(arguments.report).read_text())
    first, evaluation = next(iter(evaluations.items()))
    manifest = json.loads((out / "manifest.json").read_text())
    manifest["scores"] = {STATED[name]: {"value": round(evaluation["metrics"][name]["value"], 4), "on": first} for name in STATED}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    parts = {
        "thresholds": thresholds(json.loads((out / manifest["calibration"]).read_text())),
        "measured": measured(evaluations),
        "languages": by_language(evaluation),
        "told": told(report),
        "repositories": by_repository(report),
        "data": listed(report["repositories"]) + f" Only thresholds rest on people of {listed(report['for thresholds only'])}",
    }
    if arguments.family:
        parts["families"] = families(json.loads(Path(arguments.family).read_text()))
    if arguments.ablation:
        parts["ablation"] = ablation(json.loads(Path(arguments.ablation).read_text()))
    card = (out / "README.md").read_text()
    for name, content in parts.items():
        card = replace(card, name, content)
    (out / "README.md").write_text(card)


if __name__ == "__main__":
    main()

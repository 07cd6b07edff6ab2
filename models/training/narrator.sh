#!/usr/bin/env bash
# Every step of the narrator, from data sets to the folder that the extension loads:
#
#     ./narrator.sh PRESET DATA OUT [SECONDS]
#
# DATA holds pretrain.jsonl.gz, docstring.jsonl.gz and commit.jsonl.gz of `codepatch dataset`, development repositories included.
# `tiny` is the dry run, minutes on any CPU; SECONDS is the time of each of the two trainings. Started again, it goes on where it was.
set -euo pipefail
preset=$1 data=$(realpath "$2") out=$(realpath -m "$3")
variants=(int8 int4 fp16) # the first is what the extension uses
case $preset in
  tiny) seconds=${4:-60} ;;
  cpu) seconds=${4:-7200} variants=(int8 int4) ;;
  base) seconds=${4:-540} variants=(int4) ;;
  *) echo "narrator.sh: the presets are tiny, cpu and base" >&2 && exit 2 ;;
esac
cd "$(dirname "$0")"
mkdir -p "$out"
recipe=recipes/narrator.toml
threads=$(nproc)

[ -e "$out/tokenizer.json" ] || python tokenizer.py --data "$data"/{pretrain,docstring,commit}.jsonl.gz --out "$out/tokenizer.json"
python train.py $recipe --preset "$preset" --tokenizer "$out/tokenizer.json" --data "$data/pretrain.jsonl.gz" \
  --out "$out/pretrain" --time-budget "$seconds" --threads "$threads"
python train.py $recipe --preset "$preset" --tokenizer "$out/tokenizer.json" --init-from "$out/pretrain/best" \
  --data "$data/docstring.jsonl.gz:0.5" "$data/commit.jsonl.gz:0.4" "$data/pretrain.jsonl.gz:0.1" --learning-rate 1e-3 \
  --out "$out/cocktail" --time-budget "$seconds" --threads "$threads"
python evaluate.py "$out/cocktail/best" --data "$data/docstring.jsonl.gz" "$data/commit.jsonl.gz" --recipe $recipe \
  --threads "$threads" --cache "$out/cache"
python export.py "$out/cocktail/best" --data "$data/docstring.jsonl.gz" --recipe $recipe --name narrator --out "$out/narrator" \
  --variants "${variants[@]}" --cache "$out/cache"

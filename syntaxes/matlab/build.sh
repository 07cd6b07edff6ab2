#!/bin/sh
# Makes ../tree-sitter-matlab.wasm and records what it was made of. Needs the tree-sitter generator (the crate tree-sitter-cli
# 0.25.10) and Debian's clang, lld and wasi-libc.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

tree-sitter generate --output "$work"
for part in "$work/parser.c" scanner.c; do
  clang --target=wasm32-unknown-emscripten -fPIC -Os -fvisibility=hidden -nostdlibinc -D__wasi__ \
    -isystem /usr/include/wasm32-wasi -I "$work" -c "$part" -o "$work/$(basename "$part").o"
done
wasm-ld -shared --experimental-pic --no-entry --allow-undefined --strip-all \
  --export=tree_sitter_matlab --export-if-defined=__wasm_call_ctors \
  "$work"/*.o -o "$work/matlab.wasm"
mv "$work/matlab.wasm" ../tree-sitter-matlab.wasm
sha256sum grammar.js scanner.c ../tree-sitter-matlab.wasm > checksums.txt

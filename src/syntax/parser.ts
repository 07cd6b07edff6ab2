import path from "node:path";
import { setImmediate as nextTick } from "node:timers/promises";
import { Language as Grammar, type Node, Parser, type Tree, type TreeCursor } from "web-tree-sitter";
import { throwIfAborted } from "../base/errors.js";

export type { Node as SyntaxNode, Tree as SyntaxTree } from "web-tree-sitter";
export type SyntaxCursor = TreeCursor;

/** Where the WebAssembly files lie. */
export interface GrammarSource {
  /** Path of `tree-sitter.wasm`. */
  readonly runtime: string;
  /** Path of the grammar called `name`. */
  grammar(name: string): string;
}

/** The layout of `dist/`: `tree-sitter.wasm` and `grammars/tree-sitter-NAME.wasm`. */
export const bundledGrammars = (folder: string): GrammarSource => ({
  runtime: path.join(folder, "tree-sitter.wasm"),
  grammar: (name) => path.join(folder, "grammars", `tree-sitter-${name}.wasm`),
});

export interface ParseOptions {
  /** The tree of an earlier text, already told of the edit (`Tree.edit`). */
  readonly oldTree?: Tree;
  readonly signal?: AbortSignal;
}

/** The part of a language that parsing needs. */
export interface ParseTarget {
  readonly grammar: string;
  textToParse?(text: string): string;
}

/** Parses text; grammars are loaded when first needed. */
export interface SyntaxParser {
  /**
   * The tree of `text`. Offsets are UTF-16 code units, columns too. A long parse gives way to other work now and
   * then and stops when `signal` is aborted. The caller owns the tree: `tree.delete()` frees it.
   */
  parse(text: string, language: ParseTarget, options?: ParseOptions): Promise<Tree>;
}

const neverAborted = new AbortController().signal;

/** `firstTry`: milliseconds after which a parse gives way for the first time. */
export function createParser(source: GrammarSource, firstTry = 50): SyntaxParser {
  const grammars = new Map<string, Promise<Grammar>>();

  const load = (name: string): Promise<Grammar> => {
    const known = grammars.get(name);
    if (known) return known;
    const loading = startRuntime(source.runtime).then(() => Grammar.load(source.grammar(name)));
    grammars.set(name, loading);
    loading.catch(() => grammars.delete(name));
    return loading;
  };

  return {
    async parse(text, language, { oldTree, signal = neverAborted } = {}) {
      const loaded = await load(language.grammar);
      throwIfAborted(signal);
      return parseInTime(loaded, language.textToParse?.(text) ?? text, oldTree, firstTry, signal);
    },
  };
}

/**
 * A parse that takes longer than its time is given up, so that other work and a cancellation get their turn, and begun anew
 * with twice the time. It is never resumed: a parse that web-tree-sitter 0.25 resumes now and then gives another tree.
 */
async function parseInTime(
  grammar: Grammar,
  text: string,
  oldTree: Tree | undefined,
  firstTry: number,
  signal: AbortSignal,
): Promise<Tree> {
  for (let milliseconds = firstTry; ; milliseconds *= 2) {
    const parser = new Parser();
    try {
      parser.setLanguage(grammar);
      const deadline = performance.now() + milliseconds;
      const tree = parser.parse(text, oldTree ?? null, {
        progressCallback: () => performance.now() > deadline,
      });
      if (tree) return tree;
    } finally {
      parser.delete();
    }
    await nextTick();
    throwIfAborted(signal);
  }
}

let runtime: Promise<void> | undefined;

/** The WebAssembly runtime is one for the process, whoever starts it first. */
function startRuntime(file: string): Promise<void> {
  const options: RuntimeOptions = { locateFile: () => file };
  runtime ??= Parser.init(options).then(
    () => quicken(options),
    (error: unknown) => {
      runtime = undefined;
      throw error;
    },
  );
  return runtime;
}

/** What the runtime is given, and makes its own. */
interface RuntimeOptions {
  locateFile(): string;
  HEAP32?: Int32Array;
  setValue?(address: number, value: number, type: string): void;
  getValue?(address: number, type: string): number;
}

/**
 * Each step through a tree reads and writes a dozen words of the runtime's memory, by functions that first find out which type is meant
 * and in which order of bytes. For words these do the same, and reading a file takes a quarter less time.
 */
function quicken(runtime: RuntimeOptions): void {
  const { setValue, getValue, HEAP32 } = runtime;
  if (!setValue || !getValue || !HEAP32 || new Int8Array(new Int32Array([1]).buffer)[0] !== 1) return;
  // The memory moves as it grows.
  runtime.setValue = (address, value, type) => {
    if (type === "i32" && runtime.HEAP32) runtime.HEAP32[address >> 2] = value;
    else setValue(address, value, type);
  };
  runtime.getValue = (address, type) =>
    (type === "i32" ? runtime.HEAP32?.[address >> 2] : undefined) ?? getValue(address, type);
}

/**
 * Calls `visit` for the nodes of `types` in `root`, itself included, in source order and without recursion; what is below
 * a node is left out where it returns false.
 */
export function walk(root: Node, types: ReadonlySet<string>, visit: (node: Node) => boolean): void {
  const cursor = root.walk();
  try {
    for (;;) {
      const descends = !types.has(cursor.nodeType) || visit(cursor.currentNode);
      if (descends && cursor.gotoFirstChild()) continue;
      while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return;
    }
  } finally {
    cursor.delete();
  }
}

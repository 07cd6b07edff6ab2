import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";
import { parser } from "../syntax/support.js";

const require = createRequire(import.meta.url);
const root = path.join(import.meta.dirname, "../..");
const file = path.join(root, "syntaxes/matlab.tmLanguage.json");
let grammar: textmate.IGrammar;

beforeAll(async () => {
  const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(new Uint8Array(wasm).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => oniguruma.createOnigScanner(patterns),
      createOnigString: (text) => oniguruma.createOnigString(text),
    }),
    loadGrammar: () => Promise.resolve(textmate.parseRawGrammar(readFileSync(file, "utf8"), file)),
  });
  const loaded = await registry.loadGrammar("source.matlab");
  if (!loaded) throw new Error("the grammar cannot be read");
  grammar = loaded;
});

interface Coloured {
  readonly text: string;
  readonly scope: string;
}

/** Each token with its innermost scope, without `.matlab`. */
function colours(text: string): Coloured[] {
  const tokens: Coloured[] = [];
  let state: textmate.StateStack = textmate.INITIAL;
  for (const line of text.split("\n")) {
    const { tokens: found, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of found)
      tokens.push({
        text: line.slice(startIndex, endIndex),
        scope: (scopes.at(-1) ?? "").replace(/\.matlab$/, ""),
      });
  }
  return tokens;
}

test.each([
  ["x = a' + 'b';", "'", "keyword.operator.transpose"],
  ["x = a' + 'b';", "b", "string.quoted.single"],
  ["case'a'", "a", "string.quoted.single"],
  ["c = {'a', \"b\"};", "b", "string.quoted.double"],
  ["hold on", "on", "string.unquoted.argument"],
  ["close all;", "close", "entity.name.function.command"],
  ["x = y(end);", "end", "constant.language.end"],
  ["if a, end", "end", "keyword.control"],
  ["function [y, z] = f(x, n)", "f", "entity.name.function"],
  ["function [y, z] = f(x, n)", "n", "variable.parameter"],
  ["function [y, z] = f(x, n)", "z", "variable.parameter.output"],
  ["classdef Gauge < handle", "handle", "entity.other.inherited-class"],
  ["  properties (Access = private)", "properties", "keyword.control.section"],
  ["properties = 3;", "3", "constant.numeric"],
  ["f = @(x) x.^2;", "@", "storage.type.function"],
  ["%% Levels", " Levels", "entity.name.section"],
  ["x = [1, ... one", " one", "comment.line.continuation"],
  ["plot(t, y, LineWidth=2)", "LineWidth", "variable.parameter"],
  ["sprintf('%5.2f m')", "%5.2f", "constant.other.placeholder"],
  ["y = 1./x;", "1", "constant.numeric"],
  ["global level", "global", "storage.modifier"],
  ["  width (1,1) double {mustBePositive} = 6", "double", "support.type"],
])("in %j, %j is %s", (line, word, scope) => {
  expect(
    colours(line)
      .filter(({ text }) => text === word)
      .map((token) => token.scope),
  ).toContain(scope);
});

describe("comments and strings are where the parser sees them", () => {
  const samples = ["samples/plots", "test/fixtures/syntax/matlab"]
    .flatMap((folder) => readdirSync(path.join(root, folder)).map((name) => path.join(root, folder, name)))
    .filter((name) => name.endsWith(".m"));
  test.each(samples.map((name) => [path.basename(name), readFileSync(name, "utf8")]))(
    "%s",
    async (_, text) => {
      const tree = await parser.parse(text, { grammar: "matlab" });
      const marks = [...text].map(() => " ");
      for (const node of tree.rootNode.descendantsOfType([
        "comment",
        "block_comment",
        "string",
        "double_quoted_string",
      ]))
        if (node) marks.fill(node.type.endsWith("comment") ? "c" : "s", node.startIndex, node.endIndex);
      tree.delete();
      let state: textmate.StateStack = textmate.INITIAL;
      const seen = text.split("\n").map((line) => {
        const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
        state = ruleStack;
        return tokens
          .map(({ startIndex, endIndex, scopes }) => {
            const scope = scopes.join(" ");
            const mark = /comment\.(?:line\.(?:double-)?percentage|block)/.test(scope)
              ? "c"
              : /string\.quoted/.test(scope)
                ? "s"
                : " ";
            return mark.repeat(Math.min(endIndex, line.length) - startIndex);
          })
          .join("");
      });
      const expected = marks.map((mark, i) => (text[i] === "\n" ? "\n" : mark)).join("");
      expect(seen.join("\n")).toBe(expected);
    },
  );
});

import { describe, expect, test } from "vitest";
import { parseAndVerify } from "../../src/syntax/verify.js";
import { functionOf, language, parser, patchesOf } from "./support.js";

test("arguments blocks declare types, defaults and named arguments", async () => {
  const { signature } = await functionOf(
    "matlab",
    `function [y, varargout] = f(x, n, options, varargin)
  arguments
    x (1,:) double {mustBeFinite}
    n = 3
    options.Width (1,1) double = 2
    options.?Line
  end
  arguments (Output), y, end
  y = x;
end`,
  );
  expect(signature.parameters).toEqual([
    { name: "x", kind: "positional", type: "(1,:) double" },
    { name: "n", kind: "positional", default: "3" },
    { name: "Width", kind: "keyword-only", type: "(1,1) double", default: "2" },
    { name: "varargin", kind: "variadic" },
  ]);
  expect(signature.outputs).toEqual(["y", "varargout"]);
});

test("defaults that the body gives", async () => {
  const { signature } = await functionOf(
    "matlab",
    `function f(a, b, c, d, ~)
if nargin < 2, b = 1e-6; end
if ~exist('c', 'var') || isempty(c)
  c = 'linear';
end
if nargin < 4
  d = ones(a);
  other = 3;
end`,
  );
  expect(signature.parameters.map(({ name, default: value }) => [name, value])).toEqual([
    ["a", undefined],
    ["b", "1e-6"],
    ["c", "'linear'"],
    ["d", "ones(a)"],
  ]);
});

test("errors that have an identifier", async () => {
  const { signature } = await functionOf(
    "matlab",
    `function f(n)
if n < 0, error('gauge:negative', 'n is %d', n); end
if n > 9
  throw(MException('gauge:large', 'too large'))
end
error('only a message');
error('with: colon %d', n);
error(message('gauge:catalogue'));
try
  error('gauge:caught', 'x');
catch
end
try
  error('gauge:again', 'x');
catch err
  rethrow(err);
end
g = @() error('gauge:later', 'x');
end`,
  );
  expect(signature.raises).toEqual([
    { type: "gauge:negative", condition: "n < 0" },
    { type: "gauge:large", condition: "n > 9" },
    { type: "gauge:again" },
  ]);
});

describe("help text", () => {
  const helpIn = async (text: string): Promise<string | undefined> => {
    const { functions } = await patchesOf("matlab", text);
    return functions.at(-1)?.docstring?.raw;
  };
  test.each([
    [
      "under the header",
      "function f(x) % a trailing remark\n% F Does.\n%  More.\n\n% no\nx = 1;",
      "% F Does.\n%  More.",
    ],
    ["in a block comment", "function f\n%{\nDoes.\n%}\nx = 1;\nend", "%{\nDoes.\n%}"],
    ["behind a directive", "function f\n%#codegen\n% Does.\nx = 1;\nend", "% Does."],
    ["above a function", "x = 1;\n% Does.\nfunction f\ny = 2;\nend", "% Does."],
    [
      "above where functions have no end",
      "function g\ny = 1; % no\n% Does.\n% More.\nfunction f\nz = 2;",
      "% Does.\n% More.",
    ],
    ["first in the file", "% F Does.\n\n% Copyright 2020\n\nfunction f\nx = 1;", "% F Does."],
    [
      "first in the file, with the class",
      "%Arm.F Does.\n\n% Copyright 2020\n\nfunction f\nx = 1;",
      "%Arm.F Does.",
    ],
    ["before arguments", "function f(x)\n  % Does.\n  arguments\n    x\n  end\nend", "% Does."],
  ])("%s", async (_where, text, expected) => {
    expect(await helpIn(text)).toBe(expected);
  });
  test.each([
    ["a licence", "function f\n% Copyright 2020\nx = 1;\nend"],
    ["a line", "function f\n% ------\nx = 1;\nend"],
    ["a banner", "function f\n% INPUTS =====\nx = 1;\nend"],
    ["a comment after a blank line", "function f\n\n% set up\nx = 1;\nend"],
    ["the title of a section", "x = 1;\n%% Local functions\nfunction f\ny = 1;\nend"],
    ["code that was commented out", "function f\n% x = 2;\nx = 1;\nend"],
    ["a comment after code", "x = 1; % one\nfunction f\ny = 1;\nend"],
  ])("%s is none", async (_what, text) => {
    expect(await helpIn(text)).toBeUndefined();
  });
});

test("who sees a function", async () => {
  const { functions } = await patchesOf("matlab", "function f\nend\nfunction g\nend");
  expect(functions.map(({ isPublic }) => isPublic)).toEqual([true, false]);
  const script = await patchesOf("matlab", "x = f;\nfunction f\nend");
  expect(script.functions.map(({ isPublic }) => isPublic)).toEqual([false]);
});

describe("what an edit of comments may change", () => {
  const matlab = language("matlab");
  test.each([
    ["x = 1;\n", "% one\nx = 1; % two\n%{\nthree\n%}\n"],
    ["function f\nx = 1;\n", "function f\n% F\n\nx = 1;\n"],
    ["a = [1 % one\n 2];", "a = [1\n 2];"],
  ])("%j", async (before, after) => {
    expect(await parseAndVerify(parser, before, after, matlab)).toEqual({ same: true });
  });
  test.each([
    ["x = 1;\ny = 2;", "x = 1;\n%{\ny = 2;"],
    ["x = [1 -2];", "x = [1 - 2];"],
    ["x = 'a  b';", "x = 'a b';"],
    ["hold on", "hold  off"],
    ["f(x) %#ok", "f(x)"],
    ["x = 1", "x = 1;"],
    ["y = x';", "y = x;'"],
  ])("%j is not %j", async (before, after) => {
    expect((await parseAndVerify(parser, before, after, matlab)).same).toBe(false);
  });
});

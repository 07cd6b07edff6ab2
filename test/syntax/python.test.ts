import { expect, test } from "vitest";
import type { FunctionPatch } from "../../src/syntax/types.js";
import { functionOf } from "./support.js";

const raises = async (body: string): Promise<string[]> => {
  const text = `def f(x, err):\n${body.replace(/^/gm, "    ")}\n`;
  const { signature } = await functionOf("python", text, "f");
  return signature.raises.map(({ type, condition }) =>
    condition === undefined ? type : `${type} if ${condition}`,
  );
};

const cases: [string, string[]][] = [
  ["raise ValueError", ["ValueError"]],
  ["if x < 0:\n    raise ValueError('x')", ["ValueError if x < 0"]],
  ["if (x < 0 and\n        x != 1):\n    raise ValueError('x')", ["ValueError if x < 0 and x != 1"]],
  ["if x:\n    pass\nelif x == 2:\n    raise E.Own()", ["E.Own if x == 2"]],
  ["if x in err:\n    pass\nelse:\n    raise KeyError", ["KeyError if x not in err"]],
  ["if x < 1:\n    pass\nelse:\n    raise KeyError", ["KeyError if not (x < 1)"]],
  ["if x or err:\n    pass\nelse:\n    raise KeyError", ["KeyError"]],
  ["if x:\n    pass\nelif err:\n    pass\nelse:\n    raise KeyError", ["KeyError"]],
  ["raise ValueError\nraise ValueError\nraise TypeError", ["ValueError", "TypeError"]],
  ["try:\n    raise ValueError\nexcept ValueError:\n    pass", []],
  ["try:\n    raise KeyError\nexcept (TypeError, LookupError):\n    pass", []],
  ["try:\n    raise ValueError\nexcept:\n    pass", []],
  ["try:\n    raise ValueError\nexcept Exception:\n    raise", ["ValueError"]],
  ["try:\n    raise ValueError\nexcept Exception as e:\n    raise e", ["ValueError"]],
  ["try:\n    raise ValueError\nexcept KeyError:\n    pass", ["ValueError"]],
  ["try:\n    pass\nexcept KeyError:\n    raise ValueError", ["ValueError"]],
  ["try:\n    pass\nexcept KeyError:\n    pass\nelse:\n    raise KeyError", ["KeyError"]],
  ["with suppress(KeyError):\n    raise KeyError", []],
  ["raise err", []],
  ["e = ValueError(1)\nraise e", ["ValueError"]],
  ["e = ValueError(1)\ne = TypeError(1)\nraise e", []],
  ["raise self.fail(x)", []],
  ["raise socket.error(1)", ["socket.error"]],
  ["def g():\n    raise ValueError", []],
  ["g = lambda: (yield)\nclass A:\n    raise ValueError", []],
  ["assert x", []],
];
test.each(cases)("raises of %j", async (body, expected) => expect(await raises(body)).toEqual(expected));

const returns: [string, FunctionPatch["signature"]["returns"]][] = [
  ["def f(): return 1", "value"],
  ["def f(): return None", "nothing"],
  ["def f(): return", "nothing"],
  ["def f(): pass", "nothing"],
  ["def f(): ...", "unknown"],
  ["def f(): raise NotImplementedError", "unknown"],
  ["@abstractmethod\ndef f(): pass", "unknown"],
  ["def f() -> int: ...", "value"],
  ["def f() -> None: ...", "nothing"],
  ["def f() -> typing.NoReturn: ...", "nothing"],
  ["def f() -> Iterator[int]: yield 1", "nothing"],
  ["def f():\n  yield 1\n  return 2", "value"],
  ["def f():\n  def g(): return 1", "nothing"],
];
test.each(returns)("%j returns %s", async (text, expected) => {
  expect((await functionOf("python", `${text}\n`, "f")).signature.returns).toBe(expected);
});

const visibility: [string, string, boolean][] = [
  ["def f(): pass", "f", true],
  ["def _f(): pass", "_f", false],
  ["class A:\n  def __call__(self): pass", "A.__call__", true],
  ["class A:\n  def __secret(self): pass", "A.__secret", false],
  ["class _A:\n  def f(self): pass", "_A.f", false],
  ["def f():\n  def g(): pass", "f.g", false],
  ["if x:\n  def f(): pass", "f", true],
];
test.each(visibility)("%j: %s is public: %s", async (text, id, expected) => {
  expect((await functionOf("python", `${text}\n`, id)).isPublic).toBe(expected);
});

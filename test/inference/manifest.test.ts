import { expect, test } from "vitest";
import { isCodePatchError } from "../../src/base/errors.js";
import { parseManifest, textManifest } from "../../src/inference/manifest.js";
import { tinyManifestJson } from "./tiny.js";

test("the manifest of the tiny model is read as it stands", async () => {
  const json = await tinyManifestJson();
  expect(parseManifest(JSON.stringify(json), "somewhere")).toEqual(json);
});

test("thresholds of confidence are optional, and null for kinds that are not used", async () => {
  const json = { ...(await tinyManifestJson()), confidence: { summary: -0.5, details: null } };
  expect(textManifest(parseManifest(JSON.stringify(json), "somewhere")).confidence).toEqual({
    summary: -0.5,
    details: null,
  });
});

const file = { path: "x.onnx", sha256: "0".repeat(64), bytes: 1 };
const cases: [what: string, changes: object, message: RegExp][] = [
  ["another format", { format: 2 }, /format is not 1/],
  ["no id", { id: undefined }, /id is not a string/],
  ["an id that is a path", { id: "../x" }, /not a plain name/],
  ["an unknown task", { task: "poetry" }, /task is not one of text/],
  ["no layers", { layers: 0 }, /layers is 0/],
  ["a half head", { headSize: 16.5 }, /headSize is not a whole number/],
  ["no end token", { endTokens: [] }, /endTokens is empty/],
  ["a default that is no variant", { defaultVariant: "int2" }, /defaultVariant is int2/],
  [
    "a graph that is not listed",
    { variants: { fp32: { model: "y.onnx", kvType: "float32" } } },
    /names y\.onnx/,
  ],
  [
    "a cache of an unknown type",
    { variants: { fp32: { model: "onnx/model.onnx", kvType: "int3" } } },
    /kvType is not one of/,
  ],
  ["a file outside", { files: [{ ...file, path: "a/../../x.onnx" }] }, /leaves the folder/],
  ["an absolute path", { files: [{ ...file, path: "/etc/passwd" }] }, /relative path/],
  ["a Windows path", { files: [{ ...file, path: "C:\\x" }] }, /relative path/],
  ["a digest in capitals", { files: [{ ...file, sha256: "A".repeat(64) }] }, /64 hexadecimal digits/],
  ["a threshold that is text", { confidence: { summary: "-1" } }, /confidence\.summary is not a number/],
  ["a threshold of an unknown kind", { confidence: { title: -1 } }, /kind in confidence is not one of/],
  ["a score without its source", { scores: { bleu: { value: 3 } } }, /scores\.bleu\.on is not a string/],
];

test.each(cases)("%s is refused with its place", async (_, changes, message) => {
  const text = JSON.stringify({ ...(await tinyManifestJson()), ...changes });
  expect(() => parseManifest(text, "somewhere")).toThrow(
    expect.toSatisfy(
      (error: unknown) =>
        isCodePatchError(error, "model-corrupt") &&
        message.test(error.message) &&
        /install the model again/.test(error.message),
    ),
  );
});

test.each(["", "null", "[]", "{"])("%j is no manifest", (text) => {
  expect(() => parseManifest(text, "somewhere")).toThrow(
    expect.toSatisfy((error: unknown) => isCodePatchError(error, "model-corrupt")),
  );
});

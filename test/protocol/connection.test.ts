import { PassThrough } from "node:stream";
import { afterEach, expect, test } from "vitest";
import { StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { CodePatchError, isCodePatchError } from "../../src/base/errors.js";
import { type Connection, connect } from "../../src/protocol/connection.js";
import type { Progress } from "../../src/protocol/messages.js";

const open: Connection[] = [];
afterEach(() => {
  for (const connection of open.splice(0)) connection.dispose();
});

function pair(): { client: Connection; engine: Connection; break(): void } {
  const [there, back] = [new PassThrough(), new PassThrough()];
  const client = connect(new StreamMessageReader(back), new StreamMessageWriter(there));
  const engine = connect(new StreamMessageReader(there), new StreamMessageWriter(back));
  open.push(client, engine);
  return {
    client,
    engine,
    break() {
      there.destroy();
      back.destroy();
    },
  };
}

test("requests, partial results and notifications arrive with their types and in order", async () => {
  const { client, engine } = pair();
  engine.handle("engine/models", async (params, { report }) => {
    report({ message: params.action, done: 1, total: 2 });
    report({ message: params.action, done: 2, total: 2 });
    return { models: [] };
  });
  const partials: Progress[] = [];
  const result = await client.request(
    "engine/models",
    { action: "list" },
    { onPartial: (partial) => partials.push(partial) },
  );
  expect(result).toEqual({ models: [] });
  expect(partials.map(({ done }) => done)).toEqual([1, 2]);
  // Whoever does not ask for partial results gets none and loses nothing.
  expect(await client.request("engine/models", { action: "verify" })).toEqual({ models: [] });
  const state = new Promise((resolve) => client.onNotification("engine/state", resolve));
  engine.notify("engine/state", { kind: "ready", busy: 0 });
  expect(await state).toEqual({ kind: "ready", busy: 0 });
});

test("errors keep their code and message; anything else is internal", async () => {
  const { client, engine } = pair();
  let thrown: unknown = new CodePatchError("model-missing", "There is no model; add one.");
  engine.handle("engine/models", async () => {
    throw thrown;
  });
  const fails = (code: Parameters<typeof isCodePatchError>[1], message: string) =>
    expect(client.request("engine/models", { action: "list" })).rejects.toSatisfy(
      (error) => isCodePatchError(error, code) && error.message === message,
    );
  await fails("model-missing", "There is no model; add one.");
  thrown = new RangeError("out of range");
  await fails("internal", "out of range");
});

test("aborting the signal of the client aborts the signal of the handler", async () => {
  const { client, engine } = pair();
  const controller = new AbortController();
  engine.handle("engine/doctor", (_params, { signal }) => {
    controller.abort();
    return new Promise((_, reject) => {
      signal.addEventListener("abort", () =>
        reject(new CodePatchError("cancelled", "The request was cancelled.")),
      );
    });
  });
  await expect(client.request("engine/doctor", {}, { signal: controller.signal })).rejects.toSatisfy(
    (error) => isCodePatchError(error, "cancelled"),
  );
});

test("a method without a handler is an error of the installation", async () => {
  const { client } = pair();
  await expect(client.request("engine/doctor", {})).rejects.toSatisfy(
    (error) => isCodePatchError(error, "internal") && /install CodePatch again/.test(error.message),
  );
});

test("a request under way fails when the connection ends", async () => {
  const { client, engine } = pair();
  const started = new Promise<void>((resolve) => {
    engine.handle("engine/doctor", () => {
      resolve();
      return new Promise(() => {});
    });
  });
  const request = client.request("engine/doctor", {});
  const failing = expect(request).rejects.toSatisfy((error) => isCodePatchError(error, "engine-died"));
  await started;
  client.dispose();
  await failing;
});

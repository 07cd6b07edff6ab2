import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isCodePatchError } from "../../src/base/errors.js";
import { downloadFile } from "../../src/inference/download.js";
import { installModel } from "../../src/inference/install.js";
import { textManifest } from "../../src/inference/manifest.js";
import { loadTextModel } from "../../src/inference/model.js";
import { listModels } from "../../src/inference/store.js";
import { modelsFolder, root, temporaryFolder } from "../support/engine.js";
import { type HubServer, serve, sha256, startHub } from "./hubServer.js";
import { never } from "./tiny.js";

const fixtures = path.join(root, "test/fixtures/hub");
const graph = "onnx/model.onnx";

let hub: HubServer;
let scratch: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  hub = await startHub(fixtures);
  scratch = await temporaryFolder();
});
afterEach(async () => {
  await hub.close();
  await scratch.remove();
  vi.unstubAllEnvs();
});

const target = (): string => path.join(scratch.path, "model.onnx");
const whole = (): Promise<Buffer> => readFile(path.join(fixtures, "tiny-llama", graph));
const urlOf = (file: string, owner = "owner"): string =>
  `${hub.url}/${owner}/tiny-llama/resolve/main/${file}`;
const download = (
  signal = never,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<boolean> => downloadFile(urlOf(graph), target(), { signal, onProgress });
const failsWith = (code: Parameters<typeof isCodePatchError>[1], message: RegExp) =>
  expect.toSatisfy((error: unknown) => isCodePatchError(error, code) && message.test(error.message));

describe("a file", () => {
  test("comes whole, with progress, through a redirect", async () => {
    const seen: number[] = [];
    expect(await download(never, (done, total) => seen.push(done / total))).toBe(true);
    expect(sha256(await readFile(target()))).toBe(sha256(await whole()));
    expect(seen.at(-1)).toBe(1);
    expect(await readdir(scratch.path)).toEqual(["model.onnx"]);
  });

  test("that the server does not have is no error", async () => {
    expect(await downloadFile(urlOf("nothing.json"), target(), { signal: never, onProgress() {} })).toBe(
      false,
    );
    expect(await readdir(scratch.path)).toEqual([]);
  });

  test("is taken up where the connection broke", async () => {
    hub.mischief = (request, body, response) => {
      if (request.attempt > 3) return false;
      serve(request, body, response, request.attempt * 50_000);
      return true;
    };
    expect(await download()).toBe(true);
    expect(sha256(await readFile(target()))).toBe(sha256(await whole()));
    // What was on the wire when it broke may be lost, so a request may begin where the one before began, never earlier.
    const offsets = hub.requests.map(({ offset }) => offset);
    expect(offsets).toHaveLength(4);
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    expect(offsets.at(-1)).toBeGreaterThan(0);
  });

  test("is fetched anew from a server that cannot continue", async () => {
    hub.mischief = (request, body, response) => {
      serve({ ...request, offset: 0 }, body, response, request.attempt === 1 ? 60_000 : undefined);
      return true;
    };
    expect(await download()).toBe(true);
    expect(sha256(await readFile(target()))).toBe(sha256(await whole()));
  });

  test("with wrong bytes is refused and not kept", async () => {
    hub.mischief = (request, body, response) => {
      const wrong = Buffer.from(body);
      wrong[1000] = (wrong[1000] ?? 0) ^ 1;
      serve(request, wrong, response);
      return true;
    };
    await expect(download()).rejects.toEqual(
      failsWith("download-failed", /not those that the server promised/),
    );
    expect(await readdir(scratch.path)).toEqual([]);
    hub.mischief = () => false;
    expect(await download()).toBe(true);
  });

  test.each([
    ["more than there is", (length: number) => length + 5000],
    ["less than there is", (length: number) => length - 5000],
  ])("of a server that promises %s is refused", async (_, lie) => {
    hub.mischief = (_request, body, response) => {
      response.writeHead(200, { "content-length": lie(body.length) });
      response.write(body.subarray(0, Math.min(body.length, lie(body.length))), () => response.destroy());
      return true;
    };
    await expect(download()).rejects.toEqual(failsWith("download-failed", /try again/));
    await expect(stat(target())).rejects.toThrow();
  });

  test("left over from something else does not survive", async () => {
    await writeFile(`${target()}.part`, Buffer.alloc(300_000, 7));
    await download().catch(() => {});
    expect(await download()).toBe(true);
    expect(sha256(await readFile(target()))).toBe(sha256(await whole()));
  });

  test.each([403, 401])("is not asked for again after status %i", async (status) => {
    hub.mischief = (_request, _body, response) => {
      response.writeHead(status).end();
      return true;
    };
    await expect(download()).rejects.toEqual(failsWith("download-failed", new RegExp(`status ${status}`)));
    expect(hub.requests).toHaveLength(1);
  });

  test("comes after passing trouble of the server", async () => {
    hub.mischief = (request, _body, response) => {
      if (request.attempt > 2) return false;
      response.writeHead(503).end();
      return true;
    };
    expect(await download()).toBe(true);
  });

  test("can be cancelled, and goes on from there", async () => {
    const controller = new AbortController();
    hub.mischief = (_request, body, response) => {
      response.writeHead(200, { "content-length": body.length });
      response.write(body.subarray(0, 100_000));
      return true;
    };
    const started = download(controller.signal, () => controller.abort());
    await expect(started).rejects.toEqual(failsWith("cancelled", /cancelled/));
    hub.mischief = () => false;
    const kept = await stat(`${target()}.part`).then(({ size }) => size);
    expect(await download()).toBe(true);
    expect(hub.requests.at(-1)?.offset).toBe(kept);
  });

  test("of a server that is not there fails with the remedy", async () => {
    await hub.close();
    await expect(download()).rejects.toEqual(failsWith("download-failed", /copy the model's folder by hand/));
    hub = await startHub(fixtures);
  });

  test("comes through the proxy that the environment names", async () => {
    const seen: string[] = [];
    const proxy = createServer((message, response) => {
      seen.push(message.url ?? "");
      const passed = httpRequest(message.url ?? "", { headers: message.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      passed.end();
    });
    proxy.on("connect", (message, socket, head) => {
      seen.push(message.url ?? "");
      void import("node:net").then(({ connect }) => {
        const [host = "", port = "0"] = (message.url ?? "").split(":");
        const upstream = connect(Number(port), host, () => {
          socket.write("HTTP/1.1 200 OK\r\n\r\n");
          upstream.write(head);
          upstream.pipe(socket).pipe(upstream);
        });
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    vi.stubEnv("http_proxy", `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    vi.stubEnv("no_proxy", "");
    expect(await download()).toBe(true);
    expect(seen.length).toBeGreaterThan(0);
    vi.stubEnv("no_proxy", "127.0.0.1");
    const before = seen.length;
    expect(
      await downloadFile(urlOf("config.json"), `${target()}.json`, { signal: never, onProgress() {} }),
    ).toBe(true);
    expect(seen.length).toBe(before);
    proxy.closeAllConnections();
    proxy.close();
  });
});

describe("a model", () => {
  const options = () => ({
    models: path.join(scratch.path, "models"),
    mirror: hub.url,
    signal: never,
    onProgress() {},
  });

  test.each(["tiny-llama", "tiny-t5"])("%s is installed by its id and works", async (name) => {
    await installModel(`owner/${name}`, options());
    const [stored] = await listModels([options().models]);
    expect(stored).toMatchObject({ name, manifest: { id: name, promptFormat: "chat" } });
    if (stored === undefined || stored.manifest instanceof Error) throw new Error("not installed");
    const model = await loadTextModel(stored.folder, textManifest(stored.manifest), {
      provider: "cpu",
      threads: 1,
    });
    const [answer] = await model.generator.generate("def f(): ...", [{ open: "", maxTokens: 4 }], {}, never);
    expect(answer?.tokens).toBeGreaterThan(0);
    await model.release();
    expect(await readdir(options().models)).toEqual([name]);
  });

  test("is installed from a folder, of either layout", async () => {
    await installModel(path.join(fixtures, "tiny-qwen2"), options());
    await installModel(path.join(modelsFolder, "tiny-narrator"), options());
    await installModel(path.join(modelsFolder, "tiny-narrator"), options());
    const models = await listModels([options().models]);
    expect(models.map(({ name }) => name)).toEqual(["tiny-narrator", "tiny-qwen2"]);
    expect(models.every(({ manifest }) => !isCodePatchError(manifest))).toBe(true);
  });

  test("whose download broke off is not listed, and is completed by the next try", async () => {
    hub.mischief = (request, body, response) => {
      if (request.path !== graph) return false;
      serve(request, body, response, Math.min(request.offset + 1, 3));
      return true;
    };
    await expect(installModel("owner/tiny-llama", options())).rejects.toEqual(
      failsWith("download-failed", /try again/),
    );
    expect(await listModels([options().models])).toEqual([]);
    hub.mischief = () => false;
    hub.requests.length = 0;
    await installModel("owner/tiny-llama", options());
    expect(hub.requests.filter(({ path: file }) => file === "tokenizer.json")).toEqual([]);
    expect(await listModels([options().models])).toHaveLength(1);
  });

  test.each([
    ["owner/no-such-model", "download-failed", /has no config\.json/],
    ["neither one nor other", "usage", /neither a folder nor the id/],
  ] as const)("%s cannot be installed", async (source, code, message) => {
    await expect(installModel(source, options())).rejects.toEqual(failsWith(code, message));
  });
});

import { createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { type Dispatcher, EnvHttpProxyAgent, request } from "undici";
import { CodePatchError, cancelled, isCodePatchError, messageOf, throwIfAborted } from "../base/errors.js";
import { sha256Of } from "./verify.js";

export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** `total` is 0 while the server has not told it. */
  onProgress(done: number, total: number): void;
}

/** A connection that breaks is taken up again where it broke; so often in a row without a single new byte is the end. */
const fruitlessAttempts = 4;
const firstPause = 200;
const redirectLimit = 5;
const timeouts = { headersTimeout: 30_000, bodyTimeout: 30_000 } as const;

/** What the headers on the way to the file say of it. The hub tells the digest of a large file where it redirects to its store. */
interface Promised {
  readonly sha256?: string;
  readonly bytes?: number;
}

/**
 * Fetches `url` into `target`, by way of `target.part`: what is there already is not fetched again, and `target` appears only when
 * the file is whole and, where the server tells its SHA-256, right. Obeys HTTP_PROXY, HTTPS_PROXY and NO_PROXY.
 *
 * Resolves to false when the server has no such file. Throws `download-failed` or `cancelled`; both leave what was fetched.
 */
export async function downloadFile(url: string, target: string, options: DownloadOptions): Promise<boolean> {
  const { signal } = options;
  const part = `${target}.part`;
  await mkdir(path.dirname(target), { recursive: true });
  const agent = new EnvHttpProxyAgent(timeouts);
  try {
    const promised = await fetchWhole(url, part, agent, options);
    if (promised === undefined) return false;
    if (promised.sha256 !== undefined && (await sha256Of(part, signal)) !== promised.sha256) {
      await rm(part, { force: true });
      throw failed(url, "the bytes that came are not those that the server promised");
    }
    await rename(part, target);
    return true;
  } catch (error) {
    if (signal.aborted) throw cancelled();
    throw isCodePatchError(error) ? error : failed(url, messageOf(error), error);
  } finally {
    await agent.destroy();
  }
}

async function fetchWhole(
  url: string,
  part: string,
  agent: Dispatcher,
  options: DownloadOptions,
): Promise<Promised | undefined> {
  let fruitless = 0;
  for (;;) {
    throwIfAborted(options.signal);
    const before = await sizeOf(part);
    let problem: unknown;
    try {
      const promised = await fetchRest(url, part, before, agent, options);
      if (promised === "absent") return undefined;
      const size = await sizeOf(part);
      if (promised.bytes === undefined || size === promised.bytes) return promised;
      problem = `${size} of ${promised.bytes} bytes came`;
      if (size > promised.bytes) await rm(part, { force: true });
    } catch (error) {
      if (isCodePatchError(error) || isLocal(error)) throw error;
      problem = error;
    }
    throwIfAborted(options.signal);
    fruitless = (await sizeOf(part)) > before ? 0 : fruitless + 1;
    if (fruitless === fruitlessAttempts) throw failed(url, messageOf(problem), problem);
    await sleep(firstPause * 2 ** fruitless, undefined, { signal: options.signal });
  }
}

/** Asks for what is missing after `offset` bytes and appends it; a server that sends everything starts the file anew. */
async function fetchRest(
  url: string,
  part: string,
  offset: number,
  agent: Dispatcher,
  { signal, onProgress }: DownloadOptions,
): Promise<Promised | "absent"> {
  const { response, promised } = await follow(url, offset, agent, signal);
  const { statusCode, headers, body } = response;
  // Errors of a body that nobody reads are of no interest.
  const discard = (): void => void body.on("error", () => {}).destroy();
  if (statusCode === 404) {
    discard();
    return "absent";
  }
  if (statusCode === 416) {
    discard();
    if (promised.bytes !== offset) await rm(part, { force: true });
    if (promised.bytes === undefined) throw new Error("the server does not continue the file");
    return promised;
  }
  if (statusCode !== 200 && statusCode !== 206) {
    discard();
    const error = `the server answers with status ${statusCode}`;
    // Of the client's errors, only "too many requests" may pass by itself.
    if (statusCode < 500 && statusCode !== 429) throw failed(url, error);
    throw new Error(error);
  }
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(textOf(headers["content-range"]));
  const start = statusCode === 206 ? Number(range?.[1] ?? Number.NaN) : 0;
  if (start !== 0 && start !== offset) {
    discard();
    throw new Error("the server continues the file in the wrong place");
  }
  const length = headers["content-length"] === undefined ? undefined : Number(headers["content-length"]);
  const total =
    promised.bytes ?? (range ? Number(range[2]) : length === undefined ? undefined : start + length);
  let done = start;
  await pipeline(
    body,
    async function* count(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        done += chunk.length;
        onProgress(done, total ?? 0);
        yield chunk;
      }
    },
    createWriteStream(part, { flags: start === 0 ? "w" : "a" }),
    { signal },
  );
  return total === undefined ? promised : { ...promised, bytes: total };
}

async function follow(
  url: string,
  offset: number,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<{ response: Dispatcher.ResponseData; promised: Promised }> {
  let promised: Promised = {};
  let location = url;
  for (let redirects = 0; redirects <= redirectLimit; redirects++) {
    const headers = offset > 0 ? { range: `bytes=${offset}-` } : {};
    const response = await request(location, { dispatcher, signal, headers });
    promised = { ...promisedBy(response.headers), ...promised };
    const next = textOf(response.headers.location);
    if (response.statusCode < 300 || response.statusCode >= 400 || next === "") return { response, promised };
    await response.body.dump();
    location = new URL(next, location).href;
  }
  throw failed(url, "the server redirects without end");
}

function promisedBy(headers: Dispatcher.ResponseData["headers"]): Promised {
  const digest = [headers["x-linked-etag"], headers.etag]
    .map((value) => /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(textOf(value))?.[1])
    .find((value) => value !== undefined);
  const bytes = /^\d+$/.exec(textOf(headers["x-linked-size"]))?.[0];
  return {
    ...(digest !== undefined && { sha256: digest }),
    ...(bytes !== undefined && { bytes: Number(bytes) }),
  };
}

const textOf = (header: string | string[] | undefined): string => [header ?? ""].flat()[0] ?? "";

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

/** Trouble with the own disk does not go away by asking the server again. */
const isLocal = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  ["ENOSPC", "EACCES", "EROFS", "EDQUOT"].includes(String(error.code));

const failed = (url: string, detail: string, cause?: unknown): CodePatchError =>
  new CodePatchError(
    "download-failed",
    `${url} could not be downloaded (${detail}); try again to go on where it stopped, or copy the model's folder by hand and add its path.`,
    { cause },
  );

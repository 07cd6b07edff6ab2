import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

export interface Request {
  readonly path: string;
  /** First byte asked for. */
  readonly offset: number;
  /** Counts the requests for this path, from 1. */
  readonly attempt: number;
}

/** Answers a request itself and returns true, or leaves it to the well-behaved server. */
export type Mischief = (request: Request, body: Buffer, response: ServerResponse) => boolean;

export interface HubServer {
  readonly url: string;
  readonly requests: Request[];
  mischief: Mischief;
  close(): Promise<void>;
}

export const sha256 = (data: Buffer): string => createHash("sha256").update(data).digest("hex");

/** Serves `/owner/NAME/resolve/main/FILE` from `folder/NAME/FILE` as the hub does: a redirect that tells the digest, ranges. */
export async function startHub(folder: string): Promise<HubServer> {
  const requests: Request[] = [];
  const attempts = new Map<string, number>();
  const hub: { mischief: Mischief } = { mischief: () => false };

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = message.url ?? "";
    const found = /^\/(?:owner|store)\/([\w.-]+)\/resolve\/main\/(.+)$/.exec(url);
    const body = await readFile(path.join(folder, found?.[1] ?? "", found?.[2] ?? "none")).catch(
      () => undefined,
    );
    if (body === undefined) {
      response.writeHead(404).end("Entry not found");
      return;
    }
    if (url.startsWith("/owner/")) {
      const headers = {
        location: url.replace("/owner/", "/store/"),
        "x-linked-etag": `"${sha256(body)}"`,
        "x-linked-size": body.length,
      };
      response.writeHead(302, headers).end();
      return;
    }
    const offset = Number(/^bytes=(\d+)-$/.exec(message.headers.range ?? "")?.[1] ?? 0);
    const attempt = (attempts.get(url) ?? 0) + 1;
    attempts.set(url, attempt);
    const request = { path: found?.[2] ?? "", offset, attempt };
    requests.push(request);
    if (hub.mischief(request, body, response)) return;
    serve(request, body, response);
  }

  const server = createServer((message, response) => void answer(message, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(hub, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

export function serve({ offset }: Request, body: Buffer, response: ServerResponse, end = body.length): void {
  const headers = { "content-length": body.length - offset, "content-type": "application/octet-stream" };
  if (offset >= body.length && body.length > 0) {
    response.writeHead(416, { "content-range": `bytes */${body.length}` }).end();
    return;
  }
  if (offset > 0) {
    response.writeHead(206, {
      ...headers,
      "content-range": `bytes ${offset}-${body.length - 1}/${body.length}`,
    });
  } else {
    response.writeHead(200, headers);
  }
  if (end === body.length) response.end(body.subarray(offset));
  // The connection breaks in the middle.
  else response.write(body.subarray(offset, end), () => response.destroy());
}

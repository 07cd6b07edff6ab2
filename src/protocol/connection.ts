import {
  CancellationTokenSource,
  createMessageConnection,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
  ProgressType,
  RequestType,
} from "vscode-jsonrpc";
import { cancelled } from "../base/errors.js";
import { fromResponseError, toResponseError } from "./errors.js";
import type { Method, Notifications, ParamsOf, PartialOf, ResultOf } from "./messages.js";

export interface RequestOptions<K extends Method> {
  readonly signal?: AbortSignal;
  onPartial?(partial: PartialOf<K>): void;
}

export interface RequestContext<K extends Method> {
  readonly signal: AbortSignal;
  /** Sends a partial result to whoever asked for them. */
  report(partial: PartialOf<K>): void;
}

export type Handler<K extends Method> = (
  params: ParamsOf<K>,
  context: RequestContext<K>,
) => Promise<ResultOf<K>>;

/** Both ends of the pipe speak through this; what `messages.ts` does not name cannot be said. */
export interface Connection {
  /** Rejects with a `CodePatchError` only. */
  request<K extends Method>(
    method: K,
    params: ParamsOf<K>,
    options?: RequestOptions<K>,
  ): Promise<ResultOf<K>>;
  handle<K extends Method>(method: K, handler: Handler<K>): void;
  notify<N extends keyof Notifications>(name: N, value: Notifications[N]): void;
  onNotification<N extends keyof Notifications>(name: N, listener: (value: Notifications[N]) => void): void;
  onClose(listener: () => void): void;
  /** Requests under way are rejected. */
  dispose(): void;
}

interface Envelope<K extends Method> {
  readonly params: ParamsOf<K>;
  /** Present when the client wants partial results. */
  readonly partials?: number;
}

export function connect(reader: MessageReader, writer: MessageWriter): Connection {
  const connection = createMessageConnection(reader, writer);
  // The end of the pipe is seen by `onClose` and by the requests under way.
  connection.onError(() => {});
  connection.listen();
  let lastToken = 0;
  return {
    async request(method, params, options = {}) {
      if (options.signal?.aborted) throw cancelled();
      const partials = options.onPartial === undefined ? undefined : ++lastToken;
      const envelope = partials === undefined ? { params } : { params, partials };
      const end = listenTo(connection, partials, options);
      try {
        return await connection.sendRequest(requestOf(method), envelope, end.token);
      } catch (error) {
        throw fromResponseError(error);
      } finally {
        end.dispose();
      }
    },
    handle<K extends Method>(method: K, handler: Handler<K>) {
      connection.onRequest(
        new RequestType<Envelope<K>, unknown, unknown>(method),
        async (envelope: Envelope<K>, token) => {
          const controller = new AbortController();
          if (token.isCancellationRequested) controller.abort();
          const subscription = token.onCancellationRequested(() => controller.abort());
          const { partials } = envelope;
          try {
            return await handler(envelope.params, {
              signal: controller.signal,
              report(partial) {
                if (partials !== undefined) send(connection.sendProgress(partialType, partials, partial));
              },
            });
          } catch (error) {
            throw toResponseError(error);
          } finally {
            subscription.dispose();
          }
        },
      );
    },
    notify: (name, value) => send(connection.sendNotification(name, value)),
    onNotification(name, listener) {
      connection.onNotification(name, listener);
    },
    onClose(listener) {
      connection.onClose(listener);
    },
    dispose: () => connection.dispose(),
  };
}

const requestOf = <K extends Method>(method: K): RequestType<unknown, ResultOf<K>, unknown> =>
  new RequestType(method);

/** Partial results of all methods travel alike; their token says whose they are. */
const partialType = new ProgressType<unknown>();

/** A message that has no answer may be lost with the pipe. */
function send(sent: Promise<void>): void {
  sent.catch(() => {});
}

function listenTo<K extends Method>(
  connection: MessageConnection,
  partials: number | undefined,
  { signal, onPartial }: RequestOptions<K>,
): Pick<CancellationTokenSource, "token" | "dispose"> {
  const source = new CancellationTokenSource();
  const cancel = (): void => source.cancel();
  signal?.addEventListener("abort", cancel);
  const progress =
    partials === undefined || onPartial === undefined
      ? undefined
      : connection.onProgress(new ProgressType<PartialOf<K>>(), partials, onPartial);
  return {
    token: source.token,
    dispose() {
      signal?.removeEventListener("abort", cancel);
      progress?.dispose();
      source.dispose();
    },
  };
}

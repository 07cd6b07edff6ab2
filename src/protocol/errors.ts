import { ErrorCodes, ResponseError } from "vscode-jsonrpc";
import { CodePatchError, type ErrorCode, isCodePatchError, messageOf } from "../base/errors.js";

/** JSON-RPC reserves the codes below −32000; ours travels by name in `data`. */
const applicationError = 1;

interface ErrorData {
  readonly code: ErrorCode;
  readonly stack?: string;
}

export function toResponseError(error: unknown): ResponseError<ErrorData> {
  const code = isCodePatchError(error) ? error.code : "internal";
  const stack = error instanceof Error ? error.stack : undefined;
  const data: ErrorData = stack === undefined ? { code } : { code, stack };
  return new ResponseError(applicationError, messageOf(error), data);
}

/** What the other side threw, or `engine-died` when the connection ended before it answered. */
export function fromResponseError(error: unknown): CodePatchError {
  if (isCodePatchError(error)) return error;
  if (error instanceof ResponseError) {
    const data: unknown = error.data;
    if (isErrorData(data)) return new CodePatchError(data.code, error.message, { cause: data.stack });
    if (error.code === ErrorCodes.MethodNotFound || error.code === ErrorCodes.InvalidParams) {
      return new CodePatchError(
        "internal",
        `The engine does not understand the request (${error.message}); install CodePatch again.`,
      );
    }
  }
  return new CodePatchError(
    "engine-died",
    `The engine stopped before it answered (${messageOf(error)}); try again.`,
    { cause: error },
  );
}

function isErrorData(data: unknown): data is ErrorData {
  return typeof data === "object" && data !== null && "code" in data && typeof data.code === "string";
}

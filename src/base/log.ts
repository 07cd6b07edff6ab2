/** Where a part writes what a person may later want to read. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, cause?: unknown): void;
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

import type { Job } from "./prompts.js";

/** One side of the comparison, in a process of its own. */
export interface Contender {
  readonly name: string;
  /** Milliseconds from spawning the process to its first message, and from there to a model that can answer; `warmUp` is done then. */
  start(warmUp: Job): Promise<{ readonly startMs: number; readonly loadMs: number; readonly loaded: Loaded }>;
}

export interface Loaded {
  /** Undefined when its process has ended. */
  pid(): number | undefined;
  /** Milliseconds to the first token and to the end of all texts of one function. */
  document(job: Job): Promise<{ readonly firstMs: number; readonly totalMs: number }>;
  /** Resolves when what happens after idle time has happened. */
  becomeIdle(): Promise<void>;
  stop(): Promise<void>;
}

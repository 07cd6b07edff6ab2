import { NotKnown } from "./builtin.js";
import { unknown, type Value } from "./values.js";

/** What `work` gives, or as many unknown values as are asked for where it finds that it cannot know. */
export function orUnknown(line: number, outputs: number, work: () => readonly Value[]): readonly Value[] {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof NotKnown)) throw error;
    return new Array<Value>(Math.max(1, outputs)).fill(
      unknown(error.reason, line, outputs <= 1 ? error.size : undefined),
    );
  }
}

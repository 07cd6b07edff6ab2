import { processorMilliseconds, quantile, residentMebibytes } from "../src/cli/measure.js";
import type { Contender, Loaded } from "./contender.js";
import type { Job } from "./prompts.js";

/** All samples of one contender: one for each round, or one for each function and round. */
interface Samples {
  readonly start: number[];
  readonly load: number[];
  readonly first: number[];
  readonly total: number[];
  readonly processor: number[];
  readonly resident: number[];
  readonly idle: number[];
}

export interface Row {
  readonly name: string;
  readonly unit: "ms" | "MiB";
  readonly engine: string;
  readonly value: number;
  readonly samples: number;
}

/** Starts all contenders anew in each round, lets each do every function next to the others, and changes who goes first. */
export async function measureRounds(
  contenders: readonly Contender[],
  { warmUp, jobs }: { warmUp: Job; jobs: readonly Job[] },
  rounds: number,
  say: (line: string) => void,
): Promise<Map<string, Samples>> {
  const samples = new Map<string, Samples>(
    contenders.map(({ name }) => [
      name,
      { start: [], load: [], first: [], total: [], processor: [], resident: [], idle: [] },
    ]),
  );
  const of = (name: string): Samples => {
    const found = samples.get(name);
    if (found === undefined) throw new Error(`${name} does not take part.`);
    return found;
  };
  for (let round = 0; round < rounds; round++) {
    say(`Round ${round + 1} of ${rounds}`);
    const running: { readonly name: string; readonly loaded: Loaded }[] = [];
    try {
      for (const { name, start } of inTurn(contenders, round)) {
        const { startMs, loadMs, loaded } = await start(warmUp);
        running.push({ name, loaded });
        of(name).start.push(startMs);
        of(name).load.push(loadMs);
      }
      for (const [i, job] of jobs.entries()) {
        for (const { name, loaded } of inTurn(running, i + round)) {
          const before = await processorMilliseconds(loaded.pid());
          const { firstMs, totalMs } = await loaded.document(job);
          const after = await processorMilliseconds(loaded.pid());
          of(name).first.push(firstMs);
          of(name).total.push(totalMs);
          if (before !== undefined && after !== undefined) of(name).processor.push(after - before);
        }
      }
      for (const { name, loaded } of running) await pushMemory(of(name).resident, loaded);
      if (round === rounds - 1) {
        say("Waiting for idle engines to end");
        await Promise.all(running.map(({ loaded }) => loaded.becomeIdle()));
        for (const { name, loaded } of running) await pushMemory(of(name).idle, loaded);
      }
    } finally {
      await Promise.all(running.map(({ loaded }) => loaded.stop()));
    }
  }
  return samples;
}

/** `all` from another beginning each time, and backwards every other time. */
function inTurn<T>(all: readonly T[], turn: number): T[] {
  const from = Math.floor(turn / 2) % all.length;
  const turned = [...all.slice(from), ...all.slice(0, from)];
  return turn % 2 === 0 ? turned : turned.reverse();
}

async function pushMemory(to: number[], { pid }: Loaded): Promise<void> {
  const resident = await residentMebibytes(pid());
  if (resident !== undefined) to.push(resident);
}

const quantities: readonly {
  readonly name: string;
  readonly unit: Row["unit"];
  readonly of: keyof Samples;
  readonly share: number;
}[] = [
  { name: "engine start", unit: "ms", of: "start", share: 0.5 },
  { name: "model load", unit: "ms", of: "load", share: 0.5 },
  { name: "first token, p50", unit: "ms", of: "first", share: 0.5 },
  { name: "first token, p95", unit: "ms", of: "first", share: 0.95 },
  { name: "full docstring, p50", unit: "ms", of: "total", share: 0.5 },
  { name: "full docstring, p95", unit: "ms", of: "total", share: 0.95 },
  { name: "processor time of a docstring, p50", unit: "ms", of: "processor", share: 0.5 },
  { name: "processor time of a docstring, p95", unit: "ms", of: "processor", share: 0.95 },
  { name: "resident memory, loaded", unit: "MiB", of: "resident", share: 0.5 },
  { name: "resident memory, after idling", unit: "MiB", of: "idle", share: 0.5 },
];

export const summarise = (samples: ReadonlyMap<string, Samples>): Row[] =>
  quantities.flatMap(({ name, unit, of, share }) =>
    [...samples].flatMap(([engine, { [of]: values }]) =>
      values.length === 0
        ? []
        : [{ name, unit, engine, value: round2(quantile(values, share)), samples: values.length }],
    ),
  );

/** Theirs over ours, by quantity: above 1 ours takes less. */
export function ratiosOf(ours: string, theirs: string, rows: readonly Row[]): Record<string, number> {
  const measured = (name: string, engine: string): number | undefined =>
    rows.find((row) => row.name === name && row.engine === engine)?.value;
  const ratios: Record<string, number> = {};
  for (const { name } of quantities) {
    const [own, other] = [measured(name, ours), measured(name, theirs)];
    if (own !== undefined && own > 0 && other !== undefined) ratios[name] = round2(other / own);
  }
  return ratios;
}

const round2 = (value: number): number => Math.round(value * 100) / 100;

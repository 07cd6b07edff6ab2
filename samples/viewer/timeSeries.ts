/** One measurement: milliseconds since 1970 and metres above chart datum. */
export interface Sample {
  readonly time: number;
  readonly level: number;
}

export interface Scale {
  (value: number): number;
  readonly ticks: readonly number[];
}

/**
 * Maps values to pixels.
 *
 * @param low Smallest value of the data.
 * @param high Largest value of the data.
 * @param pixels Length of the axis in pixels.
 * @returns A function from value to pixel that also carries the positions of its ticks.
 */
export function linearScale(low: number, high: number, pixels: number, tickCount = 5): Scale {
  if (!(high > low)) throw new RangeError("high must be greater than low");
  const step = niceStep((high - low) / tickCount);
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick);
  const scale = (value: number) => ((value - low) / (high - low)) * pixels;
  return Object.assign(scale, { ticks });
}

function niceStep(rough: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const fraction = rough / magnitude;
  return magnitude * (fraction > 5 ? 10 : fraction > 2 ? 5 : fraction > 1 ? 2 : 1);
}

export function downsample(samples: readonly Sample[], buckets: number): Sample[] {
  if (buckets < 3 || samples.length <= buckets) return [...samples];
  const size = samples.length / buckets;
  const kept: Sample[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const part = samples.slice(Math.floor(bucket * size), Math.floor((bucket + 1) * size));
    const low = part.reduce((a, b) => (b.level < a.level ? b : a));
    const high = part.reduce((a, b) => (b.level > a.level ? b : a));
    kept.push(...(low.time <= high.time ? [low, high] : [high, low]));
  }
  return kept;
}

export const highWaters = (samples: readonly Sample[], minimumHours = 10): Sample[] => {
  const found: Sample[] = [];
  for (let i = 1; i + 1 < samples.length; i++) {
    const [before, here, after] = samples.slice(i - 1, i + 2);
    if (!before || !here || !after || here.level < before.level || here.level <= after.level) continue;
    const last = found.at(-1);
    if (!last || here.time - last.time > minimumHours * 3_600_000) found.push(here);
    else if (here.level > last.level) found[found.length - 1] = here;
  }
  return found;
};

export async function loadSamples(url: string, signal?: AbortSignal): Promise<Sample[]> {
  const response = await fetch(url, signal ? { signal } : {});
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const rows: { time: string; level: number }[] = await response.json();
  return rows.map((row) => ({ time: Date.parse(row.time), level: row.level }));
}

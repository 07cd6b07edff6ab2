import type { Draw } from "../../base/random.js";

/** What may be written around a drawing; each is left out at times. */
export interface Labels {
  readonly titles: readonly string[];
  readonly x?: readonly string[];
  readonly y?: readonly string[];
  readonly z?: readonly string[];
}

/** A script that is being written: variables under names of its own, parameters in places of the author's choice. */
export class Sketch {
  readonly lines: string[] = [];
  private readonly used = new Set<string>();

  constructor(readonly draw: Draw) {}

  chance(share: number): boolean {
    return this.draw.next() < share;
  }

  of<T>(items: readonly T[]): T {
    return this.draw.of(items);
  }

  /** Between the two, written with at most three digits. */
  between(low: number, high: number): string {
    return String(Number((low + (high - low) * this.draw.next()).toPrecision(this.of([1, 2, 2, 3]))));
  }

  write(line: string): void {
    this.lines.push(line);
  }

  /** `name = value;` under one of the names that is free; returns the name. */
  let(names: readonly string[], value: string): string {
    const free = names.filter((name) => !this.used.has(name));
    const name = free.length > 0 ? this.of(free) : `${this.of(names)}${this.used.size}`;
    this.used.add(name);
    this.write(`${name} = ${value};`);
    return name;
  }

  /** A number that has a name of its own most of the time. */
  number(names: readonly string[], low: number, high: number): string {
    const value = this.between(low, high);
    return this.chance(0.75) ? this.let(names, value) : value;
  }

  /** An axis of evenly spaced values; returns its name. */
  axis(names: readonly string[], low: number | string, high: number | string): string {
    const n = this.of([50, 100, 101, 150, 200, 256, 300, 400, 500]);
    switch (this.draw.int(0, 4)) {
      case 0: {
        const count = this.let(["n", "N", "npts", "num_points", "M"], String(n));
        return this.let(names, `linspace(${low}, ${high}, ${count})`);
      }
      case 1: {
        const end = this.let(["T", "tmax", "xmax", "stop", "limit", "last"], String(high));
        return this.let(names, `linspace(${low}, ${end}, ${n})`);
      }
      case 2: {
        const step = this.let(["dt", "h", "dx", "step", "delta"], `(${high} - (${low}))/${n}`);
        return this.let(names, `${low}:${step}:${high}`);
      }
      default:
        return this.let(names, `linspace(${low}, ${high}, ${n})`);
    }
  }

  /** Values along an axis: the formula in one statement, by way of a handle, or in a loop. `of` writes it for a variable. */
  values(names: readonly string[], x: string, of: (x: string) => string): string {
    if (this.chance(0.12)) {
      const handle = this.let(["f", "fun", "g", "model"], `@(u) ${of("u")}`);
      return this.let(names, `${handle}(${x})`);
    }
    if (this.chance(0.08)) {
      const name = this.let(names, `zeros(size(${x}))`);
      this.write(`for k = 1:numel(${x})`);
      this.write(`    ${name}(k) = ${of(`${x}(k)`)};`);
      this.write("end");
      return name;
    }
    return this.let(names, of(x));
  }

  /** Draws y over x the way such curves are drawn. */
  curve(x: string, y: string, labels: Labels): void {
    this.begin();
    const style = this.of([
      "",
      "",
      "",
      ", 'r'",
      ", 'b-'",
      ", 'k--'",
      ", 'LineWidth', 2",
      ", 'r-', 'LineWidth', 1.5",
      ", 'g:'",
    ]);
    const call = this.of(["plot", "plot", "plot", "plot", "plot", "plot", "plot", "area", "stairs", "plot"]);
    this.write(call === "plot" ? `plot(${x}, ${y}${style});` : `${call}(${x}, ${y});`);
    this.label(labels);
  }

  begin(): void {
    if (this.chance(0.4))
      this.write(this.of(["figure;", "figure(1);", "figure(1); clf;", "close all", "subplot(2,1,1);"]));
  }

  label({ titles, x, y, z }: Labels): void {
    if (this.chance(0.6)) this.write(`title('${this.of(titles)}');`);
    if (x && this.chance(0.7)) this.write(`xlabel('${this.of(x)}');`);
    if (y && this.chance(0.7)) this.write(`ylabel('${this.of(y)}');`);
    if (z && this.chance(0.6)) this.write(`zlabel('${this.of(z)}');`);
    if (this.chance(0.5)) this.write(this.of(["grid on;", "grid on", "axis tight;", "hold on;"]));
  }
}

/** Writes one script on its subject. */
export type Family = (s: Sketch) => void;

export const time: readonly string[] = ["t", "time", "tt", "t_vec", "tv"];
export const abscissa: readonly string[] = ["x", "xx", "xs", "u", "s", "x_axis"];
export const result: readonly string[] = ["y", "yy", "out", "v", "res", "signal", "curve"];

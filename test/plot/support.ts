import { describePlots } from "../../src/plot/plots.js";
import type { DescriptionLevel, PlotsResult } from "../../src/protocol/plot.js";
import { createParser } from "../../src/syntax/parser.js";
import type { LanguageId } from "../../src/syntax/types.js";
import { grammars } from "../support/grammars.js";

export const parser = createParser(grammars);

interface Options {
  readonly level?: DescriptionLevel;
  readonly files?: Readonly<Record<string, string>>;
  readonly language?: LanguageId;
  /** Seconds. So many that a busy machine changes nothing, but where a program would go on for ever. */
  readonly patience?: number;
  readonly only?: number;
}

/** What a program draws; a MATLAB one unless it says otherwise. */
export const plotsOf = (
  text: string,
  { level = 3, files = {}, language = "matlab", patience = 20, only }: Options = {},
): Promise<PlotsResult> =>
  describePlots(
    {
      document: { path: "program", language, version: 1, text },
      files,
      level,
      pictures: "light",
      patience,
      ...(only !== undefined && { only }),
    },
    parser,
    new AbortController().signal,
  );

/** Each object in one line: `figure.axes kind fn @line name: x min..max, y min..max`. */
export function summary({ figures }: PlotsResult): string[] {
  return figures.flatMap(({ number, axes }) =>
    axes.flatMap(({ objects }, i) =>
      objects.map(({ kind, fn, line, displayname, xdata, ydata, zdata, unknown }) => {
        const range = (name: string, data: typeof xdata) =>
          data === undefined
            ? []
            : [data.min === undefined ? `${name} ${data.n} values` : `${name} ${data.min}..${data.max}`];
        const name = displayname === "" ? "" : ` '${displayname}'`;
        const parts = [...range("x", xdata), ...range("y", ydata), ...range("z", zdata), ...unknown];
        return `${number}.${i + 1} ${kind} ${fn} @${line}${name}: ${parts.join(", ")}`;
      }),
    ),
  );
}

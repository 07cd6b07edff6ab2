import { count, listed } from "../../base/words.js";
import type {
  AxesDescription,
  DescriptionLevel,
  FigureDescription,
  ObjectDescription,
  StatementDescription,
} from "../../protocol/plot.js";
import { type Axes, type Axis, allAxes, type Drawn, type Figure, type PlotObject } from "../figure/model.js";
import { readableTex } from "../figure/tex.js";
import { comparisons } from "./compare.js";
import { framing } from "./labels.js";
import { sentence } from "./numbers.js";
import { describeObject } from "./object.js";
import { objectDescription, unknownsOf } from "./objects.js";
import { type Theme, thumbnail } from "./thumbnail.js";
import { nounOf } from "./words.js";

/** More objects than this in some axes are counted and not described one by one. */
const describedObjects = 12;

export function describeFigures(
  drawn: Drawn,
  level: DescriptionLevel,
  theme: Theme | undefined,
): FigureDescription[] {
  return drawn.figures
    .filter(({ axes }) => axes.length > 0)
    .map((figure) => {
      const axes = figure.axes.map((each) => describeAxes(each, level));
      return {
        number: figure.number,
        name: figure.name,
        axes,
        text: figureText(figure, axes),
        ...(theme && { svg: thumbnail(figure.axes, altText(axes), theme) }),
      };
    });
}

const altText = (axes: readonly AxesDescription[]): string =>
  axes.map(({ text }) => text.split("\n")[0]).join(" ");

function figureText({ number, name }: Figure, axes: readonly AxesDescription[]): string {
  const head = `Figure ${number}${name === "" ? "" : ` '${name}'`}`;
  if (axes.length === 1) return `${head}. ${axes[0]?.text ?? ""}`;
  return [`${head} with ${axes.length} plots.`, ...axes.map(({ text }, i) => `${i + 1}. ${text}`)].join("\n");
}

function describeAxes(axes: Axes, level: DescriptionLevel): AxesDescription {
  const limits = (axis: Axis): [number | null, number | null] | undefined =>
    axis.limits && [finite(axis.limits[0]), finite(axis.limits[1])];
  const [xlim, ylim, zlim] = [limits(axes.x), limits(axes.y), limits(axes.z)];
  return {
    title: axes.title.text ?? "",
    xlabel: axes.x.label.text ?? "",
    ylabel: axes.y.label.text ?? "",
    zlabel: axes.z.label.text ?? "",
    xscale: axes.x.scale,
    yscale: axes.y.scale,
    zscale: axes.z.scale,
    ...(xlim && { xlim }),
    ...(ylim && { ylim }),
    ...(zlim && { zlim }),
    grid: axes.grid,
    colorbar: axes.colorbar,
    legend: legendOf(axes),
    texts: axes.texts.flatMap(({ text }) => (text.text?.trim() ? [text.text] : [])),
    ...(axes.view && { view: axes.view }),
    objects: axes.objects.map((object) => describeOne(object, axes, level)),
    text: axesText(axes, level),
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const legendOf = (axes: Axes): string[] => (axes.legend ?? []).map(({ displayName }) => displayName);

export function describeOne(object: PlotObject, axes: Axes, level: DescriptionLevel): ObjectDescription {
  const words = describeObject(object, axes, level);
  return objectDescription(object, [sentence(words.sentence), ...words.details.map(sentence)].join(" "));
}

/** One sentence, then a list. */
function axesText(axes: Axes, level: DescriptionLevel): string {
  const { objects } = axes;
  const frame = framing(axes);
  const frameText = frame.length > 0 ? sentence(frame.join(", ")) : "";
  const [only] = objects;
  if (only === undefined) return `Nothing is known to be drawn in these axes. ${frameText}`.trim();
  if (objects.length === 1) {
    const words = describeObject(only, axes, level);
    return [
      `${sentence(words.sentence)} ${frameText}`.trim(),
      ...words.details.map((each) => `- ${each}`),
    ].join("\n");
  }
  const lines = [`${sentence(countedKinds(objects))} ${frameText}`.trim()];
  const described = objects.slice(0, describedObjects);
  for (const object of described) {
    const words = describeObject(object, axes, level);
    lines.push(`- ${[words.sentence, ...words.details].join("; ")}`);
  }
  if (objects.length > described.length) lines.push(`- and ${objects.length - described.length} more`);
  if (level === 3) lines.push(...comparisons(axes).map((each) => `- ${each}`));
  const names = legendOf(axes).map(readableTex);
  if (names.length > 0 && names.length <= describedObjects) lines.push(`- legend: ${names.join(", ")}`);
  return lines.join("\n");
}

/** `3 lines and one bar chart of 2 series`. */
function countedKinds(objects: readonly PlotObject[]): string {
  const groups = new Map<string, PlotObject[]>();
  for (const object of objects) groups.set(nounOf(object), [...(groups.get(nounOf(object)) ?? []), object]);
  const words = [...groups].map(([noun, group]) => {
    const n = group.length;
    if (n === 1) return `one ${noun}`;
    const isOneCall = group.every(({ statement }) => statement === group[0]?.statement);
    if (isOneCall && group[0]?.kind === "pie") return `one pie chart with ${n} slices`;
    if (isOneCall && ["bar", "barh", "area"].includes(group[0]?.kind ?? "")) {
      return `one ${group[0]?.stacked ? "stacked " : ""}${noun} of ${n} series`;
    }
    return count(n, noun, plural(noun));
  });
  const [only = ""] = words;
  return words.length === 1 ? only.replace(/^one /, "") : listed(words);
}

const plural = (noun: string): string => {
  if (/^(markers|arrows|stairs)\b/.test(noun)) return `sets of ${noun}`;
  const [head = "", ...rest] = noun.split(/ (?=in |with |of |from )/);
  return [`${head}s`, ...rest].join(" ");
};

/** What each statement draws, or those at one offset: the last round of a loop, or all that it added to the same axes. */
export function describeStatements(
  drawn: Drawn,
  level: DescriptionLevel,
  theme: Theme | undefined,
  only?: number,
): StatementDescription[] {
  const byStatement = new Map<string, { object: PlotObject; axes: Axes }[]>();
  for (const axes of [...allAxes(drawn)].reverse())
    for (const object of axes.objects) {
      const { start, end } = object.statement;
      if (only !== undefined && (only < start || only > end)) continue;
      const key = `${start}:${end}`;
      const list = byStatement.get(key) ?? [];
      list.push({ object, axes });
      byStatement.set(key, list);
    }
  return [...byStatement.values()]
    .map((entries) => describeStatement(entries, level, theme))
    .sort((a, b) => a.range.start - b.range.start);
}

function describeStatement(
  entries: readonly { object: PlotObject; axes: Axes }[],
  level: DescriptionLevel,
  theme: Theme | undefined,
): StatementDescription {
  const last = entries.reduce((a, b) => (b.object.id > a.object.id ? b : a));
  const { axes } = last;
  const own = entries.filter((each) => each.axes === axes).map(({ object }) => object);
  const elsewhere = new Set(entries.map((each) => each.axes)).size - 1;
  const frame = framing(axes);
  const others = axes.objects.length - own.length;
  const details: string[] = [];
  let head: string;
  if (own.length === 1) {
    const words = describeObject(last.object, axes, level);
    head = words.sentence;
    details.push(...words.details);
  } else {
    head = countedKinds(own);
    for (const object of own.slice(0, describedObjects)) {
      const words = describeObject(object, axes, level);
      details.push([words.sentence, ...words.details].join("; "));
    }
    if (own.length > describedObjects) details.push(`and ${own.length - describedObjects} more`);
    if (level === 3) details.push(...comparisons({ ...axes, objects: own }));
  }
  const [loop] = last.object.loops;
  if (elsewhere > 0 && loop) {
    details.push(`drawn anew in each round of the loop in line ${loop.line + 1}: this is the last round`);
  } else if (elsewhere > 0) details.push(`drawn ${elsewhere + 1} times: this is the last time`);
  if (others > 0) details.push(`${count(others, "more object")} in the same axes`);
  const { statement, line } = last.object;
  return {
    range: statement,
    line: line + 1,
    sentence: [sentence(head), ...(frame.length > 0 ? [sentence(frame.join(", "))] : [])].join(" "),
    details,
    isUnknown: own.every((object) => unknownsOf(object).length > 0),
    ...(theme && { svg: thumbnail([axes], sentence(head), theme) }),
  };
}

import type { Color, Style } from "./model.js";

const colors: Readonly<Record<string, Color>> = {
  k: [0, 0, 0],
  r: [1, 0, 0],
  g: [0, 1, 0],
  b: [0, 0, 1],
  y: [1, 1, 0],
  m: [1, 0, 1],
  c: [0, 1, 1],
  w: [1, 1, 1],
};

const colorNames: Readonly<Record<string, string>> = {
  black: "k",
  red: "r",
  green: "g",
  blue: "b",
  yellow: "y",
  magenta: "m",
  cyan: "c",
  white: "w",
};

const markers = "o+*.x|_sd^v><ph";
const markerNames: Readonly<Record<string, string>> = {
  square: "s",
  diamond: "d",
  pentagram: "p",
  hexagram: "h",
};

export interface LineSpec extends Partial<Style> {
  /** Octave's `";key;"`. */
  readonly displayName?: string;
}

/** Reads `r--o`. Undefined for a text that is no line specification. A marker alone means no line. */
export function parseLineSpec(text: string): LineSpec | undefined {
  const key = /^([^;]*);([^;]*);(.*)$/.exec(text);
  let rest = (key ? `${key[1]}${key[3]}` : text).trim();
  const spec: { -readonly [K in keyof LineSpec]: LineSpec[K] } = key ? { displayName: key[2] ?? "" } : {};
  while (rest !== "") {
    const word = /^(--|-\.|:|-)/.exec(rest)?.[0];
    const long = /^(square|diamond|pentagram|hexagram|black|red|green|blue|yellow|magenta|cyan|white)/i
      .exec(rest)?.[0]
      .toLowerCase();
    const first = rest[0] ?? "";
    if (word !== undefined && spec.lineStyle === undefined) {
      spec.lineStyle = word;
      rest = rest.slice(word.length);
    } else if (long !== undefined) {
      const marker = markerNames[long];
      const color = colors[colorNames[long] ?? ""];
      if (marker !== undefined) spec.marker = marker;
      if (color !== undefined) spec.color = color;
      rest = rest.slice(long.length);
    } else if (colors[first] !== undefined && spec.color === undefined) {
      spec.color = colors[first];
      rest = rest.slice(1);
    } else if (markers.includes(first) && spec.marker === undefined) {
      spec.marker = first;
      rest = rest.slice(1);
    } else return undefined;
  }
  if (spec.marker !== undefined && spec.lineStyle === undefined) spec.lineStyle = "none";
  return spec;
}

/** `'r'`, `'red'`, `'#ff8800'`; undefined for anything else. */
export function parseColor(text: string): Color | undefined {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (hex) {
    const [r = 0, g = 0, b = 0] = hex.slice(1).map((each) => Number.parseInt(each, 16) / 255);
    return [r, g, b];
  }
  const name = text.toLowerCase();
  return colors[name] ?? colors[colorNames[name] ?? ""];
}

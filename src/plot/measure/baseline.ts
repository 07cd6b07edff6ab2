import type { AxesDescription, ObjectDescription } from "../../protocol/plot.js";

const kinds: Readonly<Record<string, string>> = {
  plot: "line",
  plot3: "line3",
  semilogx: "line",
  semilogy: "line",
  loglog: "line",
  bar: "bar",
  barh: "barh",
  hist: "histogram",
  area: "area",
  stem: "stem",
  stairs: "stairs",
  errorbar: "errorbar",
  scatter: "scatter",
  scatter3: "scatter3",
  contour: "contour",
  contourf: "contour",
  quiver: "quiver",
  pie: "pie",
  surf: "surface",
  mesh: "surface",
  pcolor: "surface",
  waterfall: "surface",
  image: "image",
  imagesc: "image",
  imshow: "image",
  fill: "patch",
  patch: "patch",
};

/** What the text of the calls alone gives: each drawing call one object, and the literal labels near it. No number. */
export function restatement(text: string): AxesDescription[] {
  return text.split("\n").flatMap((line, i, lines) => {
    const code = line.replace(/%.*/, "");
    return [...code.matchAll(/(?<![\w.])(\w+)\s*\(/g)].flatMap(([, name = ""]) => {
      const kind = kinds[name];
      if (kind === undefined) return [];
      const near = lines.slice(i, i + 6).join("\n");
      const label = (fn: string) => new RegExp(`\\b${fn}\\s*\\(\\s*'([^'\\n]*)'`).exec(near)?.[1] ?? "";
      return [
        {
          title: label("title"),
          xlabel: label("xlabel"),
          ylabel: label("ylabel"),
          zlabel: label("zlabel"),
          xscale: "linear",
          yscale: "linear",
          zscale: "linear",
          grid: false,
          colorbar: false,
          legend: [],
          texts: [],
          objects: [restatedObject(kind, name, i + 1)],
          text: "",
        },
      ];
    });
  });
}

const restatedObject = (kind: string, fn: string, line: number): ObjectDescription => ({
  kind,
  line,
  fn,
  displayname: "",
  linestyle: "-",
  marker: "none",
  unknown: [],
  text: "",
});

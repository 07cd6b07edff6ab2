import type { Family, Sketch } from "./sketch.js";

function grid(s: Sketch, half: string | number): readonly [string, string] {
  const n = s.of([21, 25, 31, 41]);
  const [x, y] = s.of([
    ["X", "Y"],
    ["x", "y"],
    ["xx", "yy"],
    ["U", "V"],
  ] as const);
  if (s.chance(0.5)) {
    const r = s.let(["r", "ax", "range", "g"], `linspace(-${half}, ${half}, ${n})`);
    s.write(`[${x}, ${y}] = meshgrid(${r}, ${r});`);
  } else s.write(`[${x}, ${y}] = meshgrid(-${half}:${half}/${(n - 1) / 2}:${half});`);
  return [x, y];
}

function relief(s: Sketch, x: string, y: string, formula: string, titles: readonly string[]): void {
  const z = s.let(["Z", "z", "F", "W"], formula);
  s.begin();
  const call = s.of(["surf", "surf", "mesh", "contour", "contourf", "imagesc", "pcolor", "surfc"]);
  s.write(call === "imagesc" ? `imagesc(${z});` : `${call}(${x}, ${y}, ${z});`);
  if (s.chance(0.3)) s.write(s.of(["colorbar", "shading interp", "colormap jet"]));
  s.label({ titles, x: ["x"], y: ["y"], z: ["z", "f(x,y)"] });
}

/** Functions of two variables. */
export const surfaces: Readonly<Record<string, Family>> = {
  hill(s) {
    const w = s.number(["w", "sigma", "a"], 0.8, 1.5);
    const [x, y] = grid(s, 3);
    relief(s, x, y, `${s.of(["", "5*", "2*"])}exp(-(${x}.^2 + ${y}.^2)/${w}^2)`, ["Gaussian hill", "Bump"]);
  },
  bowl(s) {
    const a = s.number(["a", "k"], 0.5, 3);
    const [x, y] = grid(s, 2);
    relief(s, x, y, `${a}*${x}.^2 + ${s.of(["", "2*", "3*"])}${y}.^2`, ["Paraboloid", "Bowl"]);
  },
  dome(s) {
    const r = s.number(["R", "h", "top"], 4, 9);
    const [x, y] = grid(s, 2);
    relief(s, x, y, `${r} - ${x}.^2 - ${y}.^2`, ["Dome", "Cap"]);
  },
  saddle(s) {
    const a = s.number(["a", "c"], 0.5, 3);
    const [x, y] = grid(s, 2);
    relief(s, x, y, s.of([`${a}*(${x}.^2 - ${y}.^2)`, `${a}*${x}.*${y}`]), [
      "Saddle",
      "Hyperbolic paraboloid",
    ]);
  },
  plane(s) {
    const a = s.number(["a", "m"], 0.5, 3);
    const [x, y] = grid(s, 5);
    relief(s, x, y, `${a}*${x} ${s.of(["+", "-"])} ${s.between(0.5, 3)}*${y} + 1`, ["Plane", "Tilted plane"]);
  },
  eggBox(s) {
    const k = s.number(["k", "w"], 1.5, 3);
    const [x, y] = grid(s, "pi");
    relief(s, x, y, `${s.of(["sin", "cos"])}(${k}*${x}).*${s.of(["sin", "cos"])}(${k}*${y})`, [
      "Egg box",
      "Standing wave",
    ]);
  },
  ripple(s) {
    const k = s.number(["k", "w"], 1, 2);
    const [x, y] = grid(s, 8);
    const r = s.let(["R", "rho", "dist"], `sqrt(${x}.^2 + ${y}.^2) + eps`);
    relief(s, x, y, `sin(${k}*${r})./(${k}*${r})`, ["Ripple", "Sombrero"]);
  },
  peaksFunction(s) {
    const n = s.let(["n", "N"], s.of(["25", "30", "40", "49"]));
    s.write(`[X, Y, Z] = peaks(${n});`);
    s.begin();
    s.write(`${s.of(["surf", "mesh", "contour", "contourf"])}(X, Y, Z);`);
    s.label({ titles: ["peaks"], x: ["x"], y: ["y"], z: ["z"] });
  },
  twoHills(s) {
    const d = s.number(["d", "gap"], 1.2, 1.8);
    const [x, y] = grid(s, 3);
    relief(
      s,
      x,
      y,
      `exp(-((${x} - ${d}).^2 + ${y}.^2)) + ${s.between(0.5, 1)}*exp(-((${x} + ${d}).^2 + ${y}.^2))`,
      ["Two hills", "Two sources"],
    );
  },
  dipole(s) {
    const d = s.number(["d", "sep"], 0.8, 1.5);
    const [x, y] = grid(s, 3);
    relief(s, x, y, `exp(-((${x} - ${d}).^2 + ${y}.^2)) - exp(-((${x} + ${d}).^2 + ${y}.^2))`, [
      "Dipole",
      "Source and sink",
    ]);
  },
  rosenbrock(s) {
    const b = s.number(["b", "k"], 5, 100);
    s.write("[x, y] = meshgrid(linspace(-1.5, 1.5, 31), linspace(-0.5, 2, 31));");
    relief(s, "x", "y", `(1 - x).^2 + ${b}*(y - x.^2).^2`, ["Rosenbrock function", "Cost"]);
  },
  gaborPatch(s) {
    const k = s.number(["k", "freq"], 3, 6);
    const [x, y] = grid(s, 3);
    relief(s, x, y, `exp(-(${x}.^2 + ${y}.^2)/2).*cos(${k}*${x})`, ["Gabor patch", "Wave packet"]);
  },
  heatPlate(s) {
    const n = s.let(["n", "N"], s.of(["12", "15", "20"]));
    const t = s.let(["T", "U", "temp"], `zeros(${n})`);
    s.write(`${t}(1, :) = ${s.of(["100", "50", "80"])};`);
    s.write(`for it = 1:${s.of(["50", "80", "100"])}`);
    s.write("    for i = 2:size(".concat(t, ", 1)-1"));
    s.write(
      `        ${t}(i, 2:end-1) = (${t}(i-1, 2:end-1) + ${t}(i+1, 2:end-1) + ${t}(i, 1:end-2) + ${t}(i, 3:end))/4;`,
    );
    s.write("    end");
    s.write("end");
    s.begin();
    s.write(`${s.of(["surf", "imagesc", "contourf"])}(${t});`);
    s.label({ titles: ["Heated plate", "Laplace equation"], x: ["x"], y: ["y"], z: ["T"] });
  },
};

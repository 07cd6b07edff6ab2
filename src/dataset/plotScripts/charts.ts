import { abscissa, type Family, result, type Sketch, time } from "./sketch.js";

const list = (s: Sketch, n: number, value: (i: number) => number): string =>
  `[${Array.from({ length: n }, (_, i) => String(Number(value(i).toPrecision(3)))).join(s.of([" ", ", "]))}]`;

/** Several curves, charts of counts and shares, clouds of points, curves in the plane and in space. */
export const charts: Readonly<Record<string, Family>> = {
  decayRates(s) {
    const t = s.axis(time, 0, 5);
    const rates = s.let(
      ["k", "rates", "lambdas"],
      `[${s.between(0.3, 0.6)} ${s.between(0.8, 1.3)} ${s.between(1.5, 3)}]`,
    );
    s.begin();
    s.write("hold on");
    s.write(`for i = 1:numel(${rates})`);
    s.write(`    plot(${t}, ${s.between(1, 9)}*exp(-${rates}(i)*${t}));`);
    s.write("end");
    s.label({ titles: ["Decay for several rates", "Comparison"], x: ["t"], y: ["c(t)"] });
  },
  twoPhases(s) {
    const f = s.number(["f", "freq"], 1, 4);
    const phase = s.number(["phi", "shift", "phase"], 0.3, 2);
    const t = s.axis(time, 0, 2);
    const a = s.let(["a", "x1", "u1"], `sin(2*pi*${f}*${t})`);
    const b = s.let(["b", "x2", "u2"], `sin(2*pi*${f}*${t} + ${phase})`);
    s.begin();
    s.write(`plot(${t}, ${a}, ${t}, ${b});`);
    s.write("legend('first', 'second');");
    s.label({ titles: ["Phase shift", "Two phases"], x: ["t (s)"], y: ["u (V)"] });
  },
  predatorPrey(s) {
    const a = s.number(["a", "alpha"], 0.8, 1.2);
    const b = s.number(["b", "beta"], 0.08, 0.12);
    s.write(
      `[t, z] = ode45(@(t, z) [${a}*z(1) - ${b}*z(1)*z(2); -1.2*z(2) + 0.05*z(1)*z(2)], [0 30], [${s.of(["30", "40"])}; ${s.of(["5", "8"])}]);`,
    );
    s.begin();
    s.write(s.of(["plot(t, z(:,1), t, z(:,2));", "plot(t, z);"]));
    s.write("legend('prey', 'predator');");
    s.label({ titles: ["Predator and prey", "Lotka-Volterra"], x: ["Time"], y: ["Number"] });
  },
  epidemic(s) {
    const b = s.number(["beta", "b"], 0.4, 0.9);
    const g = s.number(["gamma", "g"], 0.08, 0.2);
    s.write(
      `[t, y] = ode45(@(t, y) [-${b}*y(1)*y(2); ${b}*y(1)*y(2) - ${g}*y(2); ${g}*y(2)], [0 80], [0.99; 0.01; 0]);`,
    );
    const column = s.of(["1", "2", "3"]);
    s.curve("t", `y(:,${column})`, {
      titles: ["SIR model", "Epidemic"],
      x: ["Days"],
      y: [["Susceptible", "Infected", "Recovered"][Number(column) - 1] ?? ""],
    });
  },
  growingSales(s) {
    const start = s.draw.int(10, 40);
    const step = s.draw.int(2, 9);
    const x = s.let(["year", "quarter", "period"], `1:${s.draw.int(6, 10)}`);
    const direction = s.of([1, 1, -0.2]);
    const y = s.let(
      ["sales", "revenue", "visitors"],
      `${start} + ${Math.round(step * direction * 10) / 10}*${x} + ${s.of(["0", "0.2", "0.1"])}*${x}.^2`,
    );
    s.begin();
    s.write(`bar(${x}, ${y});`);
    s.label({ titles: ["Sales", "Revenue by year"], x: ["Year"], y: ["kEUR"] });
  },
  monthlyRain(s) {
    const n = s.draw.int(6, 12);
    const y = s.let(
      ["rain", "mm", "values"],
      list(s, n, () => 10 + 90 * s.draw.next()),
    );
    s.begin();
    s.write(`${s.of(["bar", "bar", "barh", "stem", "stairs"])}(${y});`);
    s.label({ titles: ["Rain by month", "Measurements"], x: ["Month"], y: ["mm"] });
  },
  binomial(s) {
    const n = s.let(["n", "trials"], s.of(["10", "12", "20"]));
    const p = s.number(["p", "prob"], 0.3, 0.7);
    const k = s.let(["k", "x"], `0:${n}`);
    const y = s.let(
      ["pmf", "P", "prob_k"],
      `gamma(${n}+1)./(gamma(${k}+1).*gamma(${n}-${k}+1)).*${p}.^${k}.*(1-${p}).^(${n}-${k})`,
    );
    s.begin();
    s.write(`${s.of(["bar", "stem"])}(${k}, ${y});`);
    s.label({ titles: ["Binomial distribution"], x: ["k"], y: ["P(k)"] });
  },
  geometricSequence(s) {
    const r = s.number(["r", "ratio", "q"], 0.5, 0.9);
    const n = s.let(["n", "k"], `0:${s.draw.int(12, 30)}`);
    const y = s.let(["x", "h", "seq"], `${s.of(["", `${s.between(1, 5)}*`])}${r}.^${n}`);
    s.begin();
    s.write(`stem(${n}, ${y}${s.of(["", ", 'filled'"])});`);
    s.label({ titles: ["Geometric sequence", "Impulse response"], x: ["n"], y: ["x[n]"] });
  },
  sampledCosine(s) {
    const w = s.number(["w", "omega", "W"], 0.3, 0.9);
    const n = s.let(["n", "k"], `0:${s.draw.int(30, 60)}`);
    const y = s.let(["x", "xn", "seq"], `cos(${w}*${n})`);
    s.begin();
    s.write(`stem(${n}, ${y});`);
    s.label({ titles: ["Discrete cosine", "x[n]"], x: ["n"], y: ["x[n]"] });
  },
  dampedSequence(s) {
    const r = s.number(["r", "a"], 0.85, 0.95);
    const w = s.number(["w", "W"], 0.5, 1);
    const n = s.let(["n", "k"], `0:${s.draw.int(40, 70)}`);
    const y = s.let(["x", "h"], `${r}.^${n}.*cos(${w}*${n})`);
    s.begin();
    s.write(`stem(${n}, ${y});`);
    s.label({ titles: ["Impulse response", "Damped sequence"], x: ["n"], y: ["h[n]"] });
  },
  convolution(s) {
    const a = s.draw.int(5, 20);
    const x = s.let(["x", "pulse1"], `ones(1, ${a})`);
    const h = s.let(["h", "pulse2"], `ones(1, ${s.of([a, a, a + 5])})`);
    const y = s.let(["y", "c"], `conv(${x}, ${h})`);
    s.begin();
    s.write(`${s.of(["stem", "plot", "stairs"])}(${y});`);
    s.label({ titles: ["Convolution of two pulses"], x: ["n"], y: ["y[n]"] });
  },
  histogramOfSines(s) {
    const n = s.let(["n", "N"], s.of(["500", "1000", "2000"]));
    const y = s.let(
      ["v", "samples", "data"],
      s.of([
        `mod((1:${n})*0.618, 1)`,
        `mod((1:${n})*0.7548, 1).^2`,
        `sqrt(mod((1:${n})*0.618, 1))`,
        `mod((1:${n})*0.618, 1) + mod((1:${n})*0.7548, 1)`,
      ]),
    );
    s.begin();
    s.write(`${s.of(["hist", "histogram"])}(${y}, ${s.of(["10", "15", "20"])});`);
    s.label({ titles: ["Histogram", "Distribution of samples"], x: ["Value"], y: ["Count"] });
  },
  randomHistogram(s) {
    const n = s.draw.int(40, 90);
    const skew = s.of([1, 1, 2, 0.5]);
    const y = s.let(
      ["marks", "heights", "data"],
      list(s, n, () => 100 * ((s.draw.next() + s.draw.next() + s.draw.next()) / 3) ** skew),
    );
    s.begin();
    s.write(`hist(${y}${s.of(["", ", 8", ", 12"])});`);
    s.label({ titles: ["Marks of a class", "Distribution"], x: ["Marks"], y: ["Number"] });
  },
  budget(s) {
    const big = s.chance(0.5);
    const n = s.draw.int(3, 6);
    const y = s.let(
      ["shares", "costs", "budget"],
      list(s, n, (i) => (big && i === 0 ? 80 + 40 * s.draw.next() : 10 + 10 * s.draw.next())),
    );
    s.begin();
    s.write(`pie(${y});`);
    s.label({ titles: ["Budget", "Shares"] });
  },
  relation(s) {
    const slope = s.of([2, 1, -1.5, -3, 0]);
    const n = s.draw.int(15, 40);
    const xs = Array.from({ length: n }, () => 10 * s.draw.next());
    const x = s.let(
      ["x", "height", "dose"],
      list(s, n, (i) => xs[i] ?? 0),
    );
    const y = s.let(
      ["y", "weight", "effect"],
      list(s, n, (i) => slope * (xs[i] ?? 0) + 8 * s.draw.next() + 20),
    );
    s.begin();
    s.write(
      s.of([
        `scatter(${x}, ${y});`,
        `scatter(${x}, ${y}, 'filled');`,
        `plot(${x}, ${y}, 'o');`,
        `plot(${x}, ${y}, 'k.');`,
      ]),
    );
    s.label({ titles: ["Relation", "Measured points"], x: ["x"], y: ["y"] });
  },
  regressionCloud(s) {
    const m = s.number(["m", "slope", "b1"], 1, 4);
    const x = s.let(["x", "xdata"], `mod((1:${s.draw.int(30, 80)})*0.618, 1)*10`);
    const sign = s.of(["", "-"]);
    const y = s.let(["y", "ydata"], `${sign}${m}*${x} + 3*sin(40*${x})`);
    s.begin();
    s.write(`scatter(${x}, ${y}${s.of(["", ", 20", ", 'r'"])});`);
    s.label({ titles: ["Scatter of the data"], x: ["x"], y: ["y"] });
  },
  lissajous(s) {
    const a = s.let(["a", "p"], s.of(["1", "2", "3"]));
    const b = s.let(["b", "q"], s.of(["2", "3", "4", "5"]));
    const t = s.axis(time, 0, "2*pi");
    const x = s.let(["x", "xs"], `sin(${a}*${t})`);
    const y = s.let(["y", "ys"], `sin(${b}*${t} + ${s.between(0.2, 1.4)})`);
    s.begin();
    s.write(`plot(${x}, ${y});`);
    s.label({ titles: ["Lissajous figure"], x: ["x"], y: ["y"] });
  },
  circle(s) {
    const r = s.number(["r", "R", "radius"], 1, 9);
    const t = s.axis(["theta", "phi", "th"], 0, "2*pi");
    const x = s.let(["x", "xc"], `${r}*cos(${t})`);
    const y = s.let(["y", "yc"], `${s.of([`${r}*`, `${s.between(0.3, 0.8)}*${r}*`])}sin(${t})`);
    s.begin();
    s.write(`plot(${x}, ${y});`);
    s.write("axis equal");
    s.label({ titles: ["Circle", "Ellipse", "Orbit"], x: ["x"], y: ["y"] });
  },
  polarRose(s) {
    const k = s.let(["k", "petals", "n"], s.of(["2", "3", "4", "5"]));
    const t = s.axis(["theta", "phi"], 0, "2*pi");
    const r = s.let(
      ["r", "rho"],
      s.of([`1 + ${s.between(0.2, 0.8)}*cos(${k}*${t})`, `abs(cos(${k}*${t}))`, `sin(${k}*${t})`]),
    );
    s.begin();
    s.write(`${s.of(["polar", "polarplot"])}(${t}, ${r});`);
    s.label({ titles: ["Rose", "Radiation pattern"] });
  },
  torusKnot(s) {
    const p = s.let(["p", "m"], s.of(["2", "3"]));
    const q = s.let(["q", "n"], s.of(["3", "5", "7"]));
    const t = s.axis(time, 0, "2*pi");
    const r = s.let(["r", "rad"], `2 + cos(${q}*${t})`);
    s.begin();
    s.write(
      `plot3(${r}.*cos(${p}*${t}), ${r}.*sin(${p}*${t}), sin(${q}*${t})${s.of(["", ", 'LineWidth', 2"])});`,
    );
    s.label({ titles: ["Torus knot"], x: ["x"], y: ["y"], z: ["z"] });
  },
  errorBars(s) {
    const m = s.number(["k", "m"], 1, 5);
    const x = s.let(["x", "dose"], `1:${s.draw.int(6, 12)}`);
    const y = s.let(
      ["y", "mean_y"],
      s.of([`${m}*${x}`, `${m}*sqrt(${x})`, `${m}*exp(-${x}/3)`, `${m}./${x}`]),
    );
    const e = s.let(["e", "err", "sd"], `0.1*${y} + 0.2`);
    s.begin();
    s.write(`errorbar(${x}, ${y}, ${e}${s.of(["", ", 'o'"])});`);
    s.label({ titles: ["Means with deviations"], x: ["Dose"], y: ["Response"] });
  },
  bodeMagnitude(s) {
    const wc = s.number(["wc", "w0", "cutoff"], 1, 90);
    const w = s.let(["w", "omega", "freq"], `logspace(-1, 4, ${s.of(["100", "200", "500"])})`);
    const y = s.let(
      ["H", "mag", "gain"],
      s.of([
        `1./sqrt(1 + (${w}/${wc}).^2)`,
        `20*log10(1./sqrt(1 + (${w}/${wc}).^2))`,
        `-atan(${w}/${wc})*180/pi`,
        `(${w}/${wc})./sqrt(1 + (${w}/${wc}).^2)`,
      ]),
    );
    s.begin();
    s.write(`semilogx(${w}, ${y});`);
    s.label({ titles: ["Bode plot", "Frequency response"], x: ["omega (rad/s)"], y: ["Magnitude", "dB"] });
  },
  convergence(s) {
    const p = s.let(["p", "order"], s.of(["1", "2", "4"]));
    const h = s.let(["h", "dx", "steps"], "2.^-(1:10)");
    const y = s.let(["err", "E", "e"], `${s.between(0.1, 3)}*${h}.^${p}`);
    s.begin();
    s.write(`loglog(${h}, ${y}, '-o');`);
    s.label({ titles: ["Convergence", "Error of the method"], x: ["h"], y: ["error"] });
  },
  newtonIterations(s) {
    const a = s.number(["a", "target"], 2, 50);
    const n = s.let(["n", "iters"], s.of(["8", "10", "12"]));
    const x = s.let(["x", "guess"], `zeros(1, ${n})`);
    s.write(`${x}(1) = ${a} + ${s.draw.int(5, 30)};`);
    s.write(`for k = 2:${n}`);
    s.write(`    ${x}(k) = (${x}(k-1) + ${a}/${x}(k-1))/2;`);
    s.write("end");
    s.begin();
    s.write(`plot(1:${n}, ${x}, '-s');`);
    s.label({ titles: ["Newton iterations"], x: ["Iteration"], y: ["x_k"] });
  },
  formula(s) {
    const x = s.axis([...abscissa, ...time], 0, s.of([4, 6, 10]));
    const a = s.number(["a", "A", "c1"], 0.5, 4);
    const b = s.number(["b", "B", "k"], 0.3, 1.2);
    const w = s.number(["w", "omega", "f"], 3, 9);
    const y = s.values(result, x, (u) =>
      s.of([
        `${a}*exp(-${b}*${u})`,
        `${a}*exp(${b}*${u})`,
        `${a}*(1 - exp(-${b}*${u}))`,
        `${a}*sin(${w}*${u})`,
        `${a}*cos(${w}*${u}) + ${b}`,
        `${a}*exp(-${b}*${u}).*sin(${w}*${u})`,
        `${a}*exp(${b}*${u}/4).*cos(${w}*${u})`,
        `${a}*${u}.^2`,
        `-${a}*${u}`,
        `${a}*${u} + ${b}`,
        `${a}./(1 + ${b}*${u})`,
        `${a}*log(1 + ${b}*${u})`,
        `${a}*exp(-(${u} - 2).^2)`,
        `${a}*sin(${w}*${u}).^2`,
        `${a}*${u}.*exp(-${b}*${u})`,
        `${a}*(${u} - 2).^2 - ${b}`,
        `${a}*ones(size(${u}))`,
      ]),
    );
    s.curve(x, y, {
      titles: ["Plot of y", "Result", "Figure", "Function"],
      x: ["x", "t"],
      y: ["y", "value"],
    });
  },
  formulaPair(s) {
    const x = s.axis([...abscissa, ...time], 0, s.of([3, 5]));
    const b = s.number(["b", "k", "r"], 0.5, 1.5);
    const w = s.number(["w", "om"], 6, 12);
    const forms = [
      `exp(-${b}*${x})`,
      `${b}*${x}`,
      `sin(${w}*${x})`,
      `exp(-${b}*${x}).*cos(${w}*${x})`,
      `1 - exp(-3*${b}*${x})`,
      `${x}.^2`,
    ];
    const [one, two] = [s.of(forms), s.of(forms)];
    const y = s.let(["y1", "p", "first"], one);
    const z = s.let(["y2", "q", "second"], two);
    s.begin();
    s.write(
      s.of([
        `plot(${x}, ${y}, ${x}, ${z});`,
        `plot(${x}, [${y}; ${z}]);`,
        `plot(${x}, ${y}, 'b', ${x}, ${z}, 'r--');`,
      ]),
    );
    s.label({ titles: ["Comparison", "Two models"], x: ["x"], y: ["y"] });
  },
};

import { abscissa, type Family, result, time } from "./sketch.js";

/** Curves of physics, engineering, statistics and mathematics courses, by subject. */
export const curves: Readonly<Record<string, Family>> = {
  sine(s) {
    const f = s.number(["f", "freq", "f0", "fc"], 1, 8);
    const a = s.number(["A", "amp", "A0"], 0.5, 5);
    const t = s.axis(time, 0, 2);
    const y = s.values(["x", "y", "s", "wave"], t, (u) => `${a}*${s.of(["sin", "cos"])}(2*pi*${f}*${u})`);
    s.curve(t, y, {
      titles: ["Sine wave", "Signal", "Harmonic signal", "Time domain"],
      x: ["t [s]", "Time (s)"],
      y: ["Amplitude", "x(t)"],
    });
  },
  dampedOscillator(s) {
    const z = s.number(["zeta", "damping", "xi"], 0.05, 0.25);
    const w = s.number(["wn", "omega", "w0"], 4, 9);
    const t = s.axis(time, 0, 8);
    const y = s.values(
      ["x", "pos", "q", "disp"],
      t,
      (u) => `exp(-${z}*${w}*${u}).*cos(${w}*sqrt(1-${z}^2)*${u})`,
    );
    s.curve(t, y, {
      titles: ["Mass-spring-damper", "Free vibration", "Response"],
      x: ["Time (s)", "t"],
      y: ["Displacement (m)", "x"],
    });
  },
  stepSecondOrder(s) {
    const z = s.number(["zeta", "d"], 0.1, 0.4);
    const w = s.number(["wn", "w"], 2, 5);
    const t = s.axis(time, 0, 12);
    const wd = s.let(["wd", "omega_d"], `${w}*sqrt(1-${z}^2)`);
    const y = s.values(
      result,
      t,
      (u) => `1 - exp(-${z}*${w}*${u}).*(cos(${wd}*${u}) + ${z}/sqrt(1-${z}^2)*sin(${wd}*${u}))`,
    );
    s.curve(t, y, { titles: ["Step response", "Closed loop"], x: ["Time (s)"], y: ["Output", "y(t)"] });
  },
  chargingCapacitor(s) {
    const r = s.let(["R", "Rs", "res"], s.of(["1e3", "2200", "4.7e3", "1000"]));
    const c = s.let(["C", "cap"], s.of(["1e-6", "1e-5", "2.2e-6"]));
    const tau = s.let(["tau", "T0", "rc"], `${r}*${c}`);
    const v0 = s.number(["V0", "Vs", "E", "Vin"], 3, 24);
    const t = s.axis(time, 0, `6*${tau}`);
    const y = s.values(["Vc", "v", "vc"], t, (u) => `${v0}*(1 - exp(-${u}/${tau}))`);
    s.curve(t, y, {
      titles: ["Charging a capacitor", "RC circuit", "Voltage"],
      x: ["t (s)"],
      y: ["V (V)", "Voltage"],
    });
  },
  dischargingCapacitor(s) {
    const tau = s.number(["tau", "RC", "tc"], 0.2, 2);
    const v0 = s.number(["V0", "U0", "Vmax"], 3, 12);
    const t = s.axis(time, 0, s.of([1, 2, 5]));
    const y = s.values(["V", "u", "vc"], t, (u) => `${v0}*exp(-${u}/${tau})`);
    s.curve(t, y, { titles: ["Discharge", "RC decay"], x: ["Time"], y: ["Voltage (V)"] });
  },
  radioactiveDecay(s) {
    const half = s.number(["half_life", "thalf", "T12"], 2, 20);
    const k = s.let(["lambda", "k", "decay_rate"], `log(2)/${half}`);
    const n0 = s.number(["N0", "A0", "initial"], 100, 900);
    const t = s.axis(time, 0, 60);
    const y = s.values(["N", "activity", "A"], t, (u) => `${n0}*exp(-${k}*${u})`);
    s.curve(t, y, {
      titles: ["Radioactive decay", "Isotope"],
      x: ["t (years)", "Time"],
      y: ["Nuclei", "Activity (Bq)"],
    });
  },
  newtonCooling(s) {
    const env = s.number(["Tenv", "Ta", "T_room"], 15, 25);
    const t0 = s.number(["T0", "T_start"], 60, 95);
    const k = s.number(["k", "r", "cool"], 0.05, 0.3);
    const t = s.axis(time, 0, 60);
    const y = s.values(["temp", "theta", "Temp"], t, (u) => `${env} + (${t0} - ${env})*exp(-${k}*${u})`);
    s.curve(t, y, { titles: ["Cooling of a cup", "Newton cooling"], x: ["Minutes"], y: ["Temperature (C)"] });
  },
  populationGrowth(s) {
    const r = s.number(["r", "rate", "growth"], 0.1, 0.6);
    const p0 = s.number(["P0", "N0", "pop0"], 5, 90);
    const t = s.axis(["years", ...time], 0, 20);
    const y = s.values(["P", "pop", "N"], t, (u) => `${p0}*exp(${r}*${u})`);
    s.curve(t, y, {
      titles: ["Population", "Unlimited growth", "Bacteria"],
      x: ["Years", "t"],
      y: ["Individuals", "P"],
    });
  },
  compoundInterest(s) {
    const r = s.number(["rate", "interest", "i"], 0.02, 0.12);
    const c = s.number(["principal", "capital", "P"], 100, 900);
    const n = s.let(["years", "n", "yr"], `0:${s.draw.int(20, 60)}`);
    const y = s.values(["balance", "amount", "worth"], n, (u) => `${c}*(1 + ${r}).^${u}`);
    s.curve(n, y, { titles: ["Savings", "Compound interest"], x: ["Year"], y: ["Balance", "EUR"] });
  },
  logisticGrowth(s) {
    const k = s.number(["K", "capacity", "L"], 100, 900);
    const r = s.number(["r", "k0", "steep"], 0.6, 1.4);
    const m = s.number(["t0", "mid", "x0"], 7, 9);
    const t = s.axis(time, 0, 20);
    const y = s.values(["N", "P", "pop"], t, (u) => `${k}./(1 + exp(-${r}*(${u} - ${m})))`);
    s.curve(t, y, { titles: ["Logistic growth", "Saturation", "Population"], x: ["Time"], y: ["Size"] });
  },
  projectile(s) {
    const v = s.number(["v0", "speed", "vy"], 15, 40);
    const g = s.let(["g", "grav"], s.of(["9.81", "9.8", "9.80665"]));
    const t = s.axis(time, 0, `2*${v}/${g}`);
    const y = s.values(["h", "height", "y"], t, (u) => `${v}*${u} - ${s.of(["0.5", "1/2"])}*${g}*${u}.^2`);
    s.curve(t, y, {
      titles: ["Projectile motion", "Ball thrown upwards", "Height"],
      x: ["t (s)"],
      y: ["h (m)", "Height (m)"],
    });
  },
  freeFall(s) {
    const h = s.number(["h0", "H", "y0"], 20, 200);
    const g = s.let(["g", "a"], "9.81");
    const t = s.axis(time, 0, `sqrt(2*${h}/${g})`);
    const y = s.values(["y", "z", "alt"], t, (u) => `${h} - ${g}*${u}.^2/2`);
    s.curve(t, y, { titles: ["Free fall", "Dropped stone"], x: ["Time [s]"], y: ["Altitude [m]"] });
  },
  parabola(s) {
    const a = s.number(["a", "c2"], 0.5, 4);
    const b = s.number(["b", "c1"], -2, 2);
    const x = s.axis(abscissa, -5, 5);
    const sign = s.of(["", "-"]);
    const y = s.values(result, x, (u) => `${sign}${a}*${u}.^2 + ${b}*${u} ${s.of(["- 1", "+ 3", "- 4"])}`);
    s.curve(x, y, { titles: ["Quadratic function", "Parabola", "f(x)"], x: ["x"], y: ["y", "f(x)"] });
  },
  cubic(s) {
    const a = s.number(["a", "k"], 0.5, 3);
    const x = s.axis(abscissa, -2, 2);
    const y = s.values(result, x, (u) => `${a}*${u}.^3 ${s.of(["+ 2*", "+ 0.5*", "+ "])}${u}`);
    s.curve(x, y, { titles: ["Cubic", "Polynomial"], x: ["x"], y: ["y"] });
  },
  polynomialByCoefficients(s) {
    const p = s.let(
      ["p", "c", "coeffs"],
      `[${s.of(["1", "-1", "2"])} 0 ${s.of(["-3", "-4", "-5"])} ${s.of(["0", "1", "-1"])}]`,
    );
    const x = s.axis(abscissa, -2.5, 2.5);
    const y = s.let(["y", "val", "px"], `polyval(${p}, ${x})`);
    s.curve(x, y, { titles: ["Polynomial", "polyval"], x: ["x"], y: ["p(x)"] });
  },
  straightLine(s) {
    const m = s.number(["m", "slope", "a"], 0.3, 6);
    const b = s.number(["b", "offset", "y0"], -3, 9);
    const x = s.axis(abscissa, 0, 10);
    const sign = s.of(["", "-"]);
    const y = s.values(result, x, (u) => `${sign}${m}*${u} + ${b}`);
    s.curve(x, y, { titles: ["Linear function", "Calibration line"], x: ["x", "Input"], y: ["y", "Output"] });
  },
  ohmsLaw(s) {
    const r = s.number(["R", "resistance"], 10, 900);
    const i = s.axis(["I", "current", "amps"], 0, 2);
    const y = s.values(["U", "V", "voltage"], i, (u) => `${r}*${u}`);
    s.curve(i, y, { titles: ["Ohm's law".replace("'", ""), "Resistor"], x: ["I (A)"], y: ["U (V)"] });
  },
  uniformMotion(s) {
    const v = s.number(["v", "speed", "velocity"], 1, 30);
    const x0 = s.number(["x0", "start", "p0"], 0, 50);
    const t = s.axis(time, 0, 10);
    const y = s.values(["pos", "x", "d"], t, (u) => `${x0} + ${v}*${u}`);
    s.curve(t, y, { titles: ["Uniform motion", "Position of the car"], x: ["t (s)"], y: ["Position (m)"] });
  },
  gaussian(s) {
    const m = s.number(["mu", "m", "mean_x"], -0.6, 0.6);
    const d = s.number(["sigma", "sd", "s0"], 0.5, 1.1);
    const x = s.axis(abscissa, -5, 5);
    const y = s.values(
      ["p", "pdf", "y", "phi"],
      x,
      (u) => `exp(-(${u} - ${m}).^2/(2*${d}^2))/(${d}*sqrt(2*pi))`,
    );
    s.curve(x, y, {
      titles: ["Normal distribution", "Probability density", "Gaussian"],
      x: ["x"],
      y: ["p(x)", "density"],
    });
  },
  gaussianPulse(s) {
    const c = s.number(["t0", "tc", "centre"], 4, 6);
    const w = s.number(["w", "tau", "width"], 0.6, 1.4);
    const t = s.axis(time, 0, 10);
    const y = s.values(["pulse", "g", "env"], t, (u) => `exp(-((${u} - ${c})/${w}).^2)`);
    s.curve(t, y, { titles: ["Gaussian pulse", "Envelope"], x: ["t (ns)"], y: ["Intensity"] });
  },
  lorentzian(s) {
    const g = s.number(["gamma", "width", "fwhm"], 0.4, 1.5);
    const x = s.axis(["w", "f", "x"], -8, 8);
    const y = s.values(["L", "line", "y"], x, (u) => `(${g}/2)^2./(${u}.^2 + (${g}/2)^2)`);
    s.curve(x, y, { titles: ["Spectral line", "Lorentzian"], x: ["Detuning"], y: ["Intensity"] });
  },
  resonance(s) {
    const q = s.number(["Q", "quality"], 4, 20);
    const w0 = s.number(["w0", "f0"], 0.9, 1.1);
    const w = s.axis(["w", "omega", "freq"], 0.1, 3);
    const y = s.values(
      ["H", "gain", "amp"],
      w,
      (u) => `1./sqrt((1 - (${u}/${w0}).^2).^2 + (${u}/(${w0}*${q})).^2)`,
    );
    s.curve(w, y, { titles: ["Resonance curve", "Frequency response"], x: ["omega"], y: ["|H|", "Gain"] });
  },
  amplitudeModulation(s) {
    const fm = s.number(["fm", "f1"], 1, 2);
    const fc = s.number(["fc", "fcarrier"], 12, 20);
    const m = s.number(["m", "depth", "mu"], 0.3, 0.9);
    const t = s.axis(time, 0, 2);
    const y = s.values(["s", "am", "x"], t, (u) => `(1 + ${m}*cos(2*pi*${fm}*${u})).*cos(2*pi*${fc}*${u})`);
    s.curve(t, y, { titles: ["AM signal", "Modulated carrier"], x: ["t (s)"], y: ["s(t)"] });
  },
  beats(s) {
    const f = s.number(["f1", "fa"], 8, 10);
    const g = s.number(["f2", "fb"], 10.5, 12);
    const t = s.axis(time, 0, 3);
    const y = s.values(["y", "sum_signal", "p"], t, (u) => `sin(2*pi*${f}*${u}) + sin(2*pi*${g}*${u})`);
    s.curve(t, y, { titles: ["Beats", "Two tones"], x: ["Time"], y: ["Pressure"] });
  },
  chirp(s) {
    const k = s.number(["k", "slope", "sweep"], 2, 6);
    const f = s.number(["f0", "fstart"], 0.5, 2);
    const t = s.axis(time, 0, 3);
    const y = s.values(["x", "chirp_signal", "y"], t, (u) => `sin(2*pi*(${f}*${u} + ${k}/2*${u}.^2))`);
    s.curve(t, y, { titles: ["Chirp", "Linear sweep"], x: ["t"], y: ["x(t)"] });
  },
  squareSeries(s) {
    const n = s.let(["N", "terms", "K"], s.of(["5", "9", "15", "25"]));
    const t = s.axis(time, 0, "4*pi");
    const y = s.let(["y", "f", "partial"], `zeros(size(${t}))`);
    s.write(`for k = 1:2:${n}`);
    s.write(`    ${y} = ${y} + 4/pi*sin(k*${t})/k;`);
    s.write("end");
    s.curve(t, y, { titles: ["Fourier series of a square wave", "Partial sum"], x: ["t"], y: ["f(t)"] });
  },
  sinc(s) {
    const b = s.number(["B", "a", "bw"], 1, 3);
    const x = s.axis(["x", "t", "tau"], -6, 6);
    const y = s.values(["y", "h", "kernel"], x, (u) => `sin(pi*${b}*${u} + eps)./(pi*${b}*${u} + eps)`);
    s.curve(x, y, { titles: ["Sinc", "Ideal low-pass"], x: ["t"], y: ["h(t)"] });
  },
  growingOscillation(s) {
    const a = s.number(["a", "sigma", "alpha"], 0.1, 0.35);
    const w = s.number(["w", "omega"], 4, 8);
    const t = s.axis(time, 0, 8);
    const y = s.values(result, t, (u) => `exp(${a}*${u}).*sin(${w}*${u})`);
    s.curve(t, y, { titles: ["Unstable pole", "Instability", "Response"], x: ["t (s)"], y: ["y(t)"] });
  },
  squareRoot(s) {
    const a = s.number(["c", "k", "gain"], 0.5, 5);
    const x = s.axis(abscissa, 0, 9);
    const y = s.values(result, x, (u) => `${a}*${s.of([`sqrt(${u})`, `${u}.^0.5`, `log(1 + ${u})`])}`);
    s.curve(x, y, {
      titles: ["Square root", "Flow over a weir", "Growth"],
      x: ["x", "Head (m)"],
      y: ["y", "Flow"],
    });
  },
  inverseLaw(s) {
    const k = s.number(["k", "q", "strength"], 1, 20);
    const r = s.axis(["r", "dist", "d"], 0.5, 6);
    const y = s.values(["F", "E", "field", "I"], r, (u) => `${k}./${u}${s.of(["", ".^2", ".^2"])}`);
    s.curve(r, y, {
      titles: ["Inverse law", "Field of a charge", "Intensity"],
      x: ["r (m)", "Distance"],
      y: ["F (N)", "I"],
    });
  },
  lennardJones(s) {
    const e = s.number(["epsilon", "eps0", "well"], 0.5, 3);
    const d = s.number(["sigma", "r0"], 0.95, 1.05);
    const r = s.axis(["r", "dist"], 1, 3);
    const y = s.values(["V", "U", "pot"], r, (u) => `4*${e}*((${d}./${u}).^12 - (${d}./${u}).^6)`);
    s.curve(r, y, { titles: ["Lennard-Jones potential", "Interaction"], x: ["r"], y: ["V(r)"] });
  },
  drugConcentration(s) {
    const ka = s.number(["ka", "k_abs"], 1.2, 3);
    const ke = s.number(["ke", "k_el"], 0.15, 0.6);
    const dose = s.number(["dose", "D"], 50, 500);
    const t = s.axis(["hours", ...time], 0, 24);
    const y = s.values(
      ["C", "conc", "plasma"],
      t,
      (u) => `${dose}*${ka}/(${ka} - ${ke})*(exp(-${ke}*${u}) - exp(-${ka}*${u}))`,
    );
    s.curve(t, y, { titles: ["Plasma concentration", "One compartment model"], x: ["Hours"], y: ["mg/l"] });
  },
  planck(s) {
    const t = s.number(["T", "temp", "kelvin"], 4000, 6500);
    const l = s.axis(["lambda", "wl", "wavelength"], "0.1e-6", "3e-6");
    const y = s.values(
      ["B", "radiance", "I"],
      l,
      (u) => `3.74e-16./(${u}.^5.*(exp(0.01439./(${u}*${t})) - 1))`,
    );
    s.curve(l, y, { titles: ["Black body", "Planck law"], x: ["Wavelength (m)"], y: ["Radiance"] });
  },
  michaelisMenten(s) {
    const v = s.number(["Vmax", "vm"], 1, 9);
    const k = s.number(["Km", "K"], 0.2, 0.9);
    const c = s.axis(["S", "conc", "c"], 0, 20);
    const y = s.values(["v", "rate", "v0"], c, (u) => `${v}*${u}./(${k} + ${u})`);
    s.curve(c, y, { titles: ["Michaelis-Menten", "Enzyme kinetics"], x: ["[S]"], y: ["v"] });
  },
  tanhActivation(s) {
    const b = s.number(["beta", "gain", "k"], 0.5, 3);
    const x = s.axis(abscissa, -5, 5);
    const y = s.values(["a", "act", "y"], x, (u) =>
      s.of([`tanh(${b}*${u})`, `1./(1 + exp(-${b}*${u}))`, `atan(${b}*${u})`]),
    );
    s.curve(x, y, { titles: ["Activation function", "Sigmoid"], x: ["x"], y: ["a(x)"] });
  },
  rampAndClip(s) {
    const m = s.number(["lim", "vmax", "clip"], 0.3, 0.8);
    const t = s.axis(time, 0, 2);
    const f = s.number(["f", "freq"], 2, 5);
    const y = s.values(["y", "clipped"], t, (u) => `min(max(sin(2*pi*${f}*${u}), -${m}), ${m})`);
    s.curve(t, y, { titles: ["Clipped sine", "Amplifier"], x: ["t"], y: ["V"] });
  },
  rectifier(s) {
    const f = s.number(["f", "fmains"], 2, 5);
    const v = s.number(["Vp", "Vpeak", "A"], 5, 20);
    const t = s.axis(time, 0, 2);
    const y = s.values(["vout", "vr", "y"], t, (u) =>
      s.of([`abs(${v}*sin(2*pi*${f}*${u}))`, `max(${v}*sin(2*pi*${f}*${u}), 0)`]),
    );
    s.curve(t, y, { titles: ["Rectifier", "Output of the diode"], x: ["Time"], y: ["Voltage"] });
  },
  eulerDecay(s) {
    const k = s.number(["k", "lambda", "a"], 0.3, 2);
    const h = s.let(["h", "dt", "step"], s.of(["0.01", "0.02", "0.05"]));
    const t = s.let(time, `0:${h}:4`);
    const y = s.let(["y", "w", "sol"], `zeros(1, numel(${t}))`);
    s.write(`${y}(1) = ${s.between(1, 9)};`);
    s.write(`for n = 1:numel(${t})-1`);
    s.write(`    ${y}(n+1) = ${y}(n) + ${h}*(-${k}*${y}(n));`);
    s.write("end");
    s.curve(t, y, { titles: ["Euler method", "Numerical solution"], x: ["t"], y: ["y"] });
  },
  odeOscillator(s) {
    const c = s.number(["c", "b", "damp"], 0.2, 0.6);
    const k = s.number(["k", "stiff"], 9, 25);
    s.write(
      `[t, y] = ode45(@(t, y) [y(2); -${c}*y(2) - ${k}*y(1)], [0 ${s.of(["8", "10"])}], [${s.of(["1", "2"])}; 0]);`,
    );
    s.curve("t", "y(:,1)", { titles: ["Simulation", "Solution of the ODE"], x: ["t"], y: ["y", "Position"] });
  },
  odeLogistic(s) {
    const r = s.number(["r", "mu"], 0.5, 1.5);
    const k = s.number(["K", "cap"], 5, 50);
    s.write(`[t, N] = ode45(@(t, N) ${r}*N*(1 - N/${k}), [0 15], ${s.between(0.1, 1)});`);
    s.curve("t", "N", { titles: ["Growth model", "Population"], x: ["t"], y: ["N"] });
  },
  odeCooling(s) {
    const k = s.number(["k", "h"], 0.2, 0.8);
    s.write(
      `[time, T] = ode45(@(t, T) -${k}*(T - ${s.of(["20", "22", "25"])}), [0 ${s.of(["10", "20"])}], ${s.of(["90", "80", "100"])});`,
    );
    s.curve("time", "T", { titles: ["Heat loss", "Temperature"], x: ["min"], y: ["T (C)"] });
  },
  sampledSignal(s) {
    const fs = s.let(["fs", "Fs", "rate"], s.of(["100", "200", "500"]));
    const t = s.let(time, `0:1/${fs}:${s.of(["1", "2"])}`);
    const f = s.number(["f", "f1", "tone"], 2, 6);
    const g = s.number(["f2", "hum"], 7, 12);
    const y = s.let(["x", "sig", "data"], `sin(2*pi*${f}*${t}) + ${s.between(0.1, 0.6)}*sin(2*pi*${g}*${t})`);
    s.curve(t, y, { titles: ["Sampled signal", "Sum of sines"], x: ["t (s)"], y: ["x"] });
  },
  spectrum(s) {
    const fs = s.let(["fs", "Fs"], s.of(["100", "128", "256"]));
    const t = s.let(["t", "tt"], `0:1/${fs}:1-1/${fs}`);
    const f = s.number(["f0", "f"], 5, 20);
    const x = s.let(["x", "sig"], `sin(2*pi*${f}*${t})`);
    const y = s.let(["X", "S", "mag"], `abs(fft(${x}))/numel(${x})`);
    const k = s.let(["freq", "fax", "ff"], `(0:numel(${x})-1)*${fs}/numel(${x})`);
    s.curve(k, y, { titles: ["Spectrum", "FFT magnitude"], x: ["Frequency (Hz)"], y: ["|X(f)|"] });
  },
  cumulative(s) {
    const m = s.number(["mu", "m"], -0.5, 0.5);
    const x = s.axis(abscissa, -4, 4);
    const y = s.values(["F", "cdf", "y"], x, (u) => `0.5*(1 + erf((${u} - ${m})/sqrt(2)))`);
    s.curve(x, y, { titles: ["Cumulative distribution", "CDF"], x: ["x"], y: ["F(x)"] });
  },
  runningSum(s) {
    const n = s.let(["n", "k", "idx"], `1:${s.draw.int(20, 80)}`);
    const y = s.let(["total", "S", "acc"], `cumsum(${s.of([`1./${n}`, `${n}`, `1./${n}.^2`, `${n}.^2`])})`);
    s.curve(n, y, { titles: ["Partial sums", "Series"], x: ["n"], y: ["S_n"] });
  },
  movingAverage(s) {
    const w = s.let(["w", "win", "L"], s.of(["3", "5", "7"]));
    const t = s.axis(time, 0, 6);
    const x = s.let(
      ["x", "raw"],
      `sin(${s.between(3, 6)}*${t}) + ${s.between(0.1, 0.4)}*cos(${s.between(30, 50)}*${t})`,
    );
    const y = s.let(["y", "smoothed", "avg"], `filter(ones(1,${w})/${w}, 1, ${x})`);
    s.curve(t, y, { titles: ["Moving average", "Smoothed signal"], x: ["t"], y: ["y"] });
  },
  lowPassStep(s) {
    const a = s.number(["alpha", "a"], 0.05, 0.2);
    const n = s.let(["N", "n"], s.of(["80", "100", "150"]));
    const y = s.let(["y", "step_resp"], `filter(${a}, [1 -(1-${a})], ones(1, ${n}))`);
    s.begin();
    s.write(`${s.of(["plot", "stem", "stairs"])}(${y});`);
    s.label({ titles: ["First order filter", "Step response"], x: ["n"], y: ["y[n]"] });
  },
  trend(s) {
    const a = s.number(["a", "trend"], 0.8, 2);
    const w = s.number(["w", "season"], 5, 9);
    const t = s.axis(time, 0, 8);
    const y = s.values(result, t, (u) => `${a}*${u} + ${s.between(0.6, 2)}*sin(${w}*${u})`);
    s.curve(t, y, { titles: ["Trend and season", "Sales"], x: ["t"], y: ["Level"] });
  },
  besselLike(s) {
    const n = s.let(["nu", "order"], s.of(["0", "1", "2"]));
    const x = s.axis(abscissa, 0, 25);
    const y = s.let(["J", "y"], `besselj(${n}, ${x})`);
    s.curve(x, y, { titles: ["Bessel function"], x: ["x"], y: ["J(x)"] });
  },
  stoppingDistance(s) {
    const m = s.number(["mu", "friction"], 0.3, 0.9);
    const v = s.axis(["v", "speed"], 0, 40);
    const y = s.values(["d", "distance", "brake"], v, (u) => `${u}.^2/(2*${m}*9.81)`);
    s.curve(v, y, { titles: ["Stopping distance"], x: ["v (m/s)"], y: ["d (m)"] });
  },
};

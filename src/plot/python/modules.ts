import { int, nd, needArray, needNumbers, num } from "./arrays.js";
import { attentive } from "./attentive.js";
import { callBuiltin } from "./builtins.js";
import { doubtShared, type Environment, PyEnded } from "./environment.js";
import { asUnknown } from "./numpy/borrowed.js";
import { numpyFunction } from "./numpy/functions.js";
import { linearAlgebra } from "./numpy/linear.js";
import { randomFunction } from "./numpy/random.js";
import { transform } from "./numpy/transforms.js";
import { converted, typeIn } from "./numpy/types.js";
import { draws } from "./plotting/names.js";
import { resultOtherwise } from "./rounding.js";
import { scipyFunction } from "./scipy/functions.js";
import { libraryFunctions, mathFunctions } from "./standardLibrary.js";
import { none, type PyArguments, type PyFunction, PyUnknown, type PyValue } from "./values.js";

const constants: Readonly<Record<string, number>> = {
  pi: Math.PI,
  e: Math.E,
  tau: 2 * Math.PI,
  inf: Number.POSITIVE_INFINITY,
  Inf: Number.POSITIVE_INFINITY,
  infty: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
  NaN: Number.NaN,
  euler_gamma: 0.5772156649015329,
};

/** Of `scipy.constants`, CODATA 2022. */
const physical: Readonly<Record<string, number>> = {
  c: 299_792_458,
  speed_of_light: 299_792_458,
  g: 9.80665,
  h: 6.62607015e-34,
  hbar: 6.62607015e-34 / (2 * Math.PI),
  k: 1.380649e-23,
  R: 8.31446261815324,
  N_A: 6.02214076e23,
  e: 1.602176634e-19,
};

const isPyplot = (module: string): boolean => /^(matplotlib\.pyplot|(matplotlib\.)?pylab)$/.test(module);
const isNumpy = (module: string): boolean => /^(numpy|math|cmath|scipy|(matplotlib\.)?pylab)$/.test(module);

/** The value of `module.name` where it is one. */
export function constantOf(module: string, name: string): PyValue | undefined {
  if (isNumpy(module) && Object.hasOwn(constants, name)) return num(constants[name] ?? 0);
  if (module === "scipy.constants") {
    const value = physical[name] ?? constants[name];
    if (value !== undefined) return num(value);
  }
  if (name === "newaxis" && isNumpy(module)) return none;
  if (name === "float64.max") return num(Number.MAX_VALUE);
  return undefined;
}

/** A name that `from module import *` brought. */
export function wildcardName(modules: readonly string[], name: string): PyValue | undefined {
  for (const module of modules) {
    if (!isNumpy(module) && !isPyplot(module)) continue;
    const constant =
      isPyplot(module) && module === "matplotlib.pyplot" ? undefined : constantOf(module, name);
    if (constant) return constant;
    if (isPyplot(module) && draws(name)) return { kind: "module", name: `matplotlib.pyplot.${name}` };
    if (isNumpy(module) && (numpyFunction(name) || name === "random" || name === "linalg"))
      return { kind: "module", name: `numpy.${name}` };
  }
  return undefined;
}

/** Calls a function of a library by its full name. @throws {PyUnknown} */
export function callModule(environment: Environment, name: string, args: PyArguments, line: number): PyValue {
  const dot = name.lastIndexOf(".");
  const [module, own] = [name.slice(0, dot), name.slice(dot + 1)];
  if (module === "builtins") return callBuiltin(own, args, environment);
  if (isPyplot(module) && (module === "matplotlib.pyplot" || draws(own)))
    return environment.plotting.pyplot(own, args, environment);
  if (/^(numpy\.random|random)$/.test(module)) return callRandom(own, args, line);
  const known = libraryFunction(module, own, environment, line);
  if (known) {
    const value = asUnknown(() => attentive(own, known)(args));
    return environment.roundsOtherwise ? resultOtherwise(own, value) : value;
  }
  if (/^(exit|_exit)$/.test(own) && /^(sys|os)$/.test(module)) throw new PyEnded();
  if (/^matplotlib(\.|$)|^mpl_toolkits/.test(module))
    return environment.plotting.other(own, args, environment);
  const [first] = args.positional;
  if (/^(loadtxt|genfromtxt|load|loadmat|read_\w+|open|imread|fromfile)$/.test(own))
    throw new PyUnknown(first?.kind === "text" ? `${first.text} is read` : "it is read from a file");
  if (/^(time|datetime)\b/.test(module)) throw new PyUnknown("it depends on the time");
  throw new PyUnknown(`${name} is not known here`);
}

function callRandom(own: string, args: PyArguments, line: number): PyValue {
  if (own === "seed") return none;
  if (/^(default_rng|RandomState|Random|Generator|PCG64|MT19937)$/.test(own))
    return { kind: "module", name: "numpy.random" };
  if (own === "shuffle") {
    const [value] = args.positional;
    const doubt = { kind: "unknown", reason: "it depends on random numbers", line } as const;
    if (value?.kind === "list" || value?.kind === "array") doubtShared(value, doubt);
    return none;
  }
  return randomFunction(own, line)(args);
}

function libraryFunction(
  module: string,
  own: string,
  environment: Environment,
  line: number,
): PyFunction | undefined {
  if (own in Object.prototype) return undefined;
  if (/^(numpy|scipy)\.linalg$/.test(module)) return linearAlgebra[own];
  if (/^(numpy\.fft|scipy\.fft|scipy\.fftpack)$/.test(module)) return transform(own);
  if (module === "math" && mathFunctions[own]) return mathFunctions[own];
  if (isNumpy(module)) return numpyFunction(own) ?? typeFunction(own);
  if (/^numpy\.(maximum|minimum|add|multiply)$/.test(module)) return ufuncMethod(module.slice(6), own);
  if (module.startsWith("scipy.")) return scipyFunction(`${module.slice(6)}.${own}`, environment, line);
  return libraryFunctions(environment)[`${module}.${own}`];
}

/** `np.float64(x)`, `np.int32(x)` */
function typeFunction(name: string): PyFunction | undefined {
  const type = typeIn({ kind: "text", text: name });
  if (!type || !/\d|float|int|bool|double|complex/.test(name)) return undefined;
  return ({ positional: [value] }) => converted(needNumbers(value, "the value"), type);
}

function ufuncMethod(name: string, method: string): PyFunction | undefined {
  const ufunc = numpyFunction(name);
  if (method === "accumulate")
    return name === "add" ? numpyFunction("cumsum") : numpyFunction(`${name}.accumulate`);
  if (method === "reduce") {
    const along = numpyFunction(
      ({ add: "sum", multiply: "prod", maximum: "max", minimum: "min" } as const)[name] ?? "",
    );
    // Where `np.sum` takes all of an array, `np.add.reduce` takes its first axis.
    return along && ((args) => along({ ...args, named: new Map([["axis", int(0)], ...args.named]) }));
  }
  if (method !== "outer" || !ufunc) return undefined;
  return (args) => {
    const [a, b] = [needArray(args.positional[0], "the array"), needArray(args.positional[1], "the array")];
    return ufunc({ ...args, positional: [nd([a.data.length, 1], a.data.slice(), a.dtype), b] });
  };
}

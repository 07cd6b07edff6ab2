import { type PyArguments, type PyFunction, PyUnknown, type PyValue } from "./values.js";

/** Arguments that say how something is computed or kept in memory, and not what comes out. */
const idle: ReadonlySet<string> = new Set(["copy", "subok", "casting", "like", "kind", "rcond"]);
/** Here the order in memory is one of elements. */
const ordered = /^(?:reshape|ravel|flatten)$/;
/** Differential equations are solved more exactly than these ask for. */
const idleOfSolvers: ReadonlySet<string> = new Set([
  ..."method rtol atol max_step first_step dense_output vectorized".split(" "),
  ..."hmax h0 mxstep Dfun jac".split(" "),
]);

/** Named arguments that remember which of them were asked for. */
class AskedNames extends Map<string, PyValue> {
  readonly asked = new Set<string>();

  override get(name: string): PyValue | undefined {
    this.asked.add(name);
    return super.get(name);
  }

  override has(name: string): boolean {
    this.asked.add(name);
    return super.has(name);
  }

  override [Symbol.iterator](): MapIterator<[string, PyValue]> {
    for (const name of this.keys()) this.asked.add(name);
    return super[Symbol.iterator]();
  }
}

/**
 * A function of a library that passes over nothing that it is given: where it did not ask for an argument, what comes out is
 * unknown. So `np.mean(x, where=valid)` is not said to be the mean of all.
 *
 * @throws PyUnknown when called with an argument that the function does not know.
 */
export function attentive(name: string, call: PyFunction): PyFunction {
  return (args: PyArguments) => {
    const named = new AskedNames(args.named);
    let reached = 0;
    const positional = new Proxy(args.positional, {
      get(values, key) {
        if (typeof key === "string" && /^\d+$/.test(key)) reached = Math.max(reached, Number(key) + 1);
        return Reflect.get(values, key) as unknown;
      },
    });
    const value = call({ ...args, positional, named });
    const matters = (each: string): boolean => {
      if (each === "order") return ordered.test(name);
      return !idle.has(each) && !(/^(?:odeint|solve_ivp)$/.test(name) && idleOfSolvers.has(each));
    };
    const passedOver = [...named.keys()].find((each) => !named.asked.has(each) && matters(each));
    if (passedOver !== undefined) throw new PyUnknown(`${passedOver} of ${name} is not evaluated here`);
    if (reached < args.positional.length)
      throw new PyUnknown(`${name} is not evaluated here with ${args.positional.length} arguments`);
    return value;
  };
}

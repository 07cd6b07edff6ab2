import { codeOf } from "../body.js";
import { type Rule, runOf } from "./rule.js";
import { callIn, type Statement } from "./statements.js";
import { calleeText, isPlace, lastPart, listed, listings, quote } from "./words.js";

/** Arguments that become members of the same name. */
export const stored: Rule = (statements, { parameters, patch }) => {
  if (patch.kind !== "constructor") return undefined;
  const run = runOf(statements, ({ reading }) => {
    const value =
      reading.kind === "assign" && reading.operator === "="
        ? reading.value?.text.replace(/^\$/, "")
        : undefined;
    return reading.kind === "assign" &&
      value !== undefined &&
      parameters.has(value) &&
      /^(?:self\.|this\.|\$this->|@|_|m_)\w+/.test(reading.target.text)
      ? value
      : undefined;
  });
  return run.length < 5 ? undefined : { length: run.length, said: ["Keep the arguments"] };
};

/** Options of a command line, one after the other. */
export const commandLine: Rule = (statements) => {
  const run = runOf(statements, ({ node, reading }) => {
    const isOption =
      (reading.kind === "call" && /\.add_argument$/.test(reading.callee)) ||
      (reading.kind === "assign" && /\.add_argument$/.test(calleeText(reading.value)));
    return isOption
      ? (/add_argument\([^'"]*["']([\w-]+)["'](?:, ?["'](--[\w-]+)["'])?/.exec(
          node.text.replace(/\s+/g, " "),
        ) ?? undefined)
      : undefined;
  });
  if (run.length < 3) return undefined;
  const names = run.map(([, first = "", long]) => quote(long ?? first));
  return { length: run.length, said: listings(names).map((each) => `Command line: ${each}`) };
};

/** One value for all random number generators. */
export const seeds: Rule = (statements) => {
  const run = runOf(statements, ({ reading }) =>
    reading.kind === "call" &&
    /(?:^|\.)(?:manual_)?seed(?:_all)?$/.test(reading.callee) &&
    reading.arguments.length === 1
      ? (reading.arguments[0]?.text ?? "")
      : undefined,
  );
  const [seed = ""] = run;
  if (run.length < 2) return undefined;
  return {
    length: run.length,
    said: [
      run.every((each) => each === seed) && isPlace(seed)
        ? `Make random numbers repeatable with ${quote(seed)}`
        : "Make random numbers repeatable",
    ],
  };
};

/** `optimizer.zero_grad(); loss.backward(); optimizer.step()`. */
export const trainingStep: Rule = (statements) => {
  const run = runOf(statements, ({ reading }) =>
    reading.kind === "call"
      ? (/^([\w.]+)\.(zero_grad|backward|step)$/.exec(reading.callee) ?? undefined)
      : undefined,
  );
  const owners = (name: string): string[] =>
    run.filter(([, , method]) => method === name).map(([, owner = ""]) => quote(owner));
  const [losses, optimizers] = [owners("backward"), owners("step")];
  if (losses.length !== 1 || optimizers.length === 0) return undefined;
  return {
    length: run.length,
    said: [`One step of ${listed(optimizers)} down the gradient of ${losses[0]}`],
  };
};

/** Several things given back one after the other. */
export const released: Rule = (statements) => {
  const run = runOf(statements, ({ node, reading }) => {
    const given = /^delete(?:\[\])? (\w+);?$/.exec(node.text)?.[1];
    if (given !== undefined) return given;
    if (reading.kind !== "call") return undefined;
    const [argument] = reading.arguments;
    if (/^(?:\w+_)?(?:free|destroy|release|unref)$/i.test(reading.callee) && reading.arguments.length === 1)
      return argument && codeOf(argument);
    return undefined;
  });
  return run.length < 3
    ? undefined
    : {
        length: run.length,
        said: listings(run.map((each) => quote(each.replace(/^&/, "")))).map((each) => `Release ${each}`),
      };
};

/** `t = a; a = b; b = t`. */
export const swap: Rule = (statements) => {
  const [first, second, third] = statements.slice(0, 3).map((each) => pairOf(each));
  if (!first || !second || !third) return undefined;
  const isSwap = second[0] === first[1] && third[0] === second[1] && third[1] === first[0];
  return isSwap ? { length: 3, said: [`Swap ${quote(second[0])} and ${quote(third[0])}`] } : undefined;
};

const pairOf = ({ reading }: Statement): readonly [string, string] | undefined =>
  reading.kind === "assign" && reading.operator === "=" && reading.value
    ? [reading.target.text, reading.value.text]
    : undefined;

/** Calls that draw and label one figure. */
export const plotting: Rule = (statements) => {
  const run = runOf(statements, (statement) => {
    const value = callIn(statement);
    return value &&
      (/^(?:plt|pyplot|pylab|ax\w*|fig\w*|axes)(?:\[[^\]]*\])?\.\w+$/.test(value.callee) ||
        matlabDrawing.test(value.callee))
      ? value
      : undefined;
  });
  const drawn = run.flatMap(({ callee, arguments: given }) => {
    if (!draws.test(lastPart(callee))) return [];
    const places = given.filter((each) => !/keyword|string/.test(each.type));
    // Several lines in one call: `plot(x, y, "o", x, z)`.
    if (places.length > 2) return [];
    const [first, second] = given;
    const [x, y] = [first && codeOf(first), second && codeOf(second)];
    if (x === undefined || !isPlace(x)) return [];
    return y !== undefined &&
      isPlace(y) &&
      /^(?:plot|scatter|bar|semilog[xy]|loglog|errorbar|step)$/.test(lastPart(callee))
      ? [`${quote(y)} over ${quote(x)}`]
      : [quote(x)];
  });
  if (run.length < 4 || !run.some(({ callee }) => draws.test(lastPart(callee)))) return undefined;
  const saved = run.find(({ callee }) => /\.savefig$/.test(callee))?.arguments[0];
  const path = saved ? codeOf(saved) : undefined;
  const end = path !== undefined ? `, saved as ${quote(path)}` : "";
  const what = [...new Set(drawn)];
  return {
    length: run.length,
    said: what.length > 0 ? listings(what).map((each) => `Figure of ${each}${end}`) : [],
  };
};

const draws =
  /^(?:plot|plot3|scatter|bar|barh|hist|imshow|contourf?|pcolormesh|semilog[xy]|loglog|errorbar|fill_between|step|stem|surf|mesh|imagesc|histogram|pie|boxplot)$/;
const matlabDrawing =
  /^(?:figure|plot3?|hold|xlabel|ylabel|zlabel|title|legend|axis|grid|subplot|semilog[xy]|loglog|surf|mesh|imagesc|histogram|colorbar|xlim|ylim|scatter|bar)$/;

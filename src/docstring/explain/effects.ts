import { codeOf } from "../body.js";
import { type Rule, runOf } from "./rule.js";
import { callOf, countStatements, deepStatements, type Handler, type Statement } from "./statements.js";
import { calleeText, isPlace, lastPart, listed, listings, quote } from "./words.js";

/** Names that may be missing where the program runs. */
export const optionalImport: Rule = ([statement]) => {
  const reading = statement?.reading;
  if (reading?.kind !== "try" || reading.body.length === 0) return undefined;
  const names = reading.body.flatMap((each) => (each.reading.kind === "import" ? each.reading.names : [""]));
  const isOptional = reading.handlers.every(
    ({ types, body }) =>
      types.every((type) => /^(?:ImportError|ModuleNotFoundError)$/.test(type)) &&
      types.length > 0 &&
      body.every((each) => each.reading.kind !== "raise"),
  );
  if (names.includes("") || names.length === 0 || !isOptional || reading.handlers.length === 0)
    return undefined;
  return { length: 1, said: [`${listed(names.map(quote))} ${names.length === 1 ? "is" : "are"} optional`] };
};

/** A loop around a `try` that ends once that succeeds. */
export const retry: Rule = ([statement]) => {
  const loop = statement?.reading;
  if (loop?.kind !== "loop") return undefined;
  const attempt = loop.body.find(({ reading }) => reading.kind === "try")?.reading;
  if (attempt?.kind !== "try" || attempt.handlers.length === 0) return undefined;
  if (!/^(?:return|break)$/.test(attempt.body.at(-1)?.reading.kind ?? "")) return undefined;
  if (attempt.handlers.some(({ body }) => /^(?:return|break|raise)$/.test(body.at(-1)?.reading.kind ?? "")))
    return undefined;
  const limit = loop.values && /^range\(([\w.]+)\)$/.exec(loop.values.text)?.[1];
  const isEndless =
    loop.values === undefined &&
    (loop.condition === undefined || /^(?:True|true|1)$/.test(loop.condition.text));
  if (limit === undefined && !isEndless) return undefined;
  const waits = deepStatements(loop.body).some(
    ({ reading }) => reading.kind === "call" && /sleep|delay|wait/i.test(lastPart(reading.callee)),
  );
  const pause = waits ? ", with a pause after a failure" : "";
  return {
    length: 1,
    said: [
      limit === undefined ? `Try again until it succeeds${pause}` : `Try up to ${quote(limit)} times${pause}`,
    ],
    isOpen: true,
  };
};

/** What happens on errors in a longer part, which its end tells too late. */
export const handledErrors: Rule = ([statement]) => {
  const reading = statement?.reading;
  if (reading?.kind !== "try" || countStatements(reading.body) < 4) return undefined;
  const outcomes = reading.handlers.map(outcomeOf);
  if (outcomes.length === 0 || outcomes.includes(undefined)) return undefined;
  const said = outcomes.filter((each) => each !== undefined).join("; ");
  return { length: 1, said: [said], isOpen: true };
};

function outcomeOf({ types, body }: Handler): string | undefined {
  const last = body.at(-1)?.reading;
  const named = types.map((type) => quote(type.replace(/^.*[.\\]/, "")));
  const isAny =
    types.length === 0 ||
    types.every((type) =>
      /^(?:\\?Exception|BaseException|StandardError|Throwable|std::exception|System\.Exception)$/.test(type),
    );
  const on = isAny ? "On an error" : `On ${listed(named, "or")}`;
  const logs = body.some(({ reading }) => reading.kind === "call" && isReport(reading.callee));
  if (body.length === 0 || last?.kind === "pass")
    return isAny ? "Errors are ignored" : `${listed(named)} ${named.length === 1 ? "is" : "are"} ignored`;
  const others = body
    .slice(0, -1)
    .filter(({ reading }) => !(reading.kind === "call" && isReport(reading.callee)));
  if (others.length > 0 || !last) return undefined;
  const log = logs ? "report it and " : "";
  switch (last.kind) {
    case "return": {
      const value = last.value && codeOf(last.value);
      if (last.value && value === undefined) return undefined;
      return value === undefined ? `${on}, ${log}give up` : `${on}, ${log}return ${quote(value)}`;
    }
    case "raise":
      return last.type === undefined ? undefined : `${on}, ${log}raise ${quote(last.type)}`;
    case "continue":
      return `${on}, ${log}go on with the next`;
    case "break":
      return `${on}, ${log}end the loop`;
    case "assign": {
      const [place, value] = [codeOf(last.target), last.value && codeOf(last.value)];
      return place !== undefined && value !== undefined && last.operator === "="
        ? `${on}, ${log}set ${quote(place)} to ${quote(value)}`
        : undefined;
    }
    case "call":
      return isReport(last.callee)
        ? `${isAny ? "Errors are" : `${listed(named)} ${named.length === 1 ? "is" : "are"}`} only reported`
        : undefined;
    default:
      return undefined;
  }
}

const isReport = (callee: string): boolean =>
  /^(?:\w+\.)*(?:log|logger|logging|LOG|LOGGER|console|warnings|Log)\.\w+$|^(?:print|puts|println|error_log|printStackTrace|warn)$|\.printStackTrace$|^fprintf$/.test(
    callee,
  );

/** What changes while a lock is held. */
export const locked: Rule = ([statement]) => {
  const reading = statement?.reading;
  if (reading?.kind !== "with") return undefined;
  const lock = codeOf(reading.resource)?.replace(/^\((.*)\)$/, "$1");
  const isLock =
    lock !== undefined &&
    (/^(?:lock|synchronized)_statement$/.test(statement?.node.type ?? "") ||
      (/(?:lock|mutex)(?:\(\))?$/i.test(lock) && !/ as /.test(lock)));
  if (!isLock || reading.body.length < 2) return undefined;
  const members = new Set(
    deepStatements(reading.body).flatMap(({ reading: each }) =>
      each.kind === "assign" ? memberOf(each.target.text) : [],
    ),
  );
  if (members.size === 0) return undefined;
  return {
    length: 1,
    said: listings([...members].map(quote)).map((each) => `Change ${each} under ${quote(lock)}`),
    isOpen: true,
  };
};

/** `self.a` of `self.a.b[0]`. */
const memberOf = (target: string): string[] => {
  const member = /^(?:self|this|\$this)(?:\.|->)\w+|^_\w+/.exec(target)?.[0];
  return member === undefined ? [] : [member];
};

/** A file that is read or written in more than a line. */
export const openedFile: Rule = ([statement]) => {
  const reading = statement?.reading;
  if (reading?.kind !== "with" || reading.body.length === 0 || countStatements(reading.body) < 3)
    return undefined;
  const text = reading.resource.text.replace(/\s+/g, " ");
  const [, path = "", mode = "r", handle = ""] =
    /^(?:\w+\.)?open\(([^,()]+)(?:, ?(?:mode ?= ?)?["']([\w+]+)["'])?[^()]*\) as (\w+)$/.exec(text) ?? [];
  if (path === "" || path.length > 40) return undefined;
  const code = statement?.node.text ?? "";
  const format =
    [...formats].find(([call]) => new RegExp(`\\b${call}\\b[^\\n]*\\b${handle}\\b`).test(code))?.[1] ?? "";
  const verb = mode.includes("a") ? "Add to" : /[wx]/.test(mode) ? "Write" : "Read";
  if (mode.includes("+")) return undefined;
  const lines =
    verb === "Read" && new RegExp(`\\bfor \\w+ in (?:enumerate\\()?${handle}\\b`).test(code)
      ? " line by line"
      : "";
  if (format === "" && lines === "") return undefined;
  return {
    length: 1,
    said: [`${verb} ${quote(path)}${format === "" ? lines : ` as ${format}`}`],
    isOpen: true,
  };
};

/** What a file holds, by the function that reads or writes it. */
const formats: ReadonlyMap<string, string> = new Map([
  ["json\\.\\w+", "JSON"],
  ["csv\\.\\w+", "CSV"],
  ["yaml\\.\\w+", "YAML"],
  ["pickle\\.\\w+", "a pickle"],
  ["toml\\.\\w+", "TOML"],
]);

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
  const run = runOf(statements, ({ reading }) => {
    const value =
      reading.kind === "call"
        ? reading
        : reading.kind === "assign" && reading.value
          ? callOf(reading.value)
          : undefined;
    return value &&
      (/^(?:plt|pyplot|pylab|ax\w*|fig\w*|axes)(?:\[[^\]]*\])?\.\w+$/.test(value.callee) ||
        matlabDrawing.test(value.callee))
      ? value
      : undefined;
  });
  const drawn = run.flatMap(({ callee, arguments: [first, second] }) => {
    if (!draws.test(lastPart(callee))) return [];
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

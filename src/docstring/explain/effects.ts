import { codeOf } from "../body.js";
import type { Rule } from "./rule.js";
import { countStatements, deepStatements, type Handler } from "./statements.js";
import { lastPart, listed, listings, quote } from "./words.js";

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

/** `open(name, "w") as file`, of the language or of a module that opens files. */
const opening =
  /^(?:(?:io|codecs|gzip|bz2|lzma)\.)?open\(([^,()=]+)(?:, ?(?:mode ?= ?)?["']([\w+]+)["'])?[^()]*\) as (\w+)$/;
/** `path.open("w") as file`, where the file is what is opened. */
const openingOfPath =
  /^([\w.]+)\.open\((?:(?:mode ?= ?)?["']([rwaxbt+]{1,4})["'](?=[,)]))?,? ?(?:\w+ ?= ?[^()]*)?\) as (\w+)$/;

/** A file that is read or written in more than a line. */
export const openedFile: Rule = ([statement]) => {
  const reading = statement?.reading;
  if (reading?.kind !== "with" || reading.body.length === 0 || countStatements(reading.body) < 3)
    return undefined;
  const text = reading.resource.text.replace(/\s+/g, " ");
  const [, path = "", mode = "r", handle = ""] = opening.exec(text) ?? openingOfPath.exec(text) ?? [];
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

import { MatlabError, NotKnown } from "../builtin.js";
import { spend } from "../limits.js";
import { doubtOf } from "../uncertain.js";
import {
  cell,
  classOf,
  emptyArray,
  logical,
  type MapStore,
  type MapValue,
  numberOf,
  scalar,
  text,
  textOf,
  type UnknownValue,
  unknown,
  type Value,
} from "../values.js";
import { type Builtins, optionsFrom } from "./arguments.js";

/** The key that a value stands for. @throws {MatlabError} @throws {NotKnown} */
function keyFrom(value: Value | undefined): string | number {
  const key = textOf(value) ?? numberOf(value);
  if (key !== undefined) return key;
  const doubt = value && doubtOf(value);
  if (doubt) throw new NotKnown(doubt.reason);
  throw new MatlabError("only '()' indexing with exactly one key is supported by containers.Map");
}

/** `map(key)` @throws {MatlabError} @throws {NotKnown} */
export function entryOf({ store }: MapValue, keys: readonly Value[]): Value {
  if (keys.length !== 1)
    throw new MatlabError("only '()' indexing with exactly one key is supported by containers.Map");
  if (store.doubt) return unknown(store.doubt.reason, store.doubt.line);
  const found = store.entries.get(keyFrom(keys[0]));
  if (!found)
    throw new MatlabError(
      "The specified key is not present in this container.",
      "MATLAB:Containers:Map:NoKey",
    );
  return found;
}

/** `map(key) = value`; `doubt` where nobody knows whether it is done. @throws {MatlabError} */
export function setEntry(
  { store }: MapValue,
  keys: readonly Value[],
  value: Value,
  doubt: UnknownValue | undefined,
): void {
  spend(1);
  const [key = emptyArray] = keys;
  store.doubt ??= doubt ?? doubtOf(key);
  if (!store.doubt) store.entries.set(keyFrom(key), value);
}

/** Keys in MATLAB's order: by number, or by code unit. */
function sorted(store: MapStore): [string | number, Value][] {
  spend(store.entries.size);
  return [...store.entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

const listed = (values: readonly Value[]): Value => cell([1, values.length], values);

const keyValue = (key: string | number): Value => (typeof key === "string" ? text(key) : scalar(key));

/** The elements of what may be one key or value, or a list of them. */
function elements(value: Value): readonly Value[] {
  if (value.kind === "cell") return value.data;
  if (value.kind === "string") return value.data.map(text);
  if (value.kind === "array" && value.class !== "char") return Array.from(value.re, scalar);
  return [value];
}

function makeMap(args: readonly Value[]): Value {
  const [first] = args;
  const word = textOf(first)?.toLowerCase();
  const named = args.length === 0 || word === "keytype" || word === "valuetype" || word === "uniformvalues";
  if (named) {
    const options = optionsFrom(args, 0);
    const type = (name: string, usual: string): string => textOf(options.get(name)) ?? usual;
    return newMap(type("keytype", "char"), type("valuetype", "any"), []);
  }
  const keys = first ? elements(first) : [];
  const [, given = emptyArray] = args;
  const doubt = doubtOf(first ?? emptyArray) ?? (given.kind === "unknown" ? given : undefined);
  if (doubt) throw new NotKnown(doubt.reason);
  const values = keys.length === 1 && first?.kind !== "cell" ? [given] : elements(given);
  if (keys.length !== values.length)
    throw new MatlabError("Map: the number of keys and values must match", "Octave:invalid-input");
  const keyType = keys.some((each) => textOf(each) !== undefined) ? "char" : "double";
  const pairs = keys.map((each, i): [string | number, Value] => [keyFrom(each), values[i] ?? emptyArray]);
  return newMap(keyType, "any", pairs);
}

const newMap = (
  keyType: string,
  valueType: string,
  pairs: readonly [string | number, Value][],
): MapValue => ({
  kind: "map",
  store: { entries: new Map(pairs), keyType, valueType, doubt: undefined },
});

function mapAt(args: readonly Value[]): MapValue {
  const [map] = args;
  const doubt = map && doubtOf(map);
  if (doubt) throw new NotKnown(doubt.reason);
  if (map?.kind === "map") return map;
  throw new MatlabError(`this function is not defined for '${map ? classOf(map) : "nothing"}'`);
}

function isKey(args: readonly Value[]): Value {
  const { store } = mapAt(args);
  const [, asked = emptyArray] = args;
  const has = (key: Value): number => {
    const found = textOf(key) ?? numberOf(key);
    return found !== undefined && store.entries.has(found) ? 1 : 0;
  };
  if (asked.kind !== "cell") return logical(has(asked) === 1);
  return { kind: "array", class: "logical", size: asked.size, re: Float64Array.from(asked.data, has) };
}

/** Methods of `containers.Map`, called as functions. */
export const mapFunctions: Builtins = {
  "containers.Map": makeMap,
  isKey,
  keys: (args) => listed(sorted(mapAt(args).store).map(([key]) => keyValue(key))),
  values: (args) => {
    const map = mapAt(args);
    const [, wanted] = args;
    if (wanted) return listed(elements(wanted).map((key) => entryOf(map, [key])));
    return listed(sorted(map.store).map(([, value]) => value));
  },
  remove: (args, _outputs, { doubt }) => {
    const map = mapAt(args);
    map.store.doubt ??= doubt ?? doubtOf(args[1] ?? emptyArray);
    if (map.store.doubt) return map;
    for (const key of elements(args[1] ?? emptyArray)) {
      entryOf(map, [key]);
      map.store.entries.delete(keyFrom(key));
    }
    return map;
  },
};

/** `map.Count`, and the names of methods. */
export function mapProperty({ store }: MapValue, name: string): Value | undefined {
  if (store.doubt) return unknown(store.doubt.reason, store.doubt.line);
  if (name === "Count") return scalar(store.entries.size);
  if (name === "KeyType") return text(store.keyType);
  return name === "ValueType" ? text(store.valueType) : undefined;
}

/** Is it a method of maps? */
export const isMapMethod = (name: string): boolean =>
  Object.hasOwn(mapFunctions, name) || name === "length" || name === "numel" || name === "isempty";

import { int, numberIn } from "./arrays.js";
import { sortedItems } from "./builtins.js";
import { keyOf } from "./dictionaries.js";
import { doubtShared, type Environment, touch } from "./environment.js";
import { itemsOf } from "./expressions.js";
import { none, type PyArguments, type PyFunction, type PyList, PyUnknown, type PyValue } from "./values.js";

/** Methods that change a list in place, so that every name of it sees the change. */
const changing: Readonly<Record<string, (items: PyValue[], args: PyArguments) => PyValue>> = {
  append(items, { positional: [value = none] }) {
    items.push(value);
    return none;
  },
  extend(items, { positional: [value] }) {
    items.push(...itemsOf(value));
    return none;
  },
  insert(items, { positional: [at, value = none] }) {
    items.splice(needIndex(at), 0, value);
    return none;
  },
  appendleft(items, { positional: [value = none] }) {
    items.unshift(value);
    return none;
  },
  popleft: (items) => items.shift() ?? none,
  pop(items, { positional: [at] }) {
    const [value] = items.splice(at ? needIndex(at) : -1, 1);
    if (!value) throw new PyUnknown("the list is empty");
    return value;
  },
  remove(items, { positional: [value = none] }) {
    const at = placeOf(items, value);
    if (at < 0) throw new PyUnknown("the list has no such element");
    items.splice(at, 1);
    return none;
  },
  reverse(items) {
    items.reverse();
    return none;
  },
  sort(items, args) {
    items.splice(0, items.length, ...sortedItems(items, args));
    return none;
  },
  clear(items) {
    items.length = 0;
    return none;
  },
};

const asking: Readonly<Record<string, (items: readonly PyValue[], args: PyArguments) => PyValue>> = {
  copy: (items) => ({ kind: "list", items: [...items] }),
  index(items, { positional: [value = none] }) {
    const at = placeOf(items, value);
    if (at < 0) throw new PyUnknown("the list has no such element");
    return int(at);
  },
  count(items, { positional: [value = none] }) {
    const key = keyOf(value);
    return int(items.filter((each) => keyOf(each) === key).length);
  },
};

function needIndex(value: PyValue | undefined): number {
  const at = numberIn(value);
  if (at === undefined) throw new PyUnknown("the place in a list is not known");
  return at;
}

function placeOf(items: readonly PyValue[], value: PyValue): number {
  const same = items.indexOf(value);
  if (same >= 0) return same;
  const key = keyOf(value);
  return items.findIndex((each) => keyOf(each) === key);
}

/** A method of a list. What cannot be evaluated may have changed it, and it is unknown then. */
export function listMethod(list: PyList, name: string, line: number, environment: Environment): PyFunction {
  const ask = asking[name];
  if (ask) return (args) => ask(list.items, args);
  const change = changing[name];
  return (args) => {
    touch(environment, list);
    try {
      if (!change) throw new PyUnknown(`${name} of a list is not evaluated here`);
      return change(list.items, args);
    } catch (error) {
      if (error instanceof PyUnknown)
        doubtShared(list, { kind: "unknown", reason: error.reason, line: error.line ?? line });
      throw error;
    }
  };
}

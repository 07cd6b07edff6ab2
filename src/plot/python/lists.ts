import { num, numberIn, type PyFunction, PyUnknown, type PyValue } from "./values.js";

type List = Extract<PyValue, { kind: "list" }>;

const nothing: PyValue = { kind: "none" };

/** Methods that change a list in place, so that every name of it sees the change, or look at it. */
const methods: Readonly<Record<string, (list: List) => PyFunction>> = {
  append:
    ({ items }) =>
    ({ positional: [value = nothing] }) => {
      items.push(value);
      return nothing;
    },
  extend:
    ({ items }) =>
    ({ positional: [value] }) => {
      if (value?.kind === "list") items.push(...value.items);
      else if (value?.kind === "array" && value.shape.length === 1) items.push(...[...value.data].map(num));
      else throw new PyUnknown("what a list is extended by is not known");
      return nothing;
    },
  insert:
    ({ items }) =>
    ({ positional: [at, value = nothing] }) => {
      items.splice(numberIn(at) ?? items.length, 0, value);
      return nothing;
    },
  pop:
    ({ items }) =>
    ({ positional: [at] }) =>
      items.splice(numberIn(at) ?? -1, 1)[0] ?? nothing,
  reverse:
    ({ items }) =>
    () => {
      items.reverse();
      return nothing;
    },
  clear:
    ({ items }) =>
    () => {
      items.length = 0;
      return nothing;
    },
  copy:
    ({ items }) =>
    () => ({ kind: "list", items: [...items] }),
};

/** A method of a list. One that is not known here may change the list, which is then unknown. */
export function listMethod(list: List, name: string, line: number): PyFunction {
  const method = methods[name];
  if (method) return method(list);
  return () => {
    const reason = `${name} of a list is not evaluated here`;
    if (!["index", "count"].includes(name))
      list.items.splice(0, list.items.length, { kind: "unknown", reason, line });
    throw new PyUnknown(reason);
  };
}

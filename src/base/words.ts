/** `1 change`, `12 changes`, `1,204 changes`. */
export const count = (n: number, noun: string, plural = `${noun}s`): string =>
  `${n.toLocaleString("en")} ${n === 1 ? noun : plural}`;

/** `a`, `a and b`, `a, b and c`. */
export const listed = (items: readonly string[], word = "and"): string =>
  items.length <= 1 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;

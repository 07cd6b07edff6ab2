/** Hand-written checks of untrusted JSON: each reads one value or throws a `TypeError` that names the place. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectAt(value: unknown, where: string): JsonObject {
  if (!isObject(value)) throw new TypeError(`${where} is not an object`);
  return value;
}

export function arrayAt<T>(value: unknown, where: string, item: (value: unknown, where: string) => T): T[] {
  if (!Array.isArray(value)) throw new TypeError(`${where} is not a list`);
  return value.map((entry, i) => item(entry, `${where}[${i}]`));
}

export function stringAt(value: unknown, where: string): string {
  if (typeof value !== "string") throw new TypeError(`${where} is not a string`);
  return value;
}

export function numberAt(value: unknown, where: string): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new TypeError(`${where} is not a number`);
  return value;
}

export function countAt(value: unknown, where: string): number {
  const number = numberAt(value, where);
  if (!Number.isSafeInteger(number) || number < 0) throw new TypeError(`${where} is not a whole number`);
  return number;
}

export function oneOf<T extends string>(value: unknown, where: string, allowed: readonly T[]): T {
  const found = allowed.find((option) => option === value);
  if (found === undefined) throw new TypeError(`${where} is not one of ${allowed.join(", ")}`);
  return found;
}

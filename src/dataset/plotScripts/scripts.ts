import { createHash } from "node:crypto";
import { Draw } from "../../base/random.js";
import { charts } from "./charts.js";
import { curves } from "./curves.js";
import { type Family, Sketch } from "./sketch.js";
import { surfaces } from "./surfaces.js";

/** Subjects that plotting scripts are written on. A data set is split by them: no subject is on both sides. */
export const families: Readonly<Record<string, Family>> = { ...curves, ...charts, ...surfaces };

/** A plotting script of course material; the same family and number give the same text. */
export function plotScript(family: string, number: number): string {
  const sketch = new Sketch(new Draw(seedOf(`${family} ${number}`)));
  if (sketch.chance(0.3))
    sketch.write(sketch.of(["clear; clc;", "clear all; close all; clc", "clc", "clear variables"]));
  families[family]?.(sketch);
  return `${sketch.lines.join("\n")}\n`;
}

export const seedOf = (text: string): number => createHash("sha1").update(text).digest().readInt32BE(0);

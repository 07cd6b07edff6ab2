import { MatlabError } from "./builtin.js";
import { mapProperty } from "./builtins/maps.js";
import { siteOf } from "./calls.js";
import { indexed } from "./indexing.js";
import type { Frame, Run } from "./run.js";
import { doubtOf } from "./uncertain.js";
import { classOf, isUncertain, type StructValue, text, unknown, type Value } from "./values.js";

/** What `{…}` takes out of a cell or a string. @throws {MatlabError} */
export function contents(value: Value, indices: readonly Value[]): readonly Value[] {
  if (isUncertain(value)) return [doubtOf(value) ?? value];
  const part = indexed(value, indices);
  if (part.kind === "cell") return part.data;
  if (part.kind === "string") return part.data.map(text);
  if (part.kind === "unknown") return [part];
  throw new MatlabError(`'{' undefined for arguments of type '${classOf(value)}'`);
}

/** Linear systems are structures here, whose names may be written in small letters: `sys.a`. */
function systemProperty({ fields }: StructValue, name: string): readonly Value[] | undefined {
  const meant =
    fields.has("Ts") && [...fields.keys()].find((each) => each.toLowerCase() === name.toLowerCase());
  return meant ? fields.get(meant) : undefined;
}

/** What `.name` leads to: a field, a property of a graphics object or of a map. @throws {MatlabError} */
export function fieldValues(run: Run, frame: Frame, value: Value, name: string): readonly Value[] {
  if (value.kind === "struct") {
    const values = value.fields.get(name) ?? systemProperty(value, name);
    if (!values)
      throw new MatlabError(`invalid use of undefined value: field '${name}'`, "MATLAB:nonExistentField");
    return values;
  }
  if (value.kind === "handle") {
    const site = siteOf(run, frame, run.statement?.line ?? 0, []);
    if (run.drawing && site) return [run.drawing.getProperty(value, name, site)];
  }
  const property = value.kind === "map" ? mapProperty(value, name) : undefined;
  if (property) return [property];
  const doubt = doubtOf(value);
  if (doubt) return [unknown(doubt.reason, doubt.line)];
  if (value.kind === "handle")
    return [unknown(`${name} of a graphics object is not known`, run.statement?.line ?? 0)];
  throw new MatlabError("scalar cannot be indexed with .");
}

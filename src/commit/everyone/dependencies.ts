import { dayOfVersion, groupedDependencies } from "../dependencies.js";
import { quoted } from "../spoken.js";
import type { Story } from "../story.js";
import { capitalised, counted } from "../words.js";

const mostShown = 3;

/** The language itself is no part from elsewhere; its versions are written as ranges (`>=3.10`). */
function pythonStatement(from: string | undefined, to: string | undefined): string {
  if (to === undefined) return "The project no longer says which versions of Python it runs on.";
  return from === undefined
    ? `The project now says which versions of Python it runs on: ${quoted(to)}.`
    : `The versions of Python that the project runs on go from ${quoted(from)} to ${quoted(to)}.`;
}

/** What the project uses of others, in which version. */
export function dependencyStatements({ read }: Story): string[] {
  const all = groupedDependencies(read.flatMap(({ dependencies }) => dependencies));
  const bare = (text: string | undefined): string => (text ?? "").replace(/^[~^=v]+/, "");
  const isRange = (text: string): boolean => /[<>*|,\s]|^\D/.test(text);
  const told = all.slice(0, mostShown).map(({ name, from, to, change }) => {
    const version = to === undefined || isRange(bare(to)) ? "" : `, in version ${bare(to)}`;
    if (name === "Python") return pythonStatement(from, to);
    if (change === "added")
      return `The project now uses ${quoted(name)}, a ready-made part from elsewhere${version}.`;
    if (change === "removed")
      return `The project no longer asks for ${quoted(name)}, a ready-made part from elsewhere.`;
    const [fromDay, toDay] = [dayOfVersion(from ?? ""), dayOfVersion(to ?? "")];
    if (fromDay !== undefined && toDay !== undefined)
      return fromDay === toDay
        ? `${quoted(name)} is taken as it stood at another moment of ${toDay}.`
        : `${quoted(name)} is taken as it stood on ${toDay}; before, as it stood on ${fromDay}.`;
    return from === undefined || to === undefined || isRange(bare(from) + bare(to))
      ? `The versions of ${quoted(name)} that may be used have changed.`
      : `${quoted(name)} goes from version ${bare(from)} to ${bare(to)}.`;
  });
  const rest = all.length - told.length;
  const own = read.flatMap(({ version }) => version ?? [])[0];
  return [
    ...(own === undefined ? [] : [`The project's own version goes from ${own.from} to ${own.to}.`]),
    ...told,
    ...(rest > 0 ? [`${capitalised(counted(rest, "more part"))} of this sort changed as well.`] : []),
  ];
}

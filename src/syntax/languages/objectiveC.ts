const lookedAt = 8000;
const mark = /^[ \t]*(?:#(?:import|include|pragma)\b|@(?:interface|implementation|import|protocol|class)\b)/m;
const comment = /^[ \t]*(?:%|function\b|classdef\b)/m;

/** Whether a `.m` file is Objective-C and not MATLAB, by what stands at its beginning. */
export function isObjectiveC(text: string): boolean {
  const start = text.slice(0, lookedAt);
  return mark.test(start) && !comment.test(start);
}

import { expect, test } from "vitest";
import { isObjectiveC } from "../../src/syntax/languages/objectiveC.js";

test.each([
  ["#import <Foundation/Foundation.h>\n\nint main(void) { return 0; }\n", true],
  ['//\n//  Gauge.m\n//\n\n#import "Gauge.h"\n\n@implementation Gauge\n@end\n', true],
  ["/* A gauge. */\n@interface Gauge : NSObject\n@end\n", true],
  ["% A gauge.\nx = 1;\n", false],
  ["# An Octave script\n#include is no directive here\nfunction f\nend\n", false],
  ["x = @(t) t;\nplot(x(1))\n", false],
  ["", false],
])("%j: %s", (text, expected) => {
  expect(isObjectiveC(text)).toBe(expected);
});

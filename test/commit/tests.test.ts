import { expect, it } from "vitest";
import { titledTests, withoutRenamedTests } from "../../src/commit/tests.js";

it("finds titles in several frameworks", () => {
  const titles = (path: string, text: string): string[] => titledTests(path, text).map(({ title }) => title);
  expect(
    titles("a.test.ts", 'test("reads a file", f);\nit.each([1])(`goes on`, f); emit("no test");'),
  ).toEqual(["reads a file", "goes on"]);
  expect(titles("a_spec.rb", "it 'keeps order' do\nend\nspecify(\"one two\") { }")).toEqual([
    "keeps order",
    "one two",
  ]);
  expect(titles("a.cc", 'TEST_F(GaugeTest, ReadsZero) {}\nTEST_CASE("low water") {}')).toEqual([
    "gauge test reads zero",
    "low water",
  ]);
  expect(titles("a.py", "it('is not Python')")).toEqual([]);
});

it("takes a test with a new name for the same test", () => {
  const test = (title: string) => ({ name: title, title });
  expect(
    withoutRenamedTests(
      [test("core format to array"), test("reads tides")],
      [test("core format to c array"), test("counts moons")],
    ),
  ).toEqual({
    testsAdded: [test("reads tides")],
    testsRemoved: [test("counts moons")],
  });
});

import { expect, test } from "vitest";
import { scoreProgram } from "../../../src/plot/measure/score.js";
import { truthOf } from "../../../src/plot/measure/truth.js";
import { plotsOf } from "../support.js";

const line = (min: number, max: number, mean: number) => ({
  kind: "line",
  line: 1,
  fn: "plot",
  displayname: "",
  xdata: { n: 3, min: 1, max: 3, mean: 2 },
  ydata: { n: 3, min, max, mean },
  shape: { trend: "increasing", n_peaks: 0, n_zero_cross: 0, x_at_max: 3, x_at_min: 1 },
});

/** As Octave writes it: lists of one are the thing itself. */
const truth = (objects: unknown, more: Record<string, unknown> = {}) => {
  const read = truthOf({
    error: "",
    figures: { axes: { title: "", xlabel: "", ylabel: "", zlabel: "", legend: [], objects, ...more } },
  });
  if (!read) throw new Error("no truth");
  return read;
};

type Drawn = ReturnType<typeof truth>;

const score = async (program: string, drawn: Drawn, again?: Drawn) => {
  const { figures, deleted_objects } = await plotsOf(program);
  return scoreProgram(
    "program.m",
    figures.flatMap(({ axes }) => axes),
    deleted_objects,
    drawn,
    again,
  );
};

test("a description that is right in everything", async () => {
  const found = await score("plot([4 5 6])", truth(line(4, 6, 5)));
  expect(found).toMatchObject({ objects: 1, found: 1, invented: 0, misses: [] });
  expect(found.right).toBe(found.said);
  expect(found.recalled).toBe(found.drawn);
});

test("one percent of the range is allowed, more is wrong", async () => {
  expect((await score("plot([4 5.01 6.01])", truth(line(4, 6, 5)))).misses).toEqual([]);
  const wrong = await score("plot([4 5 6.1])", truth(line(4, 6, 5)));
  expect(wrong.misses.map(({ what }) => what.split(":")[0])).toEqual(["greatest y", "mean y"]);
  expect(wrong.said - wrong.right).toBe(2);
});

test("an object that nobody drew, and one that is not described", async () => {
  const found = await score(
    "plot([4 5 6]); hold on\nplot([1 1 1])",
    truth([line(4, 6, 5), { ...line(0, 1, 0), line: 7 }]),
  );
  expect(found).toMatchObject({ objects: 2, found: 1, invented: 1 });
});

test("what another run draws otherwise has to be said to be unknown", async () => {
  const drawn = truth(line(4, 6, 5));
  const again = truth(line(3, 6, 4));
  const admitting = await score("y = load('a.txt'); plot(1:3, y)", drawn, again);
  expect(admitting).toMatchObject({ unknowable: 1, admitted: 1 });
  expect(admitting.recalled).toBe(admitting.drawn);
  expect(await score("plot([4 5 6])", drawn, again)).toMatchObject({ unknowable: 1, admitted: 0 });
  expect(await score("plot([4 5 6])", drawn, drawn)).toMatchObject({ unknowable: 0 });
});

test("the lines of a box plot are one object", async () => {
  const lines = [1, 2, 3].map(() => ({ ...line(0, 1, 0), fn: "boxplot" }));
  const found = await score("boxplot([1 2; 3 4; 5 6])", truth(lines));
  expect(found).toMatchObject({ objects: 1, found: 1, invented: 0 });
});

test("labels count", async () => {
  const found = await score("plot([4 5 6]); title('A')", truth(line(4, 6, 5), { title: "B", ylabel: "v" }));
  expect(found.misses.map(({ kind, what }) => `${kind}: ${what}`)).toEqual([
    "title: title: A, drawn B",
    "ylabel: not said, drawn v",
  ]);
});

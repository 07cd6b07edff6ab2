import { describe, expect, it } from "vitest";
import type { Confidence, TextGenerator } from "../../src/inference/types.js";
import { document, scripted } from "./support.js";

const source = `def scale(values, factor):
    return [value * factor for value in values]
`;

const answers = {
  "<|summary|>": "Multiply all values by a factor.",
  values: "Numbers in any order.",
  factor: "What to multiply with.",
  "<|returns|>": "The products, in the same order.",
};

/** Gives each kind of text the log-probability that is asked for, and notes what it is asked. */
function measured(
  confidence: Confidence | undefined,
  logProbabilities: Readonly<Record<string, number>>,
  said: Readonly<Record<string, string>> = answers,
): TextGenerator & { asked: string[] } {
  const { generate, ...rest } = scripted(said);
  const asked: string[] = [];
  return {
    ...rest,
    asked,
    ...(confidence !== undefined && { confidence }),
    generate: async (prefix, slots, options, signal) => {
      asked.push(...slots.map(({ open }) => open));
      const texts = await generate(prefix, slots, options, signal);
      return texts.map((text, i) => {
        const kind = /^<\|(\w+)\|>/.exec(slots[i]?.open ?? "")?.[1] ?? "";
        return { ...text, logProbability: logProbabilities[kind] ?? 0 };
      });
    },
  };
}

const slotsOf = async (generator: TextGenerator) => {
  const { result } = await document(source, { generator });
  const [written] = result.functions;
  if (written === undefined) throw new Error("the function is found");
  return written;
};

describe("how sure the model must be", () => {
  const all = { summary: -1, details: -1, parameter: -1, returns: -1, yields: -1, raises: -1 };

  it("uses texts from the threshold on, and what the code says below it", async () => {
    const { slots, notes } = await slotsOf(measured(all, { summary: -1, param: -1.01, returns: -0.2 }));
    expect(slots.summary).toBe("Multiply all values by a factor.");
    expect(slots.parameters).toEqual({ values: "Iterated over.", factor: "Used in `value * factor`." });
    expect(slots.returns).toBe("The products, in the same order.");
    expect(notes).toEqual([
      "In the words of the model, which may be wrong: summary, returns.",
      "The model was unsure of 2 of 4 texts: they say what the code says.",
    ]);
  });

  it("does not even ask for kinds that were never better", async () => {
    const generator = measured({ ...all, summary: null }, {});
    const { slots, notes } = await slotsOf(generator);
    expect(slots.summary).toBe("Scale `values`.");
    expect(slots.parameters).toMatchObject({ factor: "What to multiply with." });
    expect(generator.asked).not.toContain("<|summary|>");
    expect(generator.asked).toHaveLength(3);
    expect(notes).toEqual(["In the words of the model, which may be wrong: values, factor, returns."]);
  });

  it("asks nothing of a model that is never better", async () => {
    const generator = measured({}, {});
    const { status, notes } = await slotsOf(generator);
    expect(status).toBe("written");
    expect(generator.asked).toEqual([]);
    expect(notes).toEqual([]);
  });

  it("uses all texts of a model that was not measured", async () => {
    const { slots, notes } = await slotsOf(measured(undefined, { summary: -9, param: -9, returns: -9 }));
    expect(slots.summary).toBe("Multiply all values by a factor.");
    expect(notes).toEqual([
      "In the words of the model, which may be wrong: summary, values, factor, returns.",
    ]);
  });
});

describe("texts that are no texts", () => {
  it("drops what is said of two parameters alike", async () => {
    const same = "The number of the same shape.";
    const { slots, notes } = await slotsOf(
      measured(undefined, {}, { ...answers, values: same, factor: ` ${same.toUpperCase()}` }),
    );
    expect(slots.parameters).toEqual({ values: "Iterated over.", factor: "Used in `value * factor`." });
    expect(notes).toEqual([
      "In the words of the model, which may be wrong: summary, returns.",
      "The model was unsure of 2 of 4 texts: they say what the code says.",
    ]);
  });

  it("drops a summary without a word in common with the function", async () => {
    const { slots } = await slotsOf(
      measured(undefined, {}, { ...answers, "<|summary|>": "Draw a graph with matplotlib." }),
    );
    expect(slots.summary).toBe("Scale `values`.");
  });
});

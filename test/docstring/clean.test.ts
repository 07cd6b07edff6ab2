import { describe, expect, it } from "vitest";
import { cleanText, imperative, isTautology, nameAsSentence } from "../../src/docstring/clean.js";

const context = {
  functionName: "resize",
  source: "def resize(image, size=64):\n    return pad(image)",
  maxLength: 100,
};
const clean = (text: string, changes: Partial<typeof context & { oneSentence: boolean }> = {}): string =>
  cleanText(text, { ...context, ...changes });

describe("cleanText", () => {
  it.each([
    ["  resized image  ", "Resized image."],
    ["Two\nlines, one   paragraph", "Two lines, one paragraph."],
    ["- a list item", "A list item."],
    ["`image` padded", "`image` padded."],
    ["np.ndarray of floats", "np.ndarray of floats."],
    ['An unbalanced `tick and "quote', "An unbalanced tick and quote."],
    ["Padded (with zeros", "Padded."],
    ["The size.<|end|> More", "The size. More."],
  ])("repairs %j", (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each([
    "See https://example.org for more.",
    "TODO: write this.",
    "Mail jane@example.org.",
    'Ends """ early.',
    "Closes */ early.",
    "the the the the",
    "Pads and crops and pads and crops and pads and crops.",
    "At most 128 pixels.",
    "Passed to `crop`.",
    "?!",
  ])("drops %j", (text) => {
    expect(clean(text)).toBe("");
  });

  it("keeps numbers and names that the code has", () => {
    expect(clean("At most 64 pixels, see `pad`. At most 65.")).toBe("At most 64 pixels, see `pad`.");
  });

  it("keeps whole sentences up to the limit", () => {
    expect(clean("First one. Second one. Third one.", { maxLength: 25 })).toBe("First one. Second one.");
    expect(clean("First one. Second one.", { oneSentence: true })).toBe("First one.");
  });
});

it.each([
  ["h", "The h used.", "f", true],
  ["num_items", "Number of items.", "f", true],
  ["imageSize", "The size of the image.", "f", true],
  ["image", "Image to resize.", "resize", true],
  ["image", "Image whose channels come last.", "resize", false],
  ["tol", "Stops when the change is smaller.", "fit", false],
])("isTautology(%s, %s)", (name, text, functionName, expected) => {
  expect(isTautology(name, text, functionName)).toBe(expected);
});

it.each([
  ["Returns the mean.", "Return the mean."],
  ["Applies a filter.", "Apply a filter."],
  ["Matches the names.", "Match the names."],
  ["Process the data.", "Process the data."],
  ["Classes of the model.", "Classes of the model."],
  ["This is it.", "This is it."],
])("imperative(%s)", (text, expected) => {
  expect(imperative(text)).toBe(expected);
});

it("nameAsSentence", () => {
  expect(nameAsSentence("compute_mean", true)).toBe("Compute mean.");
  expect(nameAsSentence("parseHTTPHeader", true)).toBe("Parse HTTP header.");
  expect(nameAsSentence("sorted_edges", true)).toBe("Return sorted edges.");
});

import { expect, it } from "vitest";
import type { LanguageId } from "../../src/syntax/types.js";
import { document } from "./support.js";

const lines = async (text: string, language: LanguageId): Promise<string[]> => {
  const { result } = await document(text, { language });
  return (result.functions[0]?.docstring ?? "").split("\n").map((line) => line.trim());
};

it("says in Javadoc what a type parameter is the type of", async () => {
  const text = `class Lists {
    static <T, K extends Comparable<K>, R> Map<K, List<T>> group(List<? extends T> items, Function<T, K> key, K... order) {
        return null;
    }
}
`;
  const written = await lines(text, "java");
  expect(written).toContain("* @param <T> The type of the elements of {@code items}.");
  expect(written).toContain("* @param <K> The type of the elements of {@code order}.");
  expect(written.join("\n")).not.toContain("<R>");
  expect(written.indexOf("* @param <T> The type of the elements of {@code items}.")).toBeLessThan(
    written.findIndex((line) => line.startsWith("* @param items")),
  );
});

it("says it in TSDoc and in XML of C#", async () => {
  const script =
    "export async function first<T extends object, U>(items: readonly T[], other: U | null): Promise<U> {\n  return other ?? pick(items);\n}\n";
  const written = await lines(script, "typescript");
  expect(written).toContain("* @typeParam T - The type of the elements of `items`.");
  expect(written).toContain("* @typeParam U - The type of `other` and the value in the result.");
  const sharp =
    "class A {\n    public static TOut Map<TIn, TOut>(TIn value, Func<TIn, TOut> f) { return f(value); }\n}\n";
  const xml = await lines(sharp, "csharp");
  expect(xml).toContain('/// <typeparam name="TIn">The type of <paramref name="value"/>.</typeparam>');
  expect(xml).toContain('/// <typeparam name="TOut">The type of the result.</typeparam>');
});

it("adds none to documentation that has none", async () => {
  const text = `class Lists {
    /**
     * Returns the first.
     *
     * @param items the items
     * @return the first
     */
    static <T> T first(List<T> items) {
        return items.get(0);
    }
}
`;
  const { result } = await document(text, { language: "java" });
  expect(result.functions[0]?.status).toBe("kept");
});

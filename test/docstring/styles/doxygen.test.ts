import { expect, test } from "vitest";
import { doxygen } from "../../../src/docstring/styles/doxygen.js";
import { parsed, rendered, rewritten } from "./support.js";

test.each([
  [
    "/**\n * \\brief Fits a plane.\n *\n * \\ingroup fit\n * \\param[in,out] cloud the points\n * \\return the error\n */",
  ],
  ["/// @brief Fits a plane.\n///\n/// By least squares.\n///\n/// @param cloud the points"],
  ["//! Fits a plane.\n//!\n//! \\param cloud the points\n//! \\throws std::runtime_error if empty"],
  ["/*!\n * Fits a plane.\n *\n * @tparam T the scalar\n * @param cloud the points\n * @note slow\n */"],
])("keeps delimiters, command character and brief: %s", (raw) => {
  const written = rewritten(doxygen, raw);
  expect(written).toBe(raw);
});

test("reads directions and commands of either kind", () => {
  const docstring = parsed(
    doxygen,
    "/** \\brief Fits a plane\n  * to points.\n  *\n  * Uses \\a n points.\n  * \\code\n  * @param x\n  * \\endcode\n  * @param[out] n how many\n  * \\param first,last the range\n  */",
  );
  expect(docstring.summary).toBe("Fits a plane to points.");
  expect(docstring.details).toBe("Uses \\a n points.\n\\code\n@param x\n\\endcode");
  expect(docstring.parameters).toEqual([{ name: "n", direction: "out", description: "how many" }]);
  expect(docstring.otherSections).toEqual([{ heading: "param", body: "first,last the range", position: 1 }]);
});

test("a new comment has brief and the directions that the types prove", () => {
  const parameters = [
    { name: "cloud", kind: "positional", type: "const Cloud &" },
    { name: "n", kind: "positional", type: "int" },
    { name: "out", kind: "positional", type: "Plane *" },
  ] as const;
  const docstring = {
    summary: "Fits a plane.",
    parameters: parameters.map(({ name }) => ({ name, description: `the ${name}` })),
    returns: [{ description: "the error" }],
    raises: [{ type: "std::runtime_error", description: "if empty" }],
  };
  expect(rendered(doxygen, docstring, {}, { parameters })).toBe(`/**
 * @brief Fits a plane.
 *
 * @param[in] cloud the cloud
 * @param[in] n the n
 * @param out the out
 * @return the error
 * @throws std::runtime_error if empty
 */`);
});

test("a backslash at the end of a line comment cannot take the next line in", () => {
  const written = rendered(doxygen, { summary: "Ends in \\" }, {}, { raw: "/// Old." });
  expect(written).toBe("/// Ends in \\\n///");
});

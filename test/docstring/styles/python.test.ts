import { describe, expect, it } from "vitest";
import { recogniseStyle, styles } from "../../../src/docstring/styles/registry.js";
import type { Docstring, Layout, StyleId } from "../../../src/docstring/types.js";
import type { FunctionPatch } from "../../../src/syntax/types.js";

const layout: Layout = {
  indent: "    ",
  lineLength: 72,
  newline: "\n",
  quotes: '"""',
  summaryOnFirstLine: true,
  indentUnit: "    ",
};
const context = { language: "python", patch: {} as FunctionPatch } as const;
const parse = (id: StyleId, raw: string): Docstring => styles[id].parse(raw, context);
const render = (id: StyleId, docstring: Docstring, changes: Partial<Layout> = {}): string =>
  styles[id].render(docstring, { ...layout, ...changes }, context);

const example: Docstring = {
  summary: "Fit a line.",
  details: "The line is found by least squares, which weighs large errors more than small ones.",
  parameters: [
    { name: "x", type: "np.ndarray", description: "Where the values were measured." },
    { name: "degree", type: "int", optional: true, default: "1", description: "Degree of the polynomial." },
    { name: "args", variadic: "*", description: "Passed on." },
    { name: "kwargs", variadic: "**", description: "Passed on as well." },
  ],
  returns: [{ type: "tuple[float, float]", description: "Slope and offset." }],
  yields: [],
  raises: [{ type: "ValueError", description: "If `x` is empty." }],
  otherSections: [{ heading: "Examples", body: ">>> fit([1, 2])\n(1.0, 0.0)", position: 3 }],
};

describe("Google", () => {
  it("renders", () => {
    expect(render("google", example)).toBe(`"""Fit a line.

    The line is found by least squares, which weighs large errors more
    than small ones.

    Args:
        x (np.ndarray): Where the values were measured.
        degree (int, optional): Degree of the polynomial. Defaults to 1.
        *args: Passed on.
        **kwargs: Passed on as well.

    Returns:
        tuple[float, float]: Slope and offset.

    Raises:
        ValueError: If \`x\` is empty.

    Examples:
        >>> fit([1, 2])
        (1.0, 0.0)
    """`);
    expect(parse("google", render("google", example))).toEqual({
      ...example,
      details: "The line is found by least squares, which weighs large errors more\nthan small ones.",
    });
  });

  it("reads what people write", () => {
    const docstring = parse(
      "google",
      `"""
    Mix two signals. The louder one wins.

    Note that this is prose, and so is: this.

    Arguments:
      a, b (list of float, optional): Samples,
        as numbers:

        * one per step
        * none missing
      mode ({'fast', 'slow'}): How. Defaults to \`'fast'\`.
      rate=8000 (int): Per second.
      **options: See
      the manual.
    Keyword Args:
      gain: Factor.
    Returns: dict: Names to values.

    Except:
      ValueError, TypeError: If a
        value is wrong.
      OSError

    Input shape:
      (n, 2)

    .. note::
       Trailing text.
    """`,
    );
    expect(docstring).toEqual({
      summary: "Mix two signals.",
      details: "The louder one wins.\n\nNote that this is prose, and so is: this.",
      parameters: [
        {
          name: "a",
          type: "list of float",
          optional: true,
          description: "Samples,\nas numbers:\n\n* one per step\n* none missing",
        },
        {
          name: "b",
          type: "list of float",
          optional: true,
          description: "Samples,\nas numbers:\n\n* one per step\n* none missing",
        },
        { name: "mode", type: "{'fast', 'slow'}", default: "`'fast'`", description: "How." },
        { name: "rate", type: "int", default: "8000", description: "Per second." },
        { name: "options", variadic: "**", description: "See\nthe manual." },
        { name: "gain", description: "Factor." },
      ],
      returns: [{ type: "dict", description: "Names to values." }],
      yields: [],
      raises: [
        { type: "ValueError", description: "If a\nvalue is wrong." },
        { type: "TypeError", description: "If a\nvalue is wrong." },
        { type: "OSError", description: "" },
      ],
      otherSections: [
        { heading: "Input shape", body: "(n, 2)", position: 3 },
        { heading: "", body: ".. note::\n   Trailing text.", position: 4 },
      ],
    });
  });

  it("takes prose for prose", () => {
    const [result] = parse(
      "google",
      '"""Do it.\n\nReturns:\n    A tuple: the first, then the second.\n"""',
    ).returns;
    expect(result).toEqual({ description: "A tuple: the first, then the second." });
  });

  it("keeps a section that is not in the usual form", () => {
    const { parameters, otherSections } = parse(
      "google",
      '"""Do it.\n\nArgs:\n    As for the other one.\n"""',
    );
    expect(parameters).toEqual([]);
    expect(otherSections).toEqual([{ heading: "Args", body: "As for the other one.", position: 0 }]);
  });
});

describe("NumPy", () => {
  it("renders", () => {
    expect(render("numpy", { ...example, details: "" })).toBe(`"""Fit a line.

    Parameters
    ----------
    x : np.ndarray
        Where the values were measured.
    degree : int, optional, default 1
        Degree of the polynomial.
    *args
        Passed on.
    **kwargs
        Passed on as well.

    Returns
    -------
    tuple[float, float]
        Slope and offset.

    Raises
    ------
    ValueError
        If \`x\` is empty.

    Examples
    --------
    >>> fit([1, 2])
    (1.0, 0.0)
    """`);
    expect(parse("numpy", render("numpy", { ...example, details: "" }))).toEqual({ ...example, details: "" });
  });

  it("reads what people write", () => {
    const docstring = parse(
      "numpy",
      `r"""
    Mix two signals
    of any length.

    Parameters
    ----------
    a, b : array_like
        Samples.

        A second paragraph with \\alpha.
    mode : {'fast', 'slow'}, optional (default: 'fast')
    \\*args, **kwargs
        Passed on.

    Other Parameters
    ----------------
    rate: int
      Per second.

    Returns
    -------
    mixed : ndarray, shape (n,)
        The result.
    float

    See Also
    --------
    other : Something else.

    Raises
    ------
    ValueError
        If it must.
    """`,
    );
    expect(docstring).toEqual({
      summary: "Mix two signals of any length.",
      details: "",
      parameters: [
        { name: "a", type: "array_like", description: "Samples.\n\nA second paragraph with \\alpha." },
        { name: "b", type: "array_like", description: "Samples.\n\nA second paragraph with \\alpha." },
        { name: "mode", type: "{'fast', 'slow'}", optional: true, default: "'fast'", description: "" },
        { name: "args", variadic: "*", description: "Passed on." },
        { name: "kwargs", variadic: "**", description: "Passed on." },
        { name: "rate", type: "int", description: "Per second.", isOther: true },
      ],
      returns: [
        { name: "mixed", type: "ndarray, shape (n,)", description: "The result." },
        { type: "float", description: "" },
      ],
      yields: [],
      raises: [{ type: "ValueError", description: "If it must." }],
      otherSections: [{ heading: "See Also", body: "other : Something else.", position: 3 }],
    });
    expect(render("numpy", docstring)).toMatch(/^r"""Mix/);
    expect(parse("numpy", render("numpy", docstring))).toEqual(docstring);
  });

  it("takes no word at the end of a sentence for a parameter", () => {
    const { parameters } = parse(
      "numpy",
      `"""Count.

    Parameters
    ----------
    nodes : list
        Where to start.

    Nodes that are not reached stay out of the
    count.

    Implementation note: two copies are made.
    """`,
    );
    expect(parameters).toEqual([
      {
        name: "nodes",
        type: "list",
        description:
          "Where to start.\n\nNodes that are not reached stay out of the\ncount.\n\nImplementation note: two copies are made.",
      },
    ]);
  });
});

describe("Sphinx and Epytext", () => {
  it.each([
    ["sphinx", ":param", ":type", ":return", ":rtype", ":raises ValueError"],
    ["epytext", "@param", "@type", "@return", "@rtype", "@raise ValueError"],
  ] as const)("%s renders and reads back", (id, param, type, returns, rtype, raises) => {
    const docstring: Docstring = { ...example, details: "", otherSections: [] };
    expect(render(id, docstring)).toBe(
      `"""Fit a line.

    ${param} x: Where the values were measured.
    ${type} x: np.ndarray
    ${param} degree: Degree of the polynomial. Defaults to 1.
    ${type} degree: int, optional
    ${param} \\*args: Passed on.
    ${param} \\*\\*kwargs: Passed on as well.
    ${returns}: Slope and offset.
    ${rtype}: tuple[float, float]
    ${raises}: If \`x\` is empty.
    """`.replace('"""Fit', 'r"""Fit'),
    );
    expect(parse(id, render(id, docstring))).toEqual(docstring);
  });

  it("reads types in the field, wrapped text and fields of its own", () => {
    const docstring = parse(
      "sphinx",
      `"""Open it.

    :param str path: Where
        it lies.
    :param mode: How,
    wrapped carelessly.
    :returns: A handle.
    :meta private:
    :raises OSError: Always.
    """`,
    );
    expect(docstring.parameters).toEqual([
      { name: "path", type: "str", description: "Where\nit lies." },
      { name: "mode", description: "How,\nwrapped carelessly." },
    ]);
    expect(docstring.returns).toEqual([{ description: "A handle." }]);
    expect(docstring.otherSections).toEqual([{ heading: "meta private", body: "", position: 2 }]);
    expect(docstring.raises).toEqual([{ type: "OSError", description: "Always." }]);
  });

  it("does not take a role at the start of a line for a field", () => {
    expect(parse("sphinx", '"""Like\n:class:`Thing`, but faster."""').summary).toBe(
      "Like :class:`Thing`, but faster.",
    );
  });
});

describe("the literal", () => {
  const plain = (summary: string, details = ""): Docstring => ({
    ...example,
    summary,
    details,
    parameters: [],
    returns: [],
    raises: [],
    otherSections: [],
  });

  it("is one line where it can be", () => {
    expect(render("pep257", plain("Do it"))).toBe('"""Do it."""');
  });

  it("follows quotes, newline and place of the summary", () => {
    const changes = { quotes: "'''", newline: "\r\n", summaryOnFirstLine: false } as const;
    expect(render("google", plain("Do it.", "Now."), changes)).toBe(
      "'''\r\n    Do it.\r\n\r\n    Now.\r\n    '''",
    );
  });

  it("is raw where backslashes occur and evades its own quotes", () => {
    expect(render("google", plain("Split at \\n."))).toBe('r"""Split at \\n."""');
    expect(render("google", plain('Write """text""".'))).toBe("'''Write \"\"\"text\"\"\".'''");
    expect(render("google", plain("Both \"\"\" and '''."))).toBe('"""Both \\""" and \'\'\'."""');
    expect(parse("google", '"""Both \\"\\"\\" and \'\'\'."""').summary).toBe("Both \"\"\" and '''.");
  });

  it("resolves line continuations, and leaves escapes as the author reads them", () => {
    expect(parse("google", '"""\\\nDo it at \\n."""').summary).toBe("Do it at \\n.");
  });
});

it("recogniseStyle", () => {
  expect(recogniseStyle(render("numpy", example), "python")).toBe("numpy");
  expect(recogniseStyle(render("google", example), "python")).toBe("google");
  expect(recogniseStyle(render("sphinx", example), "python")).toBe("sphinx");
  expect(recogniseStyle(render("epytext", example), "python")).toBe("epytext");
  expect(recogniseStyle('"""Only a sentence."""', "python")).toBe("pep257");
});

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readNeighbours } from "../../src/client/siblings.js";
import { documentFile } from "../../src/docstring/document.js";
import { neighbourReader } from "../../src/docstring/wordSources.js";
import type { DocumentParams } from "../../src/protocol/messages.js";
import { python } from "../../src/syntax/languages/python.js";
import { never, parser, snapshot } from "./support.js";

const text = `def smooth(image, sigma=1.0, mode="reflect"):
    return convolve(image, sigma, mode)
`;

const documented = (name: string, image: string, sigma: string): string => `def ${name}(image, sigma=1.0):
    """Do it.

    Args:
        image: ${image}
        sigma: ${sigma}
    """
    work(image, sigma)
`;

async function write(
  neighbours: Readonly<Record<string, string>>,
  source = text,
): Promise<{ docstring: string; notes: readonly string[] }> {
  const params: DocumentParams = {
    document: snapshot(source),
    targets: { kind: "all" },
    missingOnly: true,
    style: "google",
    conventions: {},
    neighbours,
    priority: "interactive",
  };
  const tools = { parser, readNeighbours: neighbourReader(parser) };
  const { functions } = await documentFile(params, tools, () => {}, never);
  const { docstring = "", notes = [] } = functions.at(-1) ?? {};
  return { docstring, notes };
}

describe("words of neighbours", () => {
  it("are taken where two files agree, and the note names them", async () => {
    const { docstring, notes } = await write({
      "edges.py": documented("edges", "Grey image.", "Width of the kernel in pixels."),
      "blobs.py": documented("blobs", "Colour image.", "Width of the kernel in pixels"),
    });
    expect(docstring).toContain("sigma (float, optional): Width of the kernel in pixels.");
    expect(docstring).toContain("image: Passed to `convolve`.");
    expect(notes[0]).toBe("In the words of edges.py and blobs.py: sigma.");
  });

  it("are not taken from half of those that say something", async () => {
    const wide = documented("edges", "Grey image.", "Width of the kernel in pixels.");
    const sure = documented("blobs", "Grey image.", "How sure one is.");
    const { docstring } = await write({ "a.py": wide, "b.py": wide, "c.py": sure, "d.py": sure });
    expect(docstring).toContain("image: Grey image.");
    expect(docstring).toContain("sigma (float, optional): Passed to `convolve`.");
  });

  it("are taken from one file alone where its function is called with the parameter", async () => {
    const convolve = `def convolve(image, /, sigma, *, mode='reflect'):
    """Convolve an image.

    Args:
        image: Grey image.
        sigma: Width of the kernel in pixels.
        mode: How borders are handled, "reflect" by default.
    """
`;
    const { docstring, notes } = await write({
      "edges.py": documented("edges", "Colour image.", "How sure one is."),
      "filters.py": convolve,
    });
    expect(docstring).toContain("image: Grey image.");
    expect(docstring).toContain("sigma (float, optional): Width of the kernel in pixels.");
    expect(docstring).toContain("How borders are handled");
    expect(notes[0]).toBe("In the words of filters.py: image, sigma, mode.");
    const renamed = text.replace("image, sigma, mode)", "image, width=sigma, mode=mode)");
    expect((await write({ "filters.py": convolve }, renamed)).docstring).toContain(
      "sigma (float, optional): Passed to `convolve` as `width`.",
    );
  });

  it("count less than those of the file itself", async () => {
    const wide = documented("edges", "Grey image.", "Width of the kernel in pixels.");
    const own = documented("blur", "Any image.", "Width in metres.");
    const { docstring, notes } = await write({ "a.py": wide, "b.py": wide }, `${own}\n\n${text}`);
    expect(docstring).toContain("sigma (float, optional): Width in metres.");
    expect(notes[0]).toBe("In the words of other functions of the file: image, sigma.");
  });

  it("are not taken where they tell the use in one body, nor where the default is another", async () => {
    const used = documented("edges", "Passed to `filter`.", "Width, 2 by default.").replace("=1.0", "=2.0");
    const { docstring } = await write({ "a.py": used, "b.py": used });
    expect(docstring).toContain("image: Passed to `convolve`.");
    expect(docstring).toContain("sigma (float, optional): Passed to `convolve`.");
  });

  it("tell what methods of one name return", async () => {
    const method = (name: string): string => `class ${name}:
    def fit(self, image):
        """Fit the model to an image.

        Returns:
            The fitted model.
        """
        return self
`;
    const source = "class Ridge:\n    def fit(self, image):\n        return self\n";
    const { docstring, notes } = await write({ "a.py": method("Lasso"), "b.py": method("Huber") }, source);
    expect(docstring).toContain("Fit the model to an image.");
    expect(docstring).toContain("The fitted model.");
    expect(notes[0]).toBe("In the words of a.py and b.py: summary, returns.");
  });

  it("tell the result that is given back as it comes", async () => {
    const load = `def load(name):
    """Load.

    Returns:
        The image as grey values.
    """
    return read(name)
`;
    const source = (result: string): string => `def camera():\n    return ${result}\n`;
    const { docstring, notes } = await write({ "a.py": load }, source('load("camera.png")'));
    expect(docstring).toContain("Returns:\n        The image as grey values.");
    expect(notes[0]).toBe("In the words of a.py: returns.");
    for (const other of ['load("camera.png")[0]', 'store.load("camera.png")', 'load("a") if now else None'])
      expect((await write({ "a.py": load }, source(other))).docstring).not.toContain("grey values");
    const own = `${load.replace("grey values", "colours")}\n\n${source('load("camera.png")')}`;
    expect((await write({ "a.py": load }, own)).docstring).toContain("The image as colours.");
  });

  it("are read once as long as a text stays the same, and only where it names what is asked", async () => {
    let parsed = 0;
    const counting = {
      ...parser,
      parse: (...args: Parameters<typeof parser.parse>) => {
        parsed += 1;
        return parser.parse(...args);
      },
    };
    const read = neighbourReader(counting);
    const texts = {
      "a.py": documented("edges", "Grey image.", "Width."),
      "b.py": 'def f(colour):\n    """Do."""\n',
    };
    expect(await read(texts, new Set(["sigma"]), python, never)).toHaveLength(1);
    expect(await read(texts, new Set(["sigma"]), python, never)).toHaveLength(1);
    expect(parsed).toBe(1);
    await read(
      { ...texts, "a.py": documented("edges", "Any image.", "Width.") },
      new Set(["sigma"]),
      python,
      never,
    );
    expect(parsed).toBe(2);
  });
});

describe("readNeighbours", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "codepatch-neighbours-"));
    for (const name of ["a.py", "b.py", "c.py", "d.py", "e.txt"])
      await writeFile(path.join(folder, name), name.repeat(name === "a.py" ? 49_000 : 30_000));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("reads what is nearest in the alphabet, until it is much", async () => {
    const isPython = (name: string): boolean => name.endsWith(".py");
    expect(Object.keys(await readNeighbours(path.join(folder, "d.py"), isPython))).toEqual(["c.py", "b.py"]);
    expect(Object.keys(await readNeighbours(path.join(folder, "b.py"), isPython))).toEqual(["a.py"]);
  });

  it("looks at no more than sixty files, however small or large", async () => {
    const many = path.join(folder, "many");
    await mkdir(many);
    for (let i = 0; i < 100; i++)
      await writeFile(path.join(many, `${100 + i}.py`), "x".repeat(i === 1 ? 300_000 : 9));
    const found = Object.keys(await readNeighbours(path.join(many, "100.py"), () => true));
    expect(found).toHaveLength(59);
    expect(found.at(-1)).toBe("160.py");
  });

  it("finds nothing in a folder that is not there", async () => {
    expect(await readNeighbours(path.join(folder, "none", "d.py"), () => true)).toEqual({});
  });
});

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const scenes = ({ page, open }) => {
  /** Colours of grammars arrive after the text. */
  const coloured = () => page.locator(".view-line span[class*='mtk']:not(.mtk1)").first().waitFor();
  return {
    async script() {
      await open("tide_spectrum.m");
      await coloured();
    },
    async function() {
      await open("smoothLevels.m");
      await coloured();
    },
  };
};

export const matlab = { scenes };

/** Beside an extension that stands in for MathWorks' own, whose colours must then be used: it makes each word a keyword. */
export const matlabBeside = {
  scenes,
  extensions(folder) {
    const extension = path.join(folder, "mathworks.language-matlab-1.3.4");
    const manifest = {
      name: "language-matlab",
      publisher: "MathWorks",
      version: "1.3.4",
      engines: { vscode: "^1.60.0" },
      contributes: {
        languages: [{ id: "matlab", extensions: [".m"], aliases: ["MATLAB"] }],
        grammars: [{ language: "matlab", scopeName: "source.matlab", path: "./grammar.json" }],
      },
    };
    const grammar = { scopeName: "source.matlab", patterns: [{ match: "\\w+", name: "keyword.control" }] };
    mkdirSync(extension);
    writeFileSync(path.join(extension, "package.json"), JSON.stringify(manifest));
    writeFileSync(path.join(extension, "grammar.json"), JSON.stringify(grammar));
    return [extension];
  },
};

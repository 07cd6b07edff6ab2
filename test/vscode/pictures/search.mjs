import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A study of storms, as Jupyter writes it. */
const study = JSON.stringify(
  {
    cells: [
      markdown("# Storms of the year\n", "Levels are those of the harbour gauge, every ten minutes."),
      code(
        "from collections import Counter\n",
        "import matplotlib.pyplot as plt\n",
        "from tideline.extremes import storm_surges",
      ),
      markdown("## How often water stood high\n", "We count the storms of each month and draw them as bars."),
      code(
        "surges = storm_surges(residuals, threshold=1.2)\n",
        "by_month = Counter(times[index].month for index, _ in surges)\n",
        "plt.bar(by_month.keys(), by_month.values())\n",
        'plt.ylabel("storms")',
      ),
    ],
    metadata: { language_info: { name: "python" } },
    nbformat: 4,
    nbformat_minor: 4,
  },
  undefined,
  1,
);

function markdown(...source) {
  return { cell_type: "markdown", metadata: {}, source };
}

function code(...source) {
  return { cell_type: "code", execution_count: null, metadata: {}, outputs: [], source };
}

export const search = {
  prepare(workspace) {
    mkdirSync(path.join(workspace, "study"));
    writeFileSync(path.join(workspace, "study/storms.ipynb"), study);
  },
  settings: { "codepatch.lens": "off" },
  scenes: ({ page, keyboard, row, file, open, runCommand, chooseFromMenu }) => ({
    async description() {
      await open("records.py");
      await runCommand("CodePatch: Find Code for Description");
      await page.locator(".quick-input-title", { hasText: "Find Code" }).waitFor();
      await keyboard.type("runs of levels above a threshold", { delay: 20 });
      await row("storm_surges").waitFor();
    },
    async notebook() {
      await keyboard.press("Escape");
      await runCommand("CodePatch: Find Code for Description");
      await page.locator(".quick-input-title", { hasText: "Find Code" }).waitFor();
      await keyboard.type("bars of the storms of each month", { delay: 20 });
      await row("How often water stood high").waitFor();
      await page.locator(".notebookOverlay").first().waitFor();
    },
    async paperMap() {
      await keyboard.press("Escape");
      await chooseFromMenu(file("paper.md"), "Find Code for Paper");
      await page.locator(".monaco-list-row", { hasText: "Most spoken of" }).first().waitFor();
    },
    async similar() {
      await open("filters.py", 20);
      await page.locator(".editor-instance .monaco-editor.focused").waitFor();
      await keyboard.press("Control+A");
      await page.locator(".statusbar-item", { hasText: "selected" }).waitFor();
      await runCommand("CodePatch: Find Similar Code");
      await row("extremes.py").waitFor();
    },
  }),
};

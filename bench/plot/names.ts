/**
 * Counts the programs whose every name is known to the evaluator: a variable, a function of the file, a builtin, or a
 * function that draws. Names that are not known are told apart with GNU Octave's help: functions of MATLAB, Octave or a
 * toolbox, and what can only be the author's own file or variable, which is not there.
 */
import { spawnSync } from "node:child_process";
import { builtins } from "../../src/plot/evaluate/builtins.js";
import { frameFunctions } from "../../src/plot/evaluate/frameFunctions.js";
import { librarySources } from "../../src/plot/evaluate/library/library.js";
import { assignedNames } from "../../src/plot/evaluate/names.js";
import type { Program, Statement } from "../../src/plot/evaluate/program.js";
import { createDrawing } from "../../src/plot/figure/drawing.js";
import { programsOf } from "../matlab.js";

/** Of MATLAB's toolboxes, and not in Octave's; so few occur in plotting scripts that they are listed. CVX, which extends the language, is no toolbox of MATLAB's. */
const onlyMatlab = new Set(
  `animatedline addpoints getpoints boxchart bubblechart categorical cwt datetime drawcircle duration emd exportgraphics fitcsvm fitctree fitdist
  fitensemble fitglm fitlm fitrgp fplot3 geoplot geobubble graph digraph heatmap histcounts imagesc3 imrect imshowpair iddata n4sid nlarx tfest ssest
  lasso lassoPlot lsqnonlin lsqcurvefit fmincon ga particleswarm patternsearch simulannealbnd parallelplot pdepe predict feedforwardnet train trainNetwork layrecnet network newff newhop
  patternnet polarhistogram polaraxes rlocusplot bodeplot scatterhistogram stackedplot stft swarmchart table array2table timetable timeseries tiledlayout nexttile viscircles
  wordcloud insertShape insertText vision videoPlayer fitgmdist fitcnb fitcknn fitcdiscr predict resubLoss kfoldLoss TreeBagger bar3h wavedec wrcoef waverec dwt idwt
  ode15s ode113 bvp4c bvpinit deval integral3 strlength contains startsWith endsWith extractBetween readtable writetable syms isotropic pspectrum spectrogram
  turbo parula lightangle rgb2lab imgaussfilt imnoise fspecial3 imbinarize adapthisteq dsp comm
  containers wavedec2 waverec2 appcoef2 detcoef2 wcodemat getPosition predictorImportance imageInputLayer convolution2dLayer reluLayer maxPooling2dLayer fullyConnectedLayer
  softmaxLayer classificationLayer trainingOptions perform vec2ind splitEachLabel`.split(/\s+/),
);

const drawing = createDrawing();
const isKnown = (name: string): boolean =>
  builtins.has(name) ||
  builtins.has(`${name}.Map`) ||
  librarySources.has(name) ||
  drawing.names.has(name) ||
  Object.hasOwn(frameFunctions, name);

const [dataset, ...flags] = process.argv.slice(2);
if (dataset === undefined) throw new Error("Name a data set of `codepatch eval plot`.");
const missing = new Map<string, Set<string>>();
let programs = 0;
for await (const { file, program } of programsOf(dataset)) {
  programs++;
  for (const name of unknownNames(program)) missing.set(name, (missing.get(name) ?? new Set()).add(file));
}

const ofLanguage = languageNames([...missing.keys()]);
const needing = (wanted: (name: string) => boolean): number =>
  new Set([...missing].flatMap(([name, files]) => (wanted(name) ? [...files] : []))).size;
const share = (n: number): string =>
  `${programs - n} of ${programs} (${((100 * (programs - n)) / programs).toFixed(1)} %)`;
console.log(
  `no unknown function of MATLAB, Octave or a toolbox: ${share(needing((name) => ofLanguage.has(name)))}`,
);
console.log(
  `no name of the author's own that is missing:        ${share(needing((name) => !ofLanguage.has(name)))}`,
);
console.log(`neither:                                            ${share(needing(() => true))}`);
if (flags.includes("--show")) {
  // What a program lacks besides decides whether one function more would complete it.
  const lacking = new Map<string, string[]>();
  for (const name of ofLanguage)
    for (const file of missing.get(name) ?? []) lacking.set(file, [...(lacking.get(file) ?? []), name]);
  const together = [...lacking.values()].map((names) => names.sort().join(" + "));
  console.log("\nwhat programs lack of the language");
  for (const names of new Set(together))
    console.log(`${together.filter((each) => each === names).length}  ${names}`);
  const byFiles = [...missing].sort(([, a], [, b]) => b.size - a.size);
  for (const of of [true, false]) {
    console.log(of ? "\nfunctions" : "\nown names");
    const listed = byFiles.filter(([name]) => ofLanguage.has(name) === of).slice(0, 150);
    console.log(listed.map(([name, { size }]) => `${name} ${size}`).join(", "));
  }
}

function unknownNames(program: Program): Set<string> {
  const found = new Set<string>();
  const scopes: { body: readonly Statement[]; own: readonly string[] }[] = [
    { body: program.body, own: [] },
    ...[...program.functions.values()].map(({ body, parameters, outputs }) => ({
      body,
      own: [...parameters.map(({ name }) => name), ...outputs],
    })),
  ];
  for (const { body, own } of scopes) {
    const variables = new Set([...own, ...assignedNames(body), ...symbols(body)]);
    visit(body, new Set());
    function visit(node: unknown, bound: ReadonlySet<string>): void {
      if (Array.isArray(node)) for (const each of node) visit(each, bound);
      if (typeof node !== "object" || node === null || Array.isArray(node)) return;
      const { type, name, parameters, value } = node as Record<string, unknown>;
      const inner = type === "lambda" ? new Set([...bound, ...(parameters as string[])]) : bound;
      const isName = type === "reference" || type === "command" || type === "handle";
      if (isName && typeof name === "string" && !variables.has(name) && !bound.has(name))
        if (!isKnown(name) && !program.functions.has(name)) found.add(name);
      for (const [key, each] of Object.entries(node))
        if (!(type === "constant" && each === value) && key !== "range") visit(each, inner);
    }
  }
  return found;
}

/** `syms x y` makes variables, and `try … catch e` one. */
function symbols(body: readonly Statement[]): string[] {
  return body.flatMap((each): string[] => {
    if (each.type === "command" && each.name === "syms") return [...each.words];
    if (each.type === "try")
      return [...(each.exception ? [each.exception] : []), ...symbols(each.body), ...symbols(each.handler)];
    if (each.type === "if")
      return [...each.clauses, { body: each.otherwise }].flatMap(({ body }) => symbols(body));
    return each.type === "for" || each.type === "while" || each.type === "block" ? symbols(each.body) : [];
  });
}

/** Those that Octave with its packages knows, and those of MATLAB's own toolboxes. */
function languageNames(names: readonly string[]): Set<string> {
  const code = `for p = {'signal','statistics','control','image'} try pkg('load', p{1}); catch end end
    for n = {${names.map((name) => `'${name}'`).join(",")}} try
      if any(exist(n{1}) == [2 3 5 103]), disp(n{1}); elseif !isempty(__unimplemented__(n{1})), disp(n{1}); end
    catch end end`;
  const { stdout } = spawnSync("octave-cli", ["-q", "--no-init-file", "--eval", code], { encoding: "utf8" });
  return new Set([...(stdout ?? "").split("\n"), ...names.filter((name) => onlyMatlab.has(name))]);
}

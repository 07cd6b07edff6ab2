// `npm run package [-- PLATFORM…]`: one .vsix per platform with the native libraries of that platform alone.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { build, ensureInstalled, root } from "./install.mjs";

ensureInstalled();
build();
const { createVSIX } = await import("@vscode/vsce");

const require = createRequire(import.meta.url);
const runtime = path.join(path.dirname(require.resolve("onnxruntime-node/package.json")));
const common = path.join(
  path.dirname(createRequire(path.join(runtime, "package.json")).resolve("onnxruntime-common")),
  "..",
  "..",
);
const [napi] = readdirSync(path.join(runtime, "bin"));
const platforms = readdirSync(path.join(runtime, "bin", napi)).flatMap((system) =>
  readdirSync(path.join(runtime, "bin", napi, system)).map((arch) => `${system}-${arch}`),
);

const wanted = process.argv.slice(2);
const unknown = wanted.filter((platform) => !platforms.includes(platform));
if (unknown.length > 0) {
  console.error(
    `There are no native libraries for ${unknown.join(", ")}; the platforms are ${platforms.join(", ")}.`,
  );
  process.exit(2);
}

const copy = (from, to, filter) => cpSync(from, to, { recursive: true, ...(filter && { filter }) });

/** The licences of all packages that are bundled or copied. */
function thirdPartyLicences() {
  const { packages } = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));
  const texts = Object.entries(packages).flatMap(([place, { version, license, dev, optional }]) => {
    const folder = path.join(root, place);
    if (place === "" || dev === true || optional === true || !existsSync(folder)) return [];
    const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
    const name = `${place.replace(/^.*node_modules\//, "")} ${version}`;
    return [`${name} (${license})\n\n${file ? readFileSync(path.join(folder, file), "utf8").trim() : ""}\n`];
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

/** The extension as it is installed: bundles, models, pictures, documents, and ONNX Runtime beside the bundles. */
function stage(folder, platform) {
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  for (const key of ["scripts", "devDependencies", "dependencies", "allowScripts", "private"])
    delete manifest[key];
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  for (const name of ["README.md", "MEASUREMENTS.md", "CHANGELOG.md", "LICENSE", "media"]) {
    copy(path.join(root, name), path.join(folder, name), (file) => !file.endsWith(".mjs"));
  }
  // Everything that is staged belongs into the package.
  writeFileSync(path.join(folder, ".vscodeignore"), "");
  writeFileSync(path.join(folder, "THIRD-PARTY-LICENSES.txt"), thirdPartyLicences());
  for (const name of ["matlab.tmLanguage.json", "matlab.language-configuration.json"])
    copy(path.join(root, "syntaxes", name), path.join(folder, "syntaxes", name));
  copy(path.join(root, "dist"), path.join(folder, "dist"), (file) => !file.endsWith(".map"));
  const models = path.join(root, "models");
  copy(
    models,
    path.join(folder, "models"),
    (file) => path.relative(models, file).split(path.sep)[0] !== "training",
  );

  const [system, arch] = platform.split("-");
  const modules = path.join(folder, "dist", "node_modules");
  for (const [name, source, keep] of [
    ["onnxruntime-node", runtime, ["package.json", "dist", "README.md"]],
    ["onnxruntime-common", common, ["package.json", "dist", "README.md"]],
  ]) {
    mkdirSync(path.join(modules, name), { recursive: true });
    for (const part of keep) {
      if (!existsSync(path.join(source, part))) continue;
      copy(path.join(source, part), path.join(modules, name, part), (file) => !/\.(map|d\.ts)$/.test(file));
    }
  }
  const native = path.join("bin", napi, system, arch);
  copy(path.join(runtime, native), path.join(modules, "onnxruntime-node", native));
}

const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
for (const platform of wanted.length > 0 ? wanted : platforms) {
  const folder = mkdtempSync(path.join(tmpdir(), "codepatch-vsix-"));
  const file = path.join(root, `codepatch-${platform}-${version}.vsix`);
  try {
    stage(folder, platform);
    await createVSIX({
      cwd: folder,
      packagePath: file,
      target: platform,
      dependencies: false,
      allowMissingRepository: true,
      // The pictures of README.md are in the package; there is no address to make of them.
      rewriteRelativeLinks: false,
      skipLicense: false,
    });
    console.log(`${path.basename(file)}  ${(statSync(file).size / 1e6).toFixed(1)} MB`);
  } catch (error) {
    console.error(`${platform}: ${error.message}`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

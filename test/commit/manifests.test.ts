import { describe, expect, it } from "vitest";
import { compareManifestLines, compareManifests, isManifest } from "../../src/commit/manifests.js";

const check = (path: string, before: string, after: string, ...expected: string[]): void => {
  const found = compareManifests(path, before, after);
  expect(
    found.map(({ name, change, from, to }) => `${change} ${name} ${from ?? "any"} ${to ?? "any"}`).sort(),
  ).toEqual(expected.sort());
};

const pom = (version: string): string =>
  `<project><properties><v>${version}</v></properties><dependency><artifactId>tide</artifactId><version>$\{v}</version></dependency></project>`;

describe("dependencies", () => {
  it("of package.json", () =>
    check(
      "web/package.json",
      '{"dependencies": {"tide": "^1.0.0", "gone": "1"}}',
      '{"dependencies": {"tide": "^1.2.0"}, "devDependencies": {"moon": "~3"}}',
      "changed tide ^1.0.0 ^1.2.0",
      "removed gone 1 any",
      "added moon any ~3",
    ));
  it("of pyproject.toml, in all the places where tools look", () =>
    check(
      "pyproject.toml",
      '[project]\nrequires-python = ">=3.9"\ndependencies = ["numpy>=1.20,<2"]\n[tool.poetry.dependencies]\ntide = "^1"\n',
      '[project]\nrequires-python = ">=3.10"\ndependencies = ["numpy>=1.24"]\n[project.optional-dependencies]\ntest = ["pytest[x]>=7; python_version > \'3\'"]\n[tool.poetry.dependencies]\ntide = {version = "^2"}\n',
      "changed Python >=3.9 >=3.10",
      "changed numpy >=1.20,<2 >=1.24",
      "added pytest any >=7",
      "changed tide ^1 ^2",
    ));
  it("of requirements.txt", () =>
    check(
      "requirements-dev.txt",
      "# x\ntide==1.0\n-r other.txt\n",
      "tide == 1.1\nmoon\n",
      "changed tide ==1.0 ==1.1",
      "added moon any any",
    ));
  it("of go.mod", () =>
    check(
      "go.mod",
      "module x\n\ngo 1.20\n\nrequire (\n\tex.org/tide v1.0.0\n\tex.org/moon v2.0.0 // indirect\n)\n",
      "module x\n\ngo 1.21\n\nrequire ex.org/tide v1.1.0\n",
      "changed Go 1.20 1.21",
      "changed ex.org/tide v1.0.0 v1.1.0",
      "removed ex.org/moon v2.0.0 any",
    ));
  it("of Cargo.toml", () =>
    check(
      "Cargo.toml",
      '[dependencies]\ntide = "1"\n',
      '[dependencies]\ntide = { version = "1.2", features = ["x"] }\n[dev-dependencies]\nmoon = "0.1"\n',
      "changed tide 1 1.2",
      "added moon any 0.1",
    ));
  it("of pom.xml, properties resolved", () =>
    check("pom.xml", pom("1.0"), pom("1.1"), "changed tide 1.0 1.1"));
  it("of a Gemfile and of composer.json", () => {
    check(
      "Gemfile",
      "gem 'tide', '~> 1.0'\n",
      "gem 'tide', '~> 1.1'\ngem \"moon\"\n",
      "changed tide ~> 1.0 ~> 1.1",
      "added moon any any",
    );
    check(
      "composer.json",
      '{"require": {"php": ">=8.1"}}',
      '{"require": {"php": ">=8.2"}}',
      "changed php >=8.1 >=8.2",
    );
  });
  it("are none where a side cannot be read, and of files that are no manifest", () => {
    check("package.json", "{", "{}");
    expect(isManifest("src/package.json.ts")).toBe(false);
  });
  it("are known from the changed lines alone where these say enough", () => {
    expect(compareManifestLines("package.json", '    "tide": "^1.0.0",', '    "tide": "^1.1.0",')).toEqual([
      { name: "tide", manifest: "package.json", change: "changed", from: "^1.0.0", to: "^1.1.0" },
    ]);
    expect(compareManifestLines("a.py", 'tide = "1"', 'tide = "2"')).toEqual([]);
  });
});

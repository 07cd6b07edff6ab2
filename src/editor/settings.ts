import { type EngineSettings, providerChoices } from "../protocol/messages.js";
import { evidenceLevels } from "../protocol/origin.js";
import { type Areas, isAreas } from "../protocol/report.js";
import type { LanguageId } from "../syntax/types.js";
import { styleChoices } from "./styles.js";

const lensModes = ["off", "missing", "all"] as const;
const originTimes = ["quiet", "asked", "off"] as const;
const originMarks = ["off", "hint", "information"] as const;
const plotLevels = [1, 2, 3] as const;

export interface Settings {
  /** A style id or `auto`. */
  readonly style: string;
  readonly lens: (typeof lensModes)[number];
  readonly drift: boolean;
  readonly ghostText: boolean;
  readonly previewBeforeApply: boolean;
  readonly languages: readonly LanguageId[];
  readonly "commit.areas": Areas;
  readonly "commit.intent": boolean;
  readonly "origin.when": (typeof originTimes)[number];
  /** The weakest evidence that is used. */
  readonly "origin.evidence": (typeof evidenceLevels)[number];
  readonly "origin.lens": boolean;
  readonly "origin.diagnostics": (typeof originMarks)[number];
  readonly "origin.gutter": boolean;
  readonly "origin.hover": boolean;
  readonly "origin.statusBar": boolean;
  /** Glob patterns, beyond `exclude`. */
  readonly "origin.exclude": readonly string[];
  readonly "origin.events": boolean;
  readonly "plots.hover": boolean;
  readonly "plots.level": (typeof plotLevels)[number];
  /** An address of PostgreSQL, or empty. May hold a password. */
  readonly "search.database": string;
  readonly "search.name": string;
  /** Glob patterns. */
  readonly exclude: readonly string[];
  readonly model: string;
  readonly provider: EngineSettings["provider"];
  readonly threads: number;
  readonly idleMinutes: number;
  readonly modelMirror: string;
}

/** The manifest repeats these; a test compares the two. */
export const defaultSettings: Settings = {
  style: "auto",
  lens: "missing",
  drift: true,
  ghostText: true,
  previewBeforeApply: true,
  languages: [
    "c",
    "cpp",
    "csharp",
    "go",
    "java",
    "javascript",
    "matlab",
    "php",
    "python",
    "ruby",
    "rust",
    "tsx",
    "typescript",
  ],
  "commit.areas": {},
  "commit.intent": false,
  "origin.when": "quiet",
  "origin.evidence": "estimated",
  "origin.lens": true,
  "origin.diagnostics": "hint",
  "origin.gutter": true,
  "origin.hover": true,
  "origin.statusBar": true,
  "origin.exclude": [],
  "origin.events": false,
  "plots.hover": true,
  "plots.level": 3,
  "search.database": "",
  "search.name": "",
  exclude: [
    "**/node_modules/**",
    "**/.venv/**",
    "**/venv/**",
    "**/site-packages/**",
    "**/vendor/**",
    "**/third_party/**",
    "**/dist/**",
    "**/build/**",
    "**/*.min.js",
    "**/*_pb2.py",
  ],
  model: "",
  provider: "auto",
  threads: 0,
  idleMinutes: 10,
  modelMirror: "",
};

/** What `vscode.workspace.getConfiguration` returns, as far as it is read here. */
export interface Configuration {
  get(section: string): unknown;
}

/** Settings are written by hand: a value that makes no sense counts as not set. */
export function readSettings(configuration: Configuration): Settings {
  const read = <K extends keyof Settings>(key: K, isValid: (value: unknown) => value is Settings[K]) => {
    const value = configuration.get(key);
    return isValid(value) ? value : defaultSettings[key];
  };
  const styles = ["auto", ...styleChoices.map((style) => style.id)];
  return {
    style: read("style", oneOf(styles)),
    lens: read("lens", oneOf(lensModes)),
    drift: read("drift", isBoolean),
    ghostText: read("ghostText", isBoolean),
    previewBeforeApply: read("previewBeforeApply", isBoolean),
    languages: read("languages", listOf(oneOf(defaultSettings.languages))),
    "commit.areas": read("commit.areas", isAreas),
    "commit.intent": read("commit.intent", isBoolean),
    "origin.when": read("origin.when", oneOf(originTimes)),
    "origin.evidence": read("origin.evidence", oneOf(evidenceLevels)),
    "origin.lens": read("origin.lens", isBoolean),
    "origin.diagnostics": read("origin.diagnostics", oneOf(originMarks)),
    "origin.gutter": read("origin.gutter", isBoolean),
    "origin.hover": read("origin.hover", isBoolean),
    "origin.statusBar": read("origin.statusBar", isBoolean),
    "origin.exclude": read("origin.exclude", listOf(isString)),
    "origin.events": read("origin.events", isBoolean),
    "plots.hover": read("plots.hover", isBoolean),
    "plots.level": read("plots.level", oneOf(plotLevels)),
    "search.database": read("search.database", isString).trim(),
    "search.name": read("search.name", isString).trim(),
    exclude: read("exclude", listOf(isString)),
    model: read("model", isString).trim(),
    provider: read("provider", oneOf(providerChoices)),
    threads: Math.round(read("threads", numberBetween(0, 64))),
    idleMinutes: read("idleMinutes", numberBetween(1, 1440)),
    modelMirror: read("modelMirror", isString).trim(),
  };
}

const isString = (value: unknown): value is string => typeof value === "string";
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";

const numberBetween =
  (low: number, high: number) =>
  (value: unknown): value is number =>
    typeof value === "number" && value >= low && value <= high;

const oneOf =
  <T extends string | number>(values: readonly T[]) =>
  (value: unknown): value is T =>
    values.some((known) => known === value);

const listOf =
  <T>(isItem: (value: unknown) => value is T) =>
  (value: unknown): value is readonly T[] =>
    Array.isArray(value) && value.every(isItem);

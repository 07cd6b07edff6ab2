import type { TextEdit } from "../base/brand.js";
import type { LanguageId, PatchId } from "../syntax/types.js";
import type { CommitMethods } from "./commit.js";
import type { HistoryMethods } from "./history.js";
import type { OriginMethods } from "./origin.js";
import type { PlotMethods } from "./plot.js";
import type { ReportMethods } from "./report.js";
import type { SearchMethods } from "./search.js";

/**
 * The contract of host and engine. Plain data only; a request carries all that it needs, so an engine that was restarted
 * answers like the one before; every result names the version of the document that it was computed for.
 */
export interface Methods
  extends OriginMethods,
    CommitMethods,
    PlotMethods,
    ReportMethods,
    HistoryMethods,
    SearchMethods {
  "engine/document": { params: DocumentParams; result: DocumentResult; partial: FunctionProgress };
  "engine/comment": { params: CommentParams; result: DocumentResult; partial: FunctionProgress };
  "engine/check": { params: CheckParams; result: CheckResult; partial: never };
  "engine/convert": { params: ConvertParams; result: DocumentResult; partial: never };
  "engine/models": { params: ModelsParams; result: ModelsResult; partial: Progress };
  "engine/doctor": { params: Record<string, never>; result: DoctorResult; partial: Progress };
  "engine/evaluate": { params: EvaluateParams; result: EvaluateResult; partial: Progress };
  "engine/calibrate": { params: EvaluateParams; result: CalibrateResult; partial: Progress };
  "engine/dataset": { params: DatasetParams; result: DatasetResult; partial: Progress };
  /** Cuts a share of the parts that `engine/dataset` then finds and joins: for several engines at once. */
  "engine/datasetParts": { params: DatasetParams & DatasetShare; result: null; partial: Progress };
}

export type Method = keyof Methods;
export type ParamsOf<K extends Method> = Methods[K]["params"];
export type ResultOf<K extends Method> = Methods[K]["result"];
export type PartialOf<K extends Method> = Methods[K]["partial"];

/** `interactive`: a person waits. `background`: computed ahead; gives way between two functions. */
export type Priority = "interactive" | "background";

export interface DocumentSnapshot {
  /** Path or URI, for messages and for finding the project's configuration; never read by the engine. */
  readonly path: string;
  readonly language: LanguageId;
  readonly version: number;
  readonly text: string;
}

/** What the host found in the project's configuration (ruff, pydocstyle, editorconfig); the engine reads no files of the user. */
export interface ProjectConventions {
  readonly style?: string;
  readonly lineLength?: number;
}

export interface DocumentParams {
  readonly document: DocumentSnapshot;
  readonly targets:
    | { readonly kind: "functions"; readonly ids: readonly PatchId[] }
    | { readonly kind: "all" };
  /** Skip functions that have documentation. */
  readonly missingOnly: boolean;
  /** A `StyleId` or `auto`. */
  readonly style: string;
  readonly conventions: ProjectConventions;
  /** Texts of other files of the folder in this language, by name: what they agree on is said in their words. */
  readonly neighbours?: Readonly<Record<string, string>>;
  readonly priority: Priority;
}

export interface CommentParams {
  readonly document: DocumentSnapshot;
  readonly id: PatchId;
  readonly priority: Priority;
}

export interface ConvertParams {
  readonly document: DocumentSnapshot;
  readonly targets: DocumentParams["targets"];
  readonly style: string;
  readonly conventions: ProjectConventions;
}

export type FunctionStatus = "written" | "kept" | "refused" | "skipped";

export interface Slots {
  readonly summary: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly returns?: string;
  readonly yields?: string;
  readonly raises: Readonly<Record<string, string>>;
}

export interface FunctionResult {
  readonly id: PatchId;
  readonly name: string;
  /** One-based, as people count. */
  readonly line: number;
  readonly style: string;
  readonly status: FunctionStatus;
  /** One sentence; present unless the status is `written`. */
  readonly reason?: string;
  /** Delimiters included. Empty when nothing was written. */
  readonly docstring: string;
  readonly slots: Slots;
  /** In offsets of the snapshot; all edits of a result are disjoint and in ascending order. */
  readonly edits: readonly TextEdit[];
  /** Said once to the user: the body was windowed, the model was unsure, … */
  readonly notes: readonly string[];
}

export interface DocumentResult {
  readonly version: number;
  readonly functions: readonly FunctionResult[];
}

/** Sent while a function is being written: the docstring as it stands. */
export interface FunctionProgress {
  readonly id: PatchId;
  /** Complete and well-formed at every step, delimiters included; sections that are not written yet are left out. */
  readonly docstring: string;
  /** What puts `docstring` into the snapshot, as in `FunctionResult`; lets a client show it while it grows. */
  readonly edits: readonly TextEdit[];
  readonly done: number;
  readonly total: number;
}

export interface CheckParams {
  readonly document: DocumentSnapshot;
  readonly style: string;
  readonly conventions: ProjectConventions;
}

export interface Finding {
  readonly id: PatchId;
  readonly function: string;
  /** One-based. */
  readonly line: number;
  /** Stable, for configuration and SARIF: see `findingCodes.ts`. */
  readonly code: string;
  readonly message: string;
  /** What the editor underlines. */
  readonly range: TextEdit["range"];
  /** A repair that changes documentation only. */
  readonly fix?: { readonly title: string; readonly edits: readonly TextEdit[] };
}

export interface CheckResult {
  readonly version: number;
  readonly findings: readonly Finding[];
}

export interface Progress {
  readonly message: string;
  readonly done: number;
  readonly total: number;
}

export type ModelsParams =
  | { readonly action: "list" }
  | { readonly action: "verify" }
  | { readonly action: "add"; readonly source: string };

export interface ModelSummary {
  readonly id: string;
  readonly task: string;
  readonly folder: string;
  readonly parameters?: number;
  readonly bytes: number;
  readonly licence?: string;
  readonly scores: Readonly<Record<string, string>>;
  readonly status: { readonly kind: "ok" } | { readonly kind: "broken"; readonly message: string };
}

export interface ModelsResult {
  readonly models: readonly ModelSummary[];
}

export interface DoctorCheck {
  readonly name: string;
  readonly status: "ok" | "warning" | "failed";
  readonly detail: string;
}

export interface DoctorResult {
  readonly checks: readonly DoctorCheck[];
}

export interface EvaluateParams {
  /** Path of the JSONL data set (optionally .gz). */
  readonly dataset: string;
  /** At most so many examples, drawn from all of the data set; the same ones each time. */
  readonly limit?: number;
}

export interface MetricValue {
  readonly value: number;
  /** Bounds of the 95 % bootstrap interval. */
  readonly low: number;
  readonly high: number;
}

export interface EvaluateResult {
  readonly metrics: Readonly<Record<string, MetricValue>>;
  readonly baselines: Readonly<Record<string, Readonly<Record<string, MetricValue>>>>;
  readonly n: number;
  /** Examples that were left out, counted by reason. */
  readonly skipped: Readonly<Record<string, number>>;
}

/** How well texts of one kind agree with what people wrote: 0 to 1, ROUGE-L of the words that carry meaning. */
export interface KindCalibration {
  /** Mean log-probability from which on the model's texts are better; `null` where they are not. */
  readonly threshold: number | null;
  /** Of the model, fit for a docstring and with a person's text to compare with. */
  readonly texts: number;
  /** From the threshold on. */
  readonly passing: number;
  /** The following are of the texts that pass, or of all where none does. */
  readonly model: MetricValue;
  /** What the code says of the same slots. */
  readonly code: MetricValue;
  /** The model's texts against what people wrote of other functions. */
  readonly chance: MetricValue;
}

export interface CalibrateResult {
  /** By `TextKind`. */
  readonly kinds: Readonly<Record<string, KindCalibration>>;
  readonly n: number;
  /** What was measured, and the file of its manifest. */
  readonly model: { readonly id: string; readonly version: string; readonly manifest: string };
}

export interface DatasetParams {
  readonly kind: "docstring" | "commit" | "search" | "pretrain" | "origin" | "plot" | "kind";
  readonly repositories: readonly string[];
  /** Of plots: how many scripts of each family are generated beside what the repositories hold. */
  readonly generated?: number;
  /** Of kinds: at most so many commits of each repository, evenly from its history. */
  readonly limit?: number;
  readonly out: string;
  /** Accept repositories whose licence is not recognised as permissive: the user's own. */
  readonly licenceUnknownIsMine: boolean;
}

/** Every `of`-th repository, from `index` (zero-based) on. */
export interface DatasetShare {
  readonly index: number;
  readonly of: number;
}

export interface DatasetResult {
  readonly kept: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly byLanguage: Readonly<Record<string, number>>;
  readonly byStyle: Readonly<Record<string, number>>;
  readonly licences: Readonly<Record<string, string>>;
  readonly characters: number;
}

/** What the status item shows. */
export type EngineState =
  | { readonly kind: "stopped" }
  | { readonly kind: "starting" }
  | {
      readonly kind: "ready";
      readonly model?: { readonly id: string; readonly provider: string };
      readonly busy: number;
    }
  | { readonly kind: "degraded"; readonly message: string }
  | { readonly kind: "failed"; readonly message: string };

/** Notifications from the engine that belong to no request. */
export interface Notifications {
  "engine/state": EngineState;
  "engine/log": { readonly level: "info" | "warn" | "error"; readonly message: string };
}

/** Environment variable through which the engine gets its `EngineSettings` as JSON. */
export const settingsVariable = "CODEPATCH_ENGINE_SETTINGS";

/** What may run a model; `auto` measures and chooses. */
export const providerChoices = ["auto", "cpu", "webgpu", "coreml", "dml", "cuda"] as const;

/** Given to the engine when it starts; a change restarts it. */
export interface EngineSettings {
  readonly modelFolders: readonly string[];
  /** Id or folder of the text model; empty for the one that ships. */
  readonly textModel: string;
  readonly provider: (typeof providerChoices)[number];
  /** 0: physical cores − 1, at least 1. */
  readonly threads: number;
  /** The only folder the engine writes to, beside the data sets that it is asked for: downloads, indexes, self-test results. */
  readonly storage: string;
  readonly mirror?: string;
}

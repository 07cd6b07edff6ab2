/** What a model is asked to write: a place in a docstring each, and comments inside functions. */
export const textKinds = [
  "summary",
  "details",
  "parameter",
  "returns",
  "yields",
  "raises",
  "comment",
] as const;
export type TextKind = (typeof textKinds)[number];

/**
 * The mean log-probability from which on a text of each kind was measured to be better than what the code says; `null`,
 * or no entry, for kinds of which no text was.
 */
export type Confidence = Readonly<Partial<Record<TextKind, number | null>>>;

/** One continuation of a shared prefix: `open` is fed, then text is decoded until the end token or a limit. */
export interface Slot {
  readonly open: string;
  readonly maxTokens: number;
}

export interface SlotText {
  readonly text: string;
  /** Mean natural-log probability of the decoded tokens, the end token included. */
  readonly logProbability: number;
  readonly tokens: number;
  readonly finished: "end" | "length" | "repetition";
}

export interface GenerateOptions {
  /** 1 is greedy. */
  readonly beams?: number;
  /** Called after each step with the text so far of the slot that grew. */
  onText?(slot: number, text: string): void;
}

/** A decoder-only or encoder-decoder language model. Text in, text out; jobs never see token ids. */
export interface TextGenerator {
  readonly modelId: string;
  /** `slots`: trained on our prompts with their special tokens. `chat`: any instruction model, prompted through its template. */
  readonly promptFormat: "slots" | "chat";
  readonly contextLength: number;
  /** Absent for a model that was not measured: all that it writes is used. */
  readonly confidence?: Confidence;
  countTokens(text: string): number;
  /** Decodes the slots independently of each other over one prefill of `prefix`, in one batch. Result order is slot order. */
  generate(
    prefix: string,
    slots: readonly Slot[],
    options: GenerateOptions,
    signal: AbortSignal,
  ): Promise<SlotText[]>;
  /** Total negative log-likelihood in nats of `continuation` (end token included) after `prefix`, and its number of tokens. */
  score(prefix: string, continuation: string, signal: AbortSignal): Promise<{ nats: number; tokens: number }>;
}

import type { Tense } from "./headline.js";
import { conventionalSubject } from "./kind/declared.js";

/** How a repository's commit messages look, found in its last subjects. */
export interface MessageHabit {
  /** `conventional`: `fix(io): …`; `tag`: `BUG: …`; `component`: `net/http: …`. */
  readonly prefix: "none" | "conventional" | "tag" | "component";
  /** Scopes or components in use, most frequent first. */
  readonly scopes: readonly string[];
  readonly usesScopes: boolean;
  readonly tense: Tense;
  /** Whether the first word begins with a capital letter. */
  readonly isCapitalised: boolean;
  readonly endsWithPeriod: boolean;
  /** Whether names stand in backticks. */
  readonly usesBackticks: boolean;
  /** Characters that nine of ten subjects keep within; at least 50. */
  readonly length: number;
  /** Whether most messages have a body. */
  readonly hasBody: boolean;
  /** For people: "Conventional Commits", "past tense". */
  readonly words: readonly string[];
}

export interface PastMessage {
  readonly subject: string;
  readonly hasBody: boolean;
}

const tagged = /^([A-Z]{2,6}):\s/;
const component = /^([a-z][\w./-]*(?:, ?[a-z][\w./-]*)?):\s/;

/** Without any messages: the common advice, imperative and within 72 characters. */
export function messageHabit(messages: readonly PastMessage[]): MessageHabit {
  const subjects = messages.map(({ subject }) => subject.replace(/\s*\(#\d+\)$/, ""));
  const share = (accepts: (subject: string) => boolean, among = subjects): number =>
    among.length === 0 ? 0 : among.filter(accepts).length / among.length;
  const conventional = share(
    (subject) => /^[a-z]+[(:!]/.test(subject) && conventionalSubject(subject) !== undefined,
  );
  const tags = share((subject) => tagged.test(subject));
  const components = share((subject) => component.test(subject));
  const prefix =
    conventional >= 0.5 ? "conventional" : tags >= 0.4 ? "tag" : components >= 0.5 ? "component" : "none";
  const scopes = scopesOf(subjects, prefix);
  const rests = subjects.map(
    (subject) => conventionalSubject(subject)?.rest ?? subject.replace(tagged, "").replace(component, ""),
  );
  const words = rests.map((rest) => /^[A-Za-z]+/.exec(rest)?.[0] ?? "").filter((word) => word.length > 2);
  const past = share((word) => /[a-z]ed$/i.test(word), words);
  const present = share((word) => /[^s]s$/.test(word) && !/^(?:this|docs|tests)$/i.test(word), words);
  const tense: Tense = past >= 0.4 ? "past" : present >= 0.4 ? "present" : "imperative";
  const lengths = subjects.map(({ length }) => length).sort((a, b) => a - b);
  const habit = {
    prefix,
    scopes,
    usesScopes:
      prefix === "component" || share((subject) => (conventionalSubject(subject)?.scope ?? "") !== "") >= 0.3,
    tense,
    isCapitalised: rests.length === 0 || share((rest) => /^\p{Lu}/u.test(rest), rests) >= 0.5,
    endsWithPeriod: share((subject) => subject.endsWith(".")) >= 0.5,
    usesBackticks: share((subject) => subject.includes("`")) >= 0.15,
    length: Math.max(50, lengths[Math.floor(lengths.length * 0.9)] ?? 72),
    hasBody: messages.filter(({ hasBody }) => hasBody).length > messages.length / 2,
  } as const;
  return { ...habit, words: wordsOf(habit, messages.length) };
}

function scopesOf(subjects: readonly string[], prefix: MessageHabit["prefix"]): string[] {
  const counts = new Map<string, number>();
  for (const subject of subjects) {
    const scope = prefix === "component" ? component.exec(subject)?.[1] : conventionalSubject(subject)?.scope;
    if (scope !== undefined && scope !== "") counts.set(scope, (counts.get(scope) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([scope]) => scope);
}

function wordsOf(habit: Omit<MessageHabit, "words">, n: number): string[] {
  if (n === 0) return ["No messages yet: imperative, at most 72 characters"];
  const prefixes = {
    none: "No prefix",
    conventional: `Conventional Commits${habit.usesScopes ? " with scopes" : ""}`,
    tag: "A tag in capitals before a colon",
    component: "The changed part before a colon",
  };
  return [
    prefixes[habit.prefix],
    { imperative: "Imperative", past: "Past tense", present: "Present tense" }[habit.tense],
    `${habit.isCapitalised ? "Capital" : "Small"} first letter`,
    `At most ${habit.length} characters`,
    ...(habit.endsWithPeriod ? ["A period at the end"] : []),
    habit.hasBody ? "Mostly with a body" : "Mostly one line",
  ];
}

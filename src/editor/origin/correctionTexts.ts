/** What the user may say of a function, against the verdict. */
export const corrections = {
  people: "People wrote it",
  ai: "An AI tool wrote it",
  silent: "Say nothing about this function",
} as const;
export type Correction = keyof typeof corrections;

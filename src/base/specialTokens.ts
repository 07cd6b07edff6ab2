/** Special tokens of the models cannot be forged by text that people wrote: their opening is broken up. */
export const escapeSpecial = (text: string): string => text.replaceAll("<|", "< |");

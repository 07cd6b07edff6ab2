/** Special tokens of the models cannot be forged by text that people wrote: their opening is broken up. */
export const escapeSpecial = (text: string): string => text.replaceAll("<|", "< |");

/** As `escapeSpecial`, with the marks that other models' chat templates are made of. */
export const escapeTemplates = (text: string): string =>
  escapeSpecial(text)
    .replace(/<(?=\/?(?:s|bos|eos|pad|unk|think|start_of_turn|end_of_turn)>|<\/?SYS>)/gi, "< ")
    .replace(/\[(?=\/?INST\])/gi, "[ ")
    .replace(/<(?=｜)/g, "< ");

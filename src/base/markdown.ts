/** Text of a repository or a program is data: nothing in it may become a link, an image or markup. */
export const escapeMarkdown = (text: string): string =>
  text.replace(/[\\`*_{}[\]()#+\-.!<>|&~]/g, "\\$&").replace(/\s*\n\s*/g, " ");

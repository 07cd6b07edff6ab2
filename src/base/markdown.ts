/** Text of a repository or a program is data: nothing in it may become a link, an image or markup. */
export const escapeMarkdown = (text: string): string =>
  text.replace(/[\\`*_{}[\]()#+\-.!<>|&~]/g, "\\$&").replace(/\s*\n\s*/g, " ");

/** The same for Markdown that people also read as it is: code font stays, nothing becomes a link, an image or a tag. */
export const escapeLinks = (text: string): string => text.replace(/[<>[\]]/g, (mark) => `\\${mark}`);

/**
 * C and C++ cannot be parsed without their preprocessor, and the grammars stumble over a macro where a keyword or
 * nothing is expected: `class GUI_EXPORT Window {`, `LIB_API int f(void)`, `Q_OBJECT`. These are told by their place and
 * by their capitals, and hidden before parsing. The text keeps its length, so offsets stay true.
 */
export function hideMacros(text: string): string {
  const hidden = text
    .replace(externC, (_, directive: string, brace: string) => directive + blank(brace))
    .replace(slots, (_, access: string, word: string) => access + blank(word))
    .replace(signals, (_, indent: string, word: string) => indent + "public".padEnd(word.length))
    .replace(signalName, (whole: string, word: string) => word + blank(whole.slice(word.length)))
    .replace(foreach, (_, word: string, head: string) => `${"for".padEnd(word.length)}${head}:`)
    .replace(deviceSpecifier, asSpecifier)
    .replace(exportedClass, (_, keyword: string, macros: string) => keyword + blank(macros))
    .replace(specifier, (_, before: string, macros: string) => before + asSpecifier(macros))
    .replace(afterParameters, (_, before: string, macros: string) => before + blank(macros))
    .replace(callingConvention, blank)
    .replace(unusedParameter, (whole: string, name: string) => {
      const at = whole.lastIndexOf(name);
      return blank(whole.slice(0, at)) + name + blank(whole.slice(at + name.length));
    })
    .replace(emptyDefault, (_, before: string) => before + emptyDefaultStandIn);
  return hideLinesOfMacros(hidden);
}

/** Parsed in place of the default `{}`, which the C++ grammar takes for an error. */
export const emptyDefaultStandIn = "00";
const emptyDefault = /([\w>&\s]=\s*)\{\}(?=\s*[,)])/g;

const macro = /(?:[A-Z][A-Z0-9_]{2,}|Py[A-Za-z]*_[A-Z_]{3,})(?:\((?:[^()\n]|\([^()\n]*\))*\))?/.source;

/** Words that say what such a macro stands for. */
const hinted =
  /[A-Z0-9_]*(?:EXPORT|IMPORT|_API|DLL|INLINE|HIDDEN|VISIB|DEPRECATED|NORETURN|NODISCARD)[A-Z0-9_]*(?:\([^()\n]*\))?/
    .source;

const typeAndName = /(?:[A-Za-z_][\w:]*(?:<[^;{}()]{0,300}>)?[\s*&]+){1,6}~?[A-Za-z_][\w:~]*\s*[(;=[]/.source;

/** The brace of `extern "C"` that only C++ sees. */
const externC =
  /^([ \t]*#[ \t]*if(?:def[ \t]+__cplusplus|[ \t]+defined[ \t]*\(?[ \t]*__cplusplus[ \t]*\)?)[^\n]*\n\s*)(extern\s+"C"\s*\{|\})(?=[^\n]*\n\s*#[ \t]*endif)/gm;

/** Qt's `public Q_SLOTS:` and `signals:`. */
const slots = /^([ \t]*(?:public|protected|private)[ \t]+)(Q_SLOTS|slots)(?=[ \t]*:)/gm;
const signals = /^([ \t]*)(Q_SIGNALS|signals)(?=[ \t]*:(?!:))/gm;

/** Qt's `SIGNAL(changed(int))`, an expression of types. */
const signalName = /\b(SIGNAL|SLOT)\s?\((?:[^()\n]|\((?:[^()\n]|\([^()\n]*\))*\))*\)/g;

/** `foreach (Item *item, items)` is `for (Item *item : items)`. */
const foreach = /\b(foreach|Q_FOREACH|BOOST_FOREACH)(\s?\([^(),;\n<]*(?:<[^()\n;]{0,80}>)?[^(),;\n]*),/g;

/** CUDA's. */
const deviceSpecifier = /\b__(?:host|device|global|forceinline)__\b/g;

/** `class MACRO Name {`, `struct MACRO(16) Name : Base {`, `template class MACRO Name<int>;`. */
const exportedClass = new RegExp(
  `\\b((?:class|struct|union)\\s+)((?:${macro}\\s+){1,4})` +
    "(?=[A-Za-z_][\\w:]*(?:\\s*<[^;{}()]{0,300}>)?\\s*(?:final\\s*)?[:{]|(?<=\\btemplate\\sclass\\s.{3,80})[A-Za-z_][\\w:]*\\s*<)",
  "g",
);

/** `MACRO type name(` at the start of a line, after other specifiers; a hinted one also before `Name(` and on the line above. */
const specifier = new RegExp(
  "^([ \\t]*(?:template\\s*<[^;{}()]{0,300}>\\s*)?(?:(?:static|inline|extern|virtual|friend|constexpr|explicit)[ \\t]+){0,6})" +
    `((?:${macro}[ \\t]+){1,4}(?=(?!const\\b|volatile\\b|WINAPI\\b|CALLBACK\\b|APIENTRY\\b)${typeAndName})` +
    `|(?:${hinted}\\s+){1,4}(?=${typeAndName})|(?:${hinted}[ \\t]+){1,4}(?=[A-Za-z_:]))`,
  "gm",
);

/** `int f(char *name) LIB_NONNULL(1);` */
const afterParameters =
  /(\)\s{0,40})([A-Z0-9_]*(?:NONNULL|ATTR|NOEXCEPT|NOTHROW|PURE|FORMAT|PRINTF|WARN|NORETURN|DEPRECATED|GUARDED|OVERRIDE)[A-Z0-9_]*(?:\([^()\n]*\))?)(?=\s*[;{])/g;

const callingConvention = /\b(?:WINAPI|CALLBACK|APIENTRY)\b(?=\s+\w+\s*\()/g;

/** `int UNUSED(name)` among parameters. */
const unusedParameter = /\b[A-Z0-9_]*UNUSED[A-Z0-9_]*\s*\(\s*(\w+)\s*\)(?=\s*[,)])/g;

const onlyMacro = new RegExp(`^\\s*${macro}\\s*$`);

/** Lines that hold a macro and no semicolon, between declarations or statements. */
function hideLinesOfMacros(text: string): string {
  const lines = text.split("\n");
  let isBetween = true;
  for (const [i, line] of lines.entries()) {
    const code = line.replace(/\/\/.*|\/\*.*\*\/\s*$/, "").trimEnd();
    if (code.trim() === "") continue;
    if (isBetween && onlyMacro.test(code) && !continuesBelow(lines, i)) {
      lines[i] = blank(code) + line.slice(code.length);
    } else {
      isBetween = /[;{}:]$|\*\/$|^\s*#/.test(code);
    }
  }
  return lines.join("\n");
}

/** The next line with code goes on with the expression, or is the body of a function that the macro declares. */
function continuesBelow(lines: readonly string[], i: number): boolean {
  const next = lines.slice(i + 1, i + 6).find((line) => line.trim() !== "") ?? "";
  return /^\s*(?:[{(=.,;?+&|<>-]|\*(?!\/))/.test(next);
}

const blank = (text: string): string => text.replace(/\S/g, " ");

/** Keeps its place as part of the declaration, so that documentation goes above it. */
const asSpecifier = (macros: string): string =>
  macros.trimEnd().length >= "inline".length
    ? `inline${blank(macros.slice("inline".length))}`
    : blank(macros);

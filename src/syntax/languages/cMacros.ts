/**
 * C and C++ cannot be parsed without their preprocessor, and the grammars stumble over a macro where a keyword or
 * nothing is expected: `class GUI_EXPORT Window {`, `LIB_API int f(void)`, `Q_OBJECT`. These are told by their place and
 * by their capitals, and hidden before parsing. The text keeps its length, so offsets stay true.
 */
export function hideMacros(text: string): string {
  return text
    .replace(exportedClass, (_, keyword: string, macros: string) => keyword + blank(macros))
    .replace(specifier, (_, before: string, macros: string) => before + asSpecifier(macros))
    .replace(callingConvention, blank)
    .replace(unusedParameter, (whole: string, name: string) => {
      const at = whole.lastIndexOf(name);
      return blank(whole.slice(0, at)) + name + blank(whole.slice(at + name.length));
    })
    .replace(lineOfItsOwn, blank);
}

const macro = /[A-Z][A-Z0-9_]{2,}(?:\([^()\n]*\))?/.source;

/** Words that say what such a macro stands for. */
const hinted =
  /[A-Z0-9_]*(?:EXPORT|IMPORT|_API|DLL|INLINE|HIDDEN|VISIB|DEPRECATED|NORETURN|NODISCARD)[A-Z0-9_]*(?:\([^()\n]*\))?/
    .source;

const typeAndName = /(?:[A-Za-z_][\w:]*(?:<[^;{}()]*>)?[\s*&]+){1,6}~?[A-Za-z_][\w:~]*\s*\(/.source;

/** `class MACRO Name {`, `struct MACRO(16) Name : Base {`. */
const exportedClass = new RegExp(
  `\\b((?:class|struct|union)\\s+)((?:${macro}\\s+)+)(?=[A-Za-z_]\\w*(?:\\s*<[^;{}()]*>)?\\s*(?:final\\s*)?[:{])`,
  "g",
);

/** `MACRO type name(` at the start of a line, after other specifiers; a hinted one also before `Name(` and on the line above. */
const specifier = new RegExp(
  "^([ \\t]*(?:template\\s*<[^;{}()]*>\\s*)?(?:(?:static|inline|extern|virtual|friend|constexpr|explicit)[ \\t]+)*)" +
    `((?:${macro}[ \\t]+)+(?=(?!const\\b|volatile\\b|WINAPI\\b|CALLBACK\\b|APIENTRY\\b)${typeAndName})` +
    `|(?:${hinted}\\s+)+(?=(?:${typeAndName}|[A-Za-z_]\\w*\\s*\\()))`,
  "gm",
);

const callingConvention = /\b(?:WINAPI|CALLBACK|APIENTRY)\b(?=\s+\w+\s*\()/g;

/** `int UNUSED(name)` among parameters. */
const unusedParameter = /\b[A-Z0-9_]*UNUSED[A-Z0-9_]*\s*\(\s*(\w+)\s*\)(?=\s*[,)])/g;

/** A macro alone on its line, without a semicolon, between declarations or statements. */
const lineOfItsOwn = new RegExp(`(?<=[;{}:/]\\s*\\n[ \\t]*)${macro}[ \\t]*$(?!\\s*[{(=.,;?+&|<>*-])`, "gm");

const blank = (text: string): string => text.replace(/\S/g, " ");

/** Keeps its place as part of the declaration, so that documentation goes above it. */
const asSpecifier = (macros: string): string =>
  macros.trimEnd().length >= "inline".length
    ? `inline${blank(macros.slice("inline".length))}`
    : blank(macros);

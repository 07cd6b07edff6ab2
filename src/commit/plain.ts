import { codeLike, humanWords } from "./words.js";

/**
 * Text of an author for people who do not read code: names of things in the code become words, addresses and marks go. `isName` tells
 * whether a word in mixed case is a name in the code or one of a product.
 */
export function plainWords(text: string, isName: (word: string) => boolean = () => true): string {
  return text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/:(?:\w+:)?(?:class|func|meth|mod|attr|ref|doc|exc):?`~?([^`]+)`/g, "`$1`")
    .replace(/<?https?:\/\/\S+>?/g, "")
    .replace(/\s*\(?#\d+\)?/g, "")
    .replace(/\*\*|``/g, "")
    .replace(/(?<![\w*])\*(\w[^*\n]*)\*(?!\w)/g, "$1")
    .replace(codeLike, (name) => asWords(name, isName))
    .replace(/‘([^’]*)’\(\)/g, "‘$1’")
    .replace(/\s*[-=]>\s*/g, " to ")
    .replace(/[<>{}|]/g, " ")
    .replace(/\s+([,.;:!?])/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

/** Names of products and formats that only look like code. */
const properNames = new Set(
  "JavaScript TypeScript CoffeeScript GitHub GitLab PostgreSQL MySQL SQLite NumPy SciPy OpenMP PyTorch TensorFlow LaTeX YouTube MacOS PyPI CircleCI MongoDB GraphQL WebSocket DevTools FreeBSD NodeJS Node.js OpenAI i.e e.g".split(
    " ",
  ),
);

function asWords(name: string, isName: (word: string) => boolean): string {
  const bare = name.replace(/^`|`$/g, "").trim();
  if (properNames.has(bare) || /^[\d.]+$/.test(bare)) return bare;
  if (/^\p{Lu}\w*$/u.test(name) && !name.includes("_") && !isName(name)) return name;
  if (/\.(?:org|com|io|net|dev)(?:\/|$)/.test(bare)) return bare;
  if (/^--?\w/.test(bare)) return `the setting ‘${humanWords(bare)}’`;
  if (
    /^[\w-]+\.(?:lock|json|ya?ml|toml|md|rst|txt|[cm]?[jt]sx?|py|rb|go|rs|java|php|[ch](?:pp)?|cs|m|xml|html|s?css|ini|cfg|sh)$/.test(
      bare,
    )
  )
    return `‘${humanWords(bare)}’`;
  const words = humanWords(bare.replace(/\(.*$/s, "").replace(/^.*(?:\.|::|->|#|\/)(?=\w)/, ""));
  return words === "" ? bare : `‘${words}’`;
}

import { bracketed, tickets } from "../commit/subject.js";
import { goldText } from "./goldText.js";

/** Points to what the diff does not show: tickets, revisions, hashes, what a reviewer said. */
const reference =
  /\b(?:issues?|bugs?|tickets?|PRs?|pull requests?|defects?)\s+(?:no\.?\s*)?\d+|\br\d{2,}\b|\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}\b|\bcommit [0-9a-f]{5,}|\b(?:review(?:er'?s?)?|pr|qa)[ -](?:comments?|feedback|suggestions?|remarks?|changes|fix(?:es)?)\b|\b(?:address|incorporat|apply|implement|respond)\w*\s.{0,30}\b(?:feedback|comments?|suggestions?|review)\b|\bcode review\b/i;

const shortestBody = 30;
const longestBody = 400;

/** The first paragraphs of prose: why it was done, in 30 to 400 characters of whole sentences; "" when there are none. */
export function cleanBody(body: string, subject: string): string {
  const kept: string[] = [];
  let room = longestBody;
  for (const paragraph of withoutSquashedSubject(body.split(/\n\s*\n/))) {
    const plain = withoutTickets(paragraph);
    if (plain === "" && kept.length === 0) continue;
    const text = isProse(plain) ? goldText(plain, room) : "";
    if (text === "" || text.length > room) break;
    kept.push(text);
    room -= text.length + 1;
  }
  const text = kept.join(" ");
  return text.length < shortestBody || letters(subject).includes(letters(text)) ? "" : text;
}

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\d]+/gu, "");

/** A pull request of one commit is squashed to `* subject` and that commit's own body; of several, to a list that tells no reason. */
function withoutSquashedSubject(paragraphs: readonly string[]): readonly string[] {
  const bullets = paragraphs.filter((paragraph) => /^\* /.test(paragraph));
  const isLone = bullets.length === 1 && bullets[0] === paragraphs[0] && !bullets[0]?.includes("\n");
  return isLone ? paragraphs.slice(1) : paragraphs;
}

const withoutTickets = (paragraph: string): string =>
  paragraph
    .replace(bracketed, "")
    .replace(new RegExp(`^\\s*${tickets}\\s*\\.?\\s*$`, "gim"), "")
    .replace(new RegExp(`(^|[.!?]\\s+)${tickets}\\s*\\.(?=\\s|$)`, "gi"), "$1")
    .replace(/^(?:[ \t]*\n)+|\s+$/g, "");

/** Lists, code, logs, headings, signatures and lead-ins to what is left out are no prose. */
function isProse(paragraph: string): boolean {
  const words = paragraph.match(/\p{L}{2,}/gu)?.length ?? 0;
  return (
    words >= 4 &&
    !reference.test(paragraph) &&
    !/^(?: {4}|\t|\s*[*+>#|~`$=-]|\s*\d+[.)]\s|\s*\[)/.test(paragraph) &&
    !/\n\s*(?:[*+>#|~`$-] |\d+[.)]\s)/.test(paragraph) &&
    !/(?:^|\s)@[\w-]+|:$|^(?:signed|co-authored|submitted|reported|reviewed|patch|thanks|cherry|conflicts|squash|original|this reverts)/i.test(
      paragraph,
    )
  );
}

/** Why a subject teaches nothing; undefined when it does. Judged on the cleaned text. */
export function unfitSubject(subject: string): string | undefined {
  const words = subject.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length;
  if (words < 3) return "too short";
  if (words > 30 || subject.length > 200) return "too long";
  if (
    /(?:…|\.\.\.)$|\s(?:in|for|of|to|from|by|with|on|and|or|the|a|an|as|at|per|after|since|see|bug|issue|introduced)$/i.test(
      subject,
    )
  )
    return "cut off";
  if (reference.test(subject)) return "reference";
  if (/\S+@\S+\.\S+|https?:|www\.|#\d+|(?:^|\s)@[\w-]+$|git-svn/.test(subject)) return "address or number";
  if (/(?:(?!\p{Script=Latin})\p{L}){2}/u.test(subject)) return "not English";
  if (/^(?:fixup!|squash!|amend!|wip\b)/i.test(subject)) return "unfinished";
  return undefined;
}

/** Why a commit is housekeeping by machines or habit; undefined when somebody wrote it for its own sake. */
export function housekeeping(
  subject: string,
  author: { readonly name: string; readonly email: string },
): string | undefined {
  if (bot.test(`${author.name} <${author.email}`)) return "bot";
  if (/^(?:merge|merging|merged)\b|^\[merge\]/i.test(subject)) return "merge";
  if (
    /^(?:revert|re-?apply|re-?land|back(?:ed)? out|undo|rollback|roll back|automated rollback)\b/i.test(
      subject,
    )
  )
    return "revert";
  if (bump.test(subject)) return "bump";
  if (
    /^(?:apply fixes from|automatic(?:ally)?|auto[- ]?(?:format|generated|update)|\[bot\]|\[pre-commit)|^(?:initial (?:commit|import|revision))$/i.test(
      subject,
    )
  )
    return "automatic";
  return undefined;
}

const bot =
  /\[bot\]|\bbot\b|-bot\b|bot@|dependabot|renovate|greenkeeper|pre-commit-ci|styleci|github-actions|gardener|copybara|circleci|travis|jenkins|snyk|imgbot|allcontributors|weblate|transifex|crowdin|release-please|semantic-release/i;

const bump = new RegExp(
  [
    String.raw`\bbump(?:s|ed|ing)?\b`,
    String.raw`^(?:\w+(?:\([^)]*\))?: ?)?(?:(?:up(?:date|grade)s?d?|upgrading|updating|prepare[sd]?|preparing|releas(?:e|ing)|set|publish(?:ed)?|tag(?:ged)?|cut|start(?:ing)?)\s+(?:the\s+)?(?:\S+\s+){0,3}(?:dependenc(?:y|ies)|versions?|releases?|changelog|v?\d+(?:\.\d+)+\S*)(?:\s|$))`,
    String.raw`^(?:\S+\s+)?(?:version|release)\s*v?\d`,
    String.raw`^v?\d+\.\d+`,
    String.raw`^\[maven-release-plugin\]|^chore\(release\)|^chore\(deps|^build\(deps`,
    String.raw`^(?:\w+: )?(?:update|up)\s+(?:the\s+)?(?:copyright|submodules?|lock ?file|authors|contributors|mailmap)\b`,
  ].join("|"),
  "i",
);

import * as vscode from "vscode";
import type { ChangeSource } from "../../protocol/commit.js";
import type { Repository } from "./repositories.js";
import type { TreeNode } from "./treeNodes.js";

export type ChangeGroup = "staged" | "worktree" | "uncommitted";

/** What a menu of Source Control was opened on. */
export interface ChosenChanges {
  readonly group: ChangeGroup;
  /** Files and folders; of a whole repository, its root. Empty from the palette. */
  readonly uris: readonly vscode.Uri[];
  /** `uris` are all that is meant, and do not only tell which repository. */
  readonly isSelection: boolean;
}

/** Menus pass a source control, a group of it, or one or several files; what they pass is looked at member by member. */
export function changesOfArguments(args: readonly unknown[]): ChosenChanges {
  const [first] = args;
  const root = member(first, "rootUri");
  if (root instanceof vscode.Uri) return { group: "uncommitted", uris: [root], isSelection: false };
  const files = member(first, "resourceStates");
  const id = member(first, "id");
  if (Array.isArray(files) && typeof id === "string")
    return { group: groupOfId(id), uris: urisOf(files), isSelection: id === "untracked" || id === "merge" };
  const states = args.flat();
  const types = new Set(
    states.map((state) => member(state, "resourceGroupType")).filter((type) => type !== undefined),
  );
  const [type, ...otherTypes] = [...types];
  const group = otherTypes.length === 0 ? groupOfType(type) : "uncommitted";
  return { group, uris: urisOf(states), isSelection: true };
}

const urisOf = (states: readonly unknown[]): vscode.Uri[] =>
  states.map((state) => member(state, "resourceUri")).filter((uri) => uri instanceof vscode.Uri);

const groupOfId = (id: string): ChangeGroup =>
  id === "index" ? "staged" : id === "workingTree" || id === "untracked" ? "worktree" : "uncommitted";

/** How the git extension counts its groups: merge, index, work tree, untracked. */
const groupOfType = (type: unknown): ChangeGroup =>
  type === 1 ? "staged" : type === 2 || type === 3 ? "worktree" : "uncommitted";

/** A commit in the timeline of a file; the git extension names it in `ref`, and by its id. */
export function revisionOfTimeline(args: readonly unknown[]): string | undefined {
  const [item] = args;
  const names = [member(item, "ref"), member(item, "id")];
  return names.find((name): name is string => typeof name === "string" && /^[0-9a-f]{7,64}$/.test(name));
}

/** A line of our tree. */
export function entryOfArguments([node]: readonly unknown[]):
  | Extract<TreeNode, { kind: "entry" }>
  | undefined {
  return member(node, "kind") === "entry" && typeof member(node, "entry") === "object"
    ? (node as Extract<TreeNode, { kind: "entry" }>)
    : undefined;
}

/** What our own lines and lenses pass. */
export function chosenOfArguments([chosen]: readonly unknown[]):
  | { repository: Repository; source: ChangeSource }
  | undefined {
  return typeof member(member(chosen, "repository"), "root") === "string" &&
    typeof member(member(chosen, "source"), "kind") === "string"
    ? (chosen as { repository: Repository; source: ChangeSource })
    : undefined;
}

const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && name in value
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

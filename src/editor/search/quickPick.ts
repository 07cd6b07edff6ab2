import * as vscode from "vscode";
import { isCodePatchError, messageOf } from "../../base/errors.js";
import type { SearchHit, SearchQuery } from "../../protocol/search.js";
import { iconOf, openHit, returnHere } from "./openHit.js";
import type { WorkspaceIndex } from "./workspaceIndex.js";

interface HitItem extends vscode.QuickPickItem {
  readonly hit: SearchHit;
}

const settleTime = 150;
const results = 30;
const toSide: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("split-horizontal"),
  tooltip: "Open to the Side",
};

/** Searches as one types; moving through the list shows each place, Escape goes back to where one was. */
export async function pickWhileTyping(root: string, index: WorkspaceIndex, start = ""): Promise<void> {
  const pick = createPick(
    "Find Code for Description",
    "What the code does, in words: where do we reject outliers",
  );
  pick.value = start;
  let timer: NodeJS.Timeout | undefined;
  let running: AbortController | undefined;
  const ask = (text: string): void => {
    clearTimeout(timer);
    running?.abort();
    timer = setTimeout(() => {
      if (text.trim() === "") {
        pick.items = [];
        return;
      }
      running = new AbortController();
      void fill(pick, root, index, { kind: "text", text }, running.signal);
    }, settleTime);
  };
  const typing = pick.onDidChangeValue(ask);
  if (start !== "") ask(start);
  await shown(pick, root, index);
  typing.dispose();
  clearTimeout(timer);
  running?.abort();
}

/** A list of what is like the given code. */
export async function pickSimilar(root: string, index: WorkspaceIndex, query: SearchQuery): Promise<void> {
  const pick = createPick("Similar Code", "Filter by name, path or reason");
  const running = new AbortController();
  void fill(pick, root, index, query, running.signal, false);
  await shown(pick, root, index);
  running.abort();
}

function createPick(title: string, placeholder: string): vscode.QuickPick<HitItem> {
  const pick = vscode.window.createQuickPick<HitItem>();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  return pick;
}

async function fill(
  pick: vscode.QuickPick<HitItem>,
  root: string,
  index: WorkspaceIndex,
  query: SearchQuery,
  signal: AbortSignal,
  alwaysShow = true,
): Promise<void> {
  pick.busy = true;
  try {
    const { hits, notes } = await index.search({ root, query, limit: results }, signal);
    if (signal.aborted) return;
    pick.items = hits.map((hit) => itemOf(hit, alwaysShow));
    pick.title = [(pick.title ?? "").split(" · ")[0], ...notes.slice(0, 1)].join(" · ");
  } catch (error) {
    if (signal.aborted || isCodePatchError(error, "cancelled")) return;
    pick.items = [];
    pick.title = `${(pick.title ?? "").split(" · ")[0]} · ${messageOf(error)}`;
  } finally {
    if (!signal.aborted) pick.busy = false;
  }
}

/** `alwaysShow`: the engine has chosen; the list must not filter by letters again. */
const itemOf = (hit: SearchHit, alwaysShow: boolean): HitItem => ({
  hit,
  label: `$(${iconOf[hit.kind]}) ${hit.name}`,
  description: `${hit.path}:${hit.line}`,
  detail: hit.reason,
  alwaysShow,
  buttons: [toSide],
});

/** Resolves when the list is gone and what was chosen is open. */
async function shown(pick: vscode.QuickPick<HitItem>, root: string, index: WorkspaceIndex): Promise<void> {
  const goBack = returnHere();
  let open: (() => Thenable<unknown>) | undefined;
  const choose = ({ hit }: HitItem, options: vscode.TextDocumentShowOptions): void => {
    open = () => openHit(index, root, hit, { ...options, preview: false });
    pick.hide();
  };
  let wanted: HitItem | undefined;
  let showing: Promise<void> = Promise.resolve();
  const preview = async (item: HitItem): Promise<void> => {
    // Opening a notebook takes a while; who has moved on by then does not want to see it.
    if (item !== wanted) return;
    // A file that is gone is complained of when it is chosen.
    await openHit(index, root, item.hit, { preserveFocus: true, preview: true }).catch(() => {});
  };
  const subscriptions = [
    pick.onDidChangeActive(([item]) => {
      wanted = item;
      if (item) showing = showing.then(() => preview(item));
    }),
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item) choose(item, {});
    }),
    pick.onDidTriggerItemButton(({ item }) => choose(item, { viewColumn: vscode.ViewColumn.Beside })),
  ];
  const hidden = new Promise<void>((resolve) => pick.onDidHide(() => resolve()));
  pick.show();
  await hidden;
  wanted = undefined;
  await showing;
  for (const subscription of subscriptions) subscription.dispose();
  pick.dispose();
  await (open ?? goBack)();
}

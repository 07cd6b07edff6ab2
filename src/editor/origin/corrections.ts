import * as vscode from "vscode";
import type { Correction } from "./correctionTexts.js";

const key = "origin.corrections";
type Stored = Readonly<Record<string, Readonly<Record<string, Correction>>>>;

/** "This is wrong": kept in the workspace's own storage, and nowhere else. */
export class Corrections implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changes.event;

  constructor(private readonly memory: vscode.Memento) {}

  of(uri: vscode.Uri, id: string): Correction | undefined {
    const found = this.stored()[vscode.workspace.asRelativePath(uri, true)];
    return found && Object.hasOwn(found, id) ? found[id] : undefined;
  }

  /** `undefined` takes a correction back. */
  async set(uri: vscode.Uri, id: string, correction: Correction | undefined): Promise<void> {
    const file = vscode.workspace.asRelativePath(uri, true);
    const { [id]: _, ...others } = this.stored()[file] ?? {};
    const own = correction === undefined ? others : { ...others, [id]: correction };
    await this.memory.update(key, { ...this.stored(), [file]: own });
    this.changes.fire();
  }

  dispose(): void {
    this.changes.dispose();
  }

  private stored(): Stored {
    return this.memory.get<Stored>(key, {});
  }
}

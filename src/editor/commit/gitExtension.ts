import * as vscode from "vscode";

/**
 * What is used of version 1 of the programming interface of VS Code's git extension. Members with `?` came later or are
 * missing in forks: each is asked for before it is used.
 */
export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly inputBox?: { value: string };
  readonly state?: { readonly onDidChange?: vscode.Event<void> };
  readonly ui?: { readonly selected?: boolean };
}

export interface GitApi {
  readonly repositories: readonly GitRepository[];
  readonly onDidOpenRepository?: vscode.Event<GitRepository>;
  readonly onDidCloseRepository?: vscode.Event<GitRepository>;
  toGitUri?(uri: vscode.Uri, ref: string): vscode.Uri;
}

/** `undefined` where the git extension is missing, turned off, or of an unknown kind. Starts it when it is there and sleeps. */
export async function findGitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<unknown>("vscode.git");
  if (!extension) return undefined;
  try {
    const exported: unknown = extension.isActive ? extension.exports : await extension.activate();
    const { getAPI } = exported as { getAPI?: (version: number) => unknown };
    const api: unknown = getAPI?.call(exported, 1);
    return isGitApi(api) ? api : undefined;
  } catch {
    // It throws while `git.enabled` is off.
    return undefined;
  }
}

const isGitApi = (value: unknown): value is GitApi =>
  typeof value === "object" && value !== null && "repositories" in value && Array.isArray(value.repositories);

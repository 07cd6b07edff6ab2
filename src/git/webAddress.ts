/** Where a remote shows a repository and its commits in a browser. */
export interface WebAddress {
  readonly repository: string;
  commit(sha: string): string;
}

/** Path between the repository's page and a commit, by the software of the host. */
const forges: readonly (readonly [host: RegExp, path: string])[] = [
  [/^github\.com$|^github\.|\.github\./, "/commit/"],
  [/^gitlab\.com$|gitlab/, "/-/commit/"],
  [/^bitbucket\.org$/, "/commits/"],
  [/^codeberg\.org$|gitea|forgejo/, "/commit/"],
  [/^git\.sr\.ht$/, "/commit/"],
  [/^dev\.azure\.com$|\.visualstudio\.com$/, "/commit/"],
];

/**
 * From the address of a remote in any of git's notations; `undefined` for a folder and for hosts whose pages are not known.
 * Passwords and tokens in the address are left out.
 */
export function webAddress(remote: string): WebAddress | undefined {
  const scp = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(remote);
  const url = /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/(.+)$/i.exec(remote);
  const [, host = "", rest = ""] = url ?? scp ?? [];
  const forge = forges.find(([pattern]) => pattern.test(host.toLowerCase()));
  const path = rest.replace(/\/+$/, "").replace(/\.git$/, "");
  if (forge === undefined || !/^[\w.~/-]+$/.test(path)) return undefined;
  const repository = `https://${host.toLowerCase()}/${path}`;
  return { repository, commit: (sha) => `${repository}${forge[1]}${sha}` };
}

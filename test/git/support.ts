import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach } from "vitest";

/** Makes empty folders that are gone after the test that asked for them. Called once, at the top of a file of tests. */
export function temporaryFolders(): () => string {
  const made: string[] = [];
  afterEach(() => {
    for (const each of made.splice(0)) rmSync(each, { recursive: true, force: true });
  });
  return () => {
    const folder = mkdtempSync(path.join(tmpdir(), "codepatch-test-"));
    made.push(folder);
    return folder;
  };
}

export interface TestRepository {
  readonly root: string;
  git(...args: string[]): string;
  write(file: string, content: string | Buffer): void;
  /** Adds everything and commits; gives the commit's id. */
  commit(message: string, ...args: string[]): string;
  /** Commits from now on carry this date, ISO 8601. */
  setDate(date: string): void;
  remove(): void;
}

/** An empty repository in an empty folder, untouched by the user's own configuration. */
export function testRepository(root = mkdtempSync(path.join(tmpdir(), "codepatch-git-"))): TestRepository {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Tide",
    GIT_AUTHOR_EMAIL: "tide@example.org",
    GIT_COMMITTER_NAME: "Tide",
    GIT_COMMITTER_EMAIL: "tide@example.org",
  };
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: root, env, stdio: "pipe", encoding: "utf8", maxBuffer: 1 << 26 });
  git("init", "-q", "-b", "main");
  return {
    root,
    git,
    write(file, content) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), content);
    },
    commit(message, ...args) {
      git("add", "-A");
      git("commit", "-q", "--allow-empty", "-m", message, ...args);
      return git("rev-parse", "HEAD").trim();
    },
    setDate(date) {
      env.GIT_AUTHOR_DATE = date;
      env.GIT_COMMITTER_DATE = date;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Commits on `main` and `side` that change the same line of tide.txt; `main` is checked out. */
export function commitConflict(repository: TestRepository): void {
  repository.write("tide.txt", "low\n");
  repository.commit("Low");
  repository.git("checkout", "-q", "-b", "side");
  repository.write("tide.txt", "high\n");
  repository.commit("High");
  repository.git("checkout", "-q", "main");
  repository.write("tide.txt", "slack\n");
  repository.commit("Slack");
}

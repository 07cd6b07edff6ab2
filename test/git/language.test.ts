import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { gitText } from "../../src/git/output.js";
import { repositoryState } from "../../src/git/state.js";
import { temporaryFolders, testRepository } from "./support.js";

const { signal } = new AbortController();
const folder = temporaryFolders();
afterEach(() => vi.unstubAllEnvs());

/** The message with which `work` fails. */
const complaint = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it did not fail");
};

/** Where git's translation is installed, it speaks German now, to everybody who does not ask it not to. */
function speakGerman(): void {
  vi.stubEnv("LANGUAGE", "de");
  vi.stubEnv("LANG", "C.UTF-8");
  vi.stubEnv("LC_MESSAGES", "de_DE.UTF-8");
  vi.stubEnv("LC_ALL", "C.UTF-8");
}

it("what is wrong is recognised where git speaks another language", async () => {
  speakGerman();
  const nowhere = folder();
  expect(await complaint(repositoryState(nowhere, signal))).toMatch(/ is not in a git repository; /);
  const repository = testRepository(folder());
  const log = (...args: string[]): Promise<unknown> => gitText(repository.root, ["log", ...args], signal);
  expect(await complaint(log())).toMatch(/ has no commits yet; /);
  repository.write("tide.txt", "low\n");
  const sha = repository.commit("Low");
  expect(await complaint(log("--end-of-options", "flood", "--"))).toMatch(/^There is no commit 'flood' in /);
  expect(await complaint(log("--no-such-option"))).toMatch(/^The installed git is too old; /);
  writeFileSync(path.join(repository.root, ".git/refs/heads/main"), `${sha.replace(/./g, "1")}\n`);
  expect(await complaint(log("--end-of-options", "main", "--"))).toMatch(
    / is damaged \(.*\); run git fsck there, /,
  );
});

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aheadAndBehind, listBranches, listStashes, webAddressOf } from "../../src/git/refs.js";
import { baseBranch, repositoryState, shallowBoundary } from "../../src/git/state.js";
import { commitConflict, type TestRepository, temporaryFolders, testRepository } from "./support.js";

const { signal } = new AbortController();
// Each test starts dozens of git processes.
vi.setConfig({ testTimeout: 60_000 });

let repository: TestRepository;
const folder = temporaryFolders();

beforeEach(() => {
  repository = testRepository();
});
afterEach(() => {
  repository.remove();
});

describe("the state of a repository", () => {
  it("without commits has a branch and no head", async () => {
    expect(await repositoryState(repository.root, signal)).toEqual({
      root: repository.root,
      isBare: false,
      isShallow: false,
      branch: "main",
    });
  });

  it("is the same from a folder inside, and has no branch where the head is detached", async () => {
    repository.write("a/b/c.txt", "c");
    const head = repository.commit("One");
    repository.git("checkout", "-q", "--detach");
    expect(await repositoryState(path.join(repository.root, "a", "b"), signal)).toEqual({
      root: repository.root,
      isBare: false,
      isShallow: false,
      head,
    });
  });

  it.each([
    ["merge", ["merge", "side"]],
    ["rebase", ["rebase", "side"]],
    ["cherry-pick", ["cherry-pick", "side"]],
    ["revert", ["revert", "--no-edit", "HEAD~1"]],
  ])("names a %s that waits", async (operation, command) => {
    commitConflict(repository);
    expect(() => repository.git(...command)).toThrow();
    expect((await repositoryState(repository.root, signal)).operation).toBe(operation);
  });

  it("of a bare one, a work tree beside and a submodule is known", async () => {
    const head = repository.commit("One");
    const place = folder();
    repository.git("clone", "-q", "--bare", repository.root, path.join(place, "bare"));
    const bare = await repositoryState(path.join(place, "bare"), signal);
    expect([bare.isBare, bare.root, bare.head]).toEqual([true, path.join(place, "bare"), head]);
    const inGitFolder = await repositoryState(path.join(repository.root, ".git"), signal);
    expect(inGitFolder.isBare).toBe(false);

    repository.git("worktree", "add", "-q", "-b", "topic", path.join(place, "beside"));
    const beside = await repositoryState(path.join(place, "beside"), signal);
    expect([beside.root, beside.branch]).toEqual([path.join(place, "beside"), "topic"]);

    repository.git(
      "-c",
      "protocol.file.allow=always",
      "submodule",
      "--quiet",
      "add",
      path.join(place, "bare"),
      "part",
    );
    const part = await repositoryState(path.join(repository.root, "part"), signal);
    expect([part.root, part.head]).toEqual([path.join(repository.root, "part"), head]);
  });

  it("of a shallow clone names the commits whose parents are missing", async () => {
    repository.commit("One");
    const second = repository.commit("Two");
    const clone = path.join(folder(), "clone");
    repository.git("clone", "-q", "--depth=1", `file://${repository.root}`, clone);
    expect((await repositoryState(clone, signal)).isShallow).toBe(true);
    expect([...(await shallowBoundary(clone, signal))]).toEqual([second]);
    expect((await shallowBoundary(repository.root, signal)).size).toBe(0);
  });

  it("of what is no repository is one sentence", async () => {
    const place = folder();
    await expect(repositoryState(place, signal)).rejects.toThrow(/is not in a git repository; go to/);
    await expect(repositoryState(path.join(place, "gone"), signal)).rejects.toThrow(/There is no folder/);
  });

  it("is told without running what the repository names, and without its hooks' noise", async () => {
    const place = folder();
    const mark = path.join(place, "ran");
    const script = path.join(place, "monitor.sh");
    writeFileSync(script, `#!/bin/sh\necho noise\ntouch ${mark}\n`, { mode: 0o755 });
    repository.write("a.txt", "a");
    repository.commit("One");
    repository.git("config", "core.fsmonitor", script);
    repository.git("config", "core.hooksPath", place);
    writeFileSync(path.join(place, "post-index-change"), `#!/bin/sh\necho noise\n`, { mode: 0o755 });
    expect((await repositoryState(repository.root, signal)).branch).toBe("main");
    expect(() => rmSync(mark)).toThrow();
  });
});

describe("branches and stashes", () => {
  it("are listed with what they hold, last changed first", async () => {
    commitConflict(repository);
    repository.write("tide.txt", "spring\n");
    repository.git("stash", "push", "-q", "-m", "Spring tide");
    repository.git("update-ref", "refs/remotes/origin/far", "side");
    repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/far");
    const branches = await listBranches(repository.root, signal);
    expect(branches.map(({ name, isRemote, subject }) => [name, isRemote, subject]).sort()).toEqual([
      ["main", false, "Slack"],
      ["origin/far", true, "High"],
      ["side", false, "High"],
    ]);
    expect(await aheadAndBehind(repository.root, "main", "side", signal)).toEqual({ ahead: 1, behind: 1 });
    expect(await baseBranch(repository.root, signal)).toBe("origin/far");
    const stashes = await listStashes(repository.root, signal);
    expect(stashes.map(({ index, message }) => [index, message])).toEqual([[0, "On main: Spring tide"]]);
  });

  it("are none where there are none", async () => {
    expect(await listBranches(repository.root, signal)).toEqual([]);
    expect(await listStashes(repository.root, signal)).toEqual([]);
    expect(await baseBranch(repository.root, signal)).toBeUndefined();
    expect(await webAddressOf(repository.root, signal)).toBeUndefined();
  });

  it("stand beside the page of the repository", async () => {
    repository.git("remote", "add", "fork", "git@github.com:me/gauge.git");
    repository.git("remote", "add", "origin", "https://github.com/tide/gauge.git");
    expect((await webAddressOf(repository.root, signal))?.repository).toBe("https://github.com/tide/gauge");
  });
});

it("a folder's name may be anything", async () => {
  const odd = path.join(repository.root, "a b'\n$(x)");
  mkdirSync(odd);
  expect((await repositoryState(odd, signal)).root).toBe(repository.root);
});

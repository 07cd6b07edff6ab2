import { afterEach, beforeEach, expect, test } from "vitest";
import { filesOfAgents } from "../../src/origin/provenance/touched.js";
import { type TestRepository, testRepository } from "../git/support.js";
import { addNote, gitAiNote } from "./support.js";

let repository: TestRepository;
beforeEach(() => {
  repository = testRepository();
});
afterEach(() => repository.remove());

test("the files of agents are those of commits that name one or have a note, whoever changed them after", async () => {
  repository.write("tide.py", "level = 1\n");
  repository.write("people.py", "level = 2\n");
  repository.commit("First");
  repository.write("wave é.py", "height = 1\n");
  repository.commit("Add wave\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
  repository.write("sand.py", "grain = 1\n");
  const noted = repository.commit("Add sand");
  addNote(repository, "ai", noted, gitAiNote({ "sand.py": { ai: "1" } }));
  repository.write("tide.py", "level = 3\n");
  repository.write("sand.py", "grain = 2\n");
  repository.commit("Change both");
  const found = await filesOfAgents(repository.root, new AbortController().signal);
  expect([...found].sort()).toEqual(["sand.py", "wave é.py"]);
});

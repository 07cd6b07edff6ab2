import { describe, expect, it } from "vitest";
import { webAddress } from "../../src/git/webAddress.js";

describe("the page of a commit", () => {
  it.each([
    ["https://github.com/tide/gauge.git", "https://github.com/tide/gauge/commit/ab"],
    ["git@github.com:tide/gauge.git", "https://github.com/tide/gauge/commit/ab"],
    [
      "ssh://git@gitlab.example.org:2222/harbour/tide/gauge.git",
      "https://gitlab.example.org/harbour/tide/gauge/-/commit/ab",
    ],
    ["https://user:secret@bitbucket.org/tide/gauge", "https://bitbucket.org/tide/gauge/commits/ab"],
    ["https://codeberg.org/tide/gauge/", "https://codeberg.org/tide/gauge/commit/ab"],
    ["git://git.example.org/gauge.git", undefined],
    ["../gauge", undefined],
    ["/srv/git/gauge.git", undefined],
    ["C:\\git\\gauge", undefined],
    ['https://github.com/tide/"><script>', undefined],
  ])("of %s", (remote, page) => {
    expect(webAddress(remote)?.commit("ab")).toBe(page);
  });
});

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/vscode/**"],
    pool: "forks",
    setupFiles: ["test/support/properties.ts"],
    // For a test that hangs: on a machine that does other work as well, the longest take minutes.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});

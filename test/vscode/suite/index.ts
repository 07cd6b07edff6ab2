import { readdirSync } from "node:fs";
import path from "node:path";
import Mocha from "mocha";

/** Called by VS Code inside the extension host. */
export function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", color: false, timeout: 120_000, slow: 5_000 });
  const { CODEPATCH_TESTS } = process.env;
  if (CODEPATCH_TESTS) mocha.grep(CODEPATCH_TESTS);
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith(".test.js")) mocha.addFile(path.join(__dirname, file));
  }
  return new Promise((resolve, reject) => {
    mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} tests failed`))));
    ignoreGitExtension();
  });
}

/** VS Code's own git extension shares this process, and throws when a repository that it watches is taken away after a test. */
function ignoreGitExtension(): void {
  const listeners = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error, origin) => {
    if (/[\\/]extensions[\\/]git[\\/]dist[\\/]/.test(error.stack ?? "")) return;
    for (const listener of listeners) listener.call(process, error, origin);
  });
}

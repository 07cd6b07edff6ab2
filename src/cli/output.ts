import { exitCodes } from "./exit.js";

let mustFinish = false;

/** Files are to be written: from now on a reader of standard output that leaves early (`| head`) does not end the program. */
export function finishUnread(): void {
  mustFinish = true;
}

/** Ends the program where nobody reads its output any more, and where it cannot be written. */
export function watchOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") {
      // `codepatch patches … | head` closes the pipe early; that is no error.
      if (!mustFinish) process.exit(exitCodes.done);
      return;
    }
    process.stderr.write(
      `codepatch: The output could not be written (${error.message}); free some disk space, or send it elsewhere.\n`,
    );
    process.exit(exitCodes.failed);
  });
  // Remarks that nobody can read are no reason to stop.
  process.stderr.on("error", () => {});
}

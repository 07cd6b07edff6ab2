import { Worker } from "node:worker_threads";

/** Children of a process that dies get another parent; on Windows they keep its number, which nobody has. */
const program = `
const { workerData: client } = require("node:worker_threads");
const isAlive = () => {
  try {
    return process.kill(client, 0);
  } catch ({ code }) {
    return code === "EPERM";
  }
};
setInterval(() => {
  if (process.ppid !== client || !isAlive()) process.kill(process.pid, "SIGKILL");
}, 1000);
`;

/** Ends this process when its client was killed, from a thread of its own: a main thread in a loop does not see that the pipe closes. */
export function watchClient(): void {
  const thread = new Worker(program, { eval: true, workerData: process.ppid });
  // Where no thread can be had the engine works without it.
  thread.on("error", () => {});
  thread.unref();
}

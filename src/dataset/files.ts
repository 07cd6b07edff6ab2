import { isTestPath } from "../base/fileKinds.js";
import { decodeText, excludedPath } from "./selection.js";
import type { RecordSource, RepositorySource } from "./source.js";

/** The records of all files of `HEAD` that people wrote by hand, without tests. */
export const filesSource = (source: RecordSource): RepositorySource =>
  async function* (repository, drop, signal) {
    const entries = (await repository.listFiles(signal)).filter((entry) => {
      if (!source.accepts(entry.path)) return false;
      const reason = isTestPath(entry.path) ? "test" : excludedPath(entry);
      if (reason !== undefined) drop(`file: ${reason}`);
      return reason === undefined;
    });
    for await (const { entry, content } of repository.readFiles(entries, signal)) {
      const text = decodeText(content);
      if (text === undefined) {
        drop("file: not UTF-8");
        continue;
      }
      const { records, dropped } = await source.read(entry.path, text);
      for (const [reason, count] of Object.entries(dropped)) drop(reason, count);
      for (const record of records) yield { ...record, path: entry.path };
    }
  };

import { escapeSpecial } from "../base/specialTokens.js";
import { languageByPath } from "../syntax/registry.js";
import { excludedText } from "./selection.js";
import type { FileRecord, RecordSource } from "./source.js";

/** Whole files of code and documents, as they are, for language modelling. */
export const pretrainSource = (): RecordSource => ({
  accepts: (path) => languageByPath(path) !== undefined || /\.(md|rst|m)$/i.test(path),
  async read(path, text) {
    const reason = excludedText(text);
    if (reason !== undefined) return { records: [], dropped: { [reason]: 1 } };
    const language = languageByPath(path)?.id ?? /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "text";
    const record: FileRecord = {
      key: text,
      language,
      style: "",
      fields: { text: escapeSpecial(text), language },
    };
    return { records: [record], dropped: {} };
  },
});

import { originOfFile } from "../origin/origin.js";
import { createRepositories } from "../origin/provenance/repository.js";
import type { Handler } from "../protocol/connection.js";
import type { OriginMethods } from "../protocol/origin.js";
import type { SyntaxParser } from "../syntax/parser.js";

export function originHandlers(parser: SyntaxParser): { [K in keyof OriginMethods]: Handler<K> } {
  const repositories = createRepositories();
  return {
    "engine/origin": (params, { signal }) => originOfFile(params, { parser, repositories }, signal),
  };
}

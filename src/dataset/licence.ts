import type { Repository } from "../git/repository.js";

/** Sentences that only the named licence contains, tried in this order. Text is compared in lower case with single spaces. */
const permissive: readonly (readonly [id: string, mark: RegExp])[] = [
  ["Apache-2.0", /apache license,? version 2\.0|apache license version 2\.0, january 2004/],
  ["BSL-1.0", /boost software license/],
  ["MIT", /permission is hereby granted, free of charge, to any person obtaining a copy/],
  [
    "BSD-3-Clause",
    /redistribution and use in source and binary forms.*(neither the name|names? of .{0,120} may not be used|may not be used to endorse)/,
  ],
  ["BSD-2-Clause", /redistribution and use in source and binary forms/],
  [
    "PostgreSQL",
    /permission to use, copy, modify, and distribute this software and its documentation for any purpose, without fee/,
  ],
  ["Zlib", /the origin of this software must not be misrepresented/],
  ["ISC", /permission to use, copy, modify, and(\/or)? distribute this software for any purpose/],
  ["Unlicense", /this is free and unencumbered software released into the public domain/],
];
const copyleft =
  /gnu (lesser |affero )?general public license|mozilla public license|eclipse public license|creative commons attribution-(sharealike|noncommercial)/;

/** SPDX id of the licence in the root folder, or undefined when none is known to be permissive. */
export async function permissiveLicence(
  repository: Repository,
  signal: AbortSignal,
): Promise<string | undefined> {
  const files = (await repository.listFiles(signal)).filter((entry) =>
    /^([\w.]+-)?(licen[cs]e|copying|unlicense)([.-][\w.-]+)?$/i.test(entry.path),
  );
  const names = files.sort((a, b) => a.path.length - b.path.length).slice(0, 4);
  for await (const { content } of repository.readFiles(names, signal)) {
    const text = content.toString("utf8").toLowerCase().replace(/\s+/g, " ");
    const found = permissive.find(([, mark]) => mark.test(text));
    if (found && !copyleft.test(text.slice(0, 2_000))) return found[0];
  }
  return undefined;
}

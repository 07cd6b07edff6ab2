/** arXiv numbers and DOIs, as docstrings cite them. */
const citation = /\barxiv[:.\s/]*(?:org\/(?:abs|pdf)\/)?(\d{4}\.\d{4,5})|\b(10\.\d{4,9}\/[^\s"'<>)\]]+)/gi;

/** `arXiv:1234.56789` and `doi:10.…`, each once. */
export function citedPapers(text: string): string[] {
  const found = [...text.matchAll(citation)].map(([, arxiv, doi]) =>
    arxiv === undefined ? `doi:${(doi ?? "").replace(/[.,;]+$/, "")}` : `arXiv:${arxiv}`,
  );
  return [...new Set(found)];
}

/**
 * Stable codes of what can be wrong with documentation, for configuration, editors and SARIF. The hundreds follow
 * pydoclint's groups: 1 parameters (DOC1xx), 2 returns (DOC2xx), 3 yields (DOC4xx), 4 raises (DOC5xx).
 */
export const codes = {
  CP001: "Documentation is missing",
  CP101: "A parameter is not documented",
  CP102: "A documented parameter does not exist",
  CP103: "A parameter is documented under another name",
  CP104: "Parameters are documented in another order",
  CP105: "A documented type differs from the declared one",
  CP106: "A documented default differs from the one in the code",
  CP201: "The returned value is not documented",
  CP202: "A returned value is documented, but nothing is returned",
  CP301: "The yielded values are not documented",
  CP302: "Yielded values are documented, but nothing is yielded",
  CP401: "A raised error is not documented",
} as const;

export type FindingCode = keyof typeof codes;

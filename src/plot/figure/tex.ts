/** Greek letters and signs of MATLAB's TeX interpreter, as characters. */
const symbols: Readonly<Record<string, string>> = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  varepsilon: "ε",
  zeta: "ζ",
  eta: "η",
  theta: "θ",
  vartheta: "ϑ",
  iota: "ι",
  kappa: "κ",
  lambda: "λ",
  mu: "μ",
  nu: "ν",
  xi: "ξ",
  pi: "π",
  rho: "ρ",
  sigma: "σ",
  varsigma: "ς",
  tau: "τ",
  upsilon: "υ",
  phi: "φ",
  varphi: "ϕ",
  chi: "χ",
  psi: "ψ",
  omega: "ω",
  Gamma: "Γ",
  Delta: "Δ",
  Theta: "Θ",
  Lambda: "Λ",
  Xi: "Ξ",
  Pi: "Π",
  Sigma: "Σ",
  Upsilon: "Υ",
  Phi: "Φ",
  Psi: "Ψ",
  Omega: "Ω",
  times: "×",
  cdot: "·",
  div: "÷",
  pm: "±",
  mp: "∓",
  leq: "≤",
  le: "≤",
  geq: "≥",
  ge: "≥",
  neq: "≠",
  ne: "≠",
  approx: "≈",
  equiv: "≡",
  sim: "∼",
  propto: "∝",
  infty: "∞",
  partial: "∂",
  nabla: "∇",
  int: "∫",
  sum: "∑",
  prod: "∏",
  sqrt: "√",
  in: "∈",
  forall: "∀",
  exists: "∃",
  rightarrow: "→",
  to: "→",
  leftarrow: "←",
  uparrow: "↑",
  downarrow: "↓",
  Rightarrow: "⇒",
  Leftarrow: "⇐",
  leftrightarrow: "↔",
  circ: "°",
  degree: "°",
  angle: "∠",
  perp: "⊥",
  parallel: "∥",
  prime: "′",
  bullet: "•",
  ldots: "…",
  dots: "…",
  cdots: "⋯",
  hbar: "ℏ",
  Re: "ℜ",
  Im: "ℑ",
  ell: "ℓ",
  langle: "⟨",
  rangle: "⟩",
  lfloor: "⌊",
  rfloor: "⌋",
  otimes: "⊗",
  oplus: "⊕",
};

export const raised: Readonly<Record<string, string>> = {
  "0": "⁰",
  "1": "¹",
  "2": "²",
  "3": "³",
  "4": "⁴",
  "5": "⁵",
  "6": "⁶",
  "7": "⁷",
  "8": "⁸",
  "9": "⁹",
  "+": "⁺",
  "-": "⁻",
  "(": "⁽",
  ")": "⁾",
  n: "ⁿ",
  i: "ⁱ",
  T: "ᵀ",
};

const lowered: Readonly<Record<string, string>> = {
  "0": "₀",
  "1": "₁",
  "2": "₂",
  "3": "₃",
  "4": "₄",
  "5": "₅",
  "6": "₆",
  "7": "₇",
  "8": "₈",
  "9": "₉",
  "+": "₊",
  "-": "₋",
  "(": "₍",
  ")": "₎",
  a: "ₐ",
  e: "ₑ",
  o: "ₒ",
  x: "ₓ",
  i: "ᵢ",
  j: "ⱼ",
  k: "ₖ",
  m: "ₘ",
  n: "ₙ",
  p: "ₚ",
  s: "ₛ",
  t: "ₜ",
  r: "ᵣ",
  u: "ᵤ",
  v: "ᵥ",
};

/** TeX markup as a person reads it: `\omega_0 t^{2}` becomes `ω₀ t²`. Text without markup stays as it is. */
export function readableTex(text: string): string {
  return text
    .replace(/\\frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, "$1/$2")
    .replace(/\\(?:it|bf|rm|sl|tt|quad|displaystyle|left|right|limits|,|;|!)(?![a-zA-Z])\s?/g, "")
    .replace(/\\(?:color|fontname|fontsize)(?:\[[^\]]*\])?\{[^{}]*\}/g, "")
    .replace(/\\(?:text|mathrm|mathbf|mathit|textbf|textit|mathcal)\{([^{}]*)\}/g, "$1")
    .replace(/\\([a-zA-Z]+) ?/g, (all, name: string) => symbols[name] ?? all)
    .replace(/\^(?:\{([^{}]*)\}|(.))/g, (_, group?: string, one?: string) =>
      script(group ?? one ?? "", raised, "^"),
    )
    .replace(/_(?:\{([^{}]*)\}|([^a-zA-Z]|[a-zA-Z](?![a-zA-Z])))/g, (_, group?: string, one?: string) =>
      script(group ?? one ?? "", lowered, "_"),
    )
    .replace(/\$/g, "")
    .replace(/\\([_^{}\\%&#])/g, "$1")
    .replace(/[{}]/g, "")
    .replace(/\s*\n\s*/g, " / ")
    .trim();
}

/** Characters that exist raised or lowered; else the sign stays, so that nothing is lost. */
function script(text: string, table: Readonly<Record<string, string>>, sign: string): string {
  const letters = [...text];
  if (letters.every((letter) => table[letter] !== undefined))
    return letters.map((each) => table[each]).join("");
  return letters.length > 1 ? `${sign}(${text})` : `${sign}${text}`;
}

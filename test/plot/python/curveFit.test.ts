import { expect, test } from "vitest";
import { plotsOf } from "../support.js";

const python = (text: string) =>
  plotsOf(
    `import numpy as np\nimport matplotlib.pyplot as plt\nfrom scipy.optimize import curve_fit\n${text}`,
    { language: "python" },
  );

const data = `x = np.linspace(0, 4, 20)
y = 2.5 * np.exp(-1.3 * x) + 0.5 + 0.1 * np.sin(7 * x)
def decay(t, a, b, c):
    return a * np.exp(-b * t) + c
`;

/** Calls, with the parameters and their standard deviations that SciPy 1.17.1 gives for them. */
const fits: readonly (readonly [call: string, numbers: readonly number[]])[] = [
  ["decay, x, y", [2.52577729, 1.33418391, 0.5121325, 0.06240928, 0.07410156, 0.02939255]],
  [
    "decay, x, y, p0=[1, 2, 3], sigma=1 + x, absolute_sigma=True",
    [2.52939419, 1.3019605, 0.4975015, 1.52584821, 2.02757344, 1.41738128],
  ],
];

test.each(fits)("curve_fit(%s)", async (call, numbers) => {
  const { figures } = await python(
    `${data}popt, pcov = curve_fit(${call})\nfor each in [*popt, *np.sqrt(np.diag(pcov))]:\n    plt.plot([0, 1], [each, each])\n`,
  );
  const found = figures[0]?.axes[0]?.objects.map(({ ydata }) => ydata?.min ?? Number.NaN) ?? [];
  expect(found).toHaveLength(numbers.length);
  found.forEach((each, i) => {
    expect(Math.abs(each - (numbers[i] ?? 0))).toBeLessThan(1e-6);
  });
});

test("the model of a fit is drawn with its parameters", async () => {
  const { figures } = await python(
    `${data}p, c = curve_fit(lambda t, a, f: a * np.sin(f * t), x, np.sin(1.2 * x) + 0.05 * np.cos(9 * x))\nplt.plot(x, p[0] * np.sin(p[1] * x), label=f'{p[0]:.2f}, {p[1]:.3f}')\n`,
  );
  const found = figures[0]?.axes[0]?.objects[0];
  expect([found?.displayname, found?.ydata?.n]).toEqual(["1.00, 1.200", 20]);
});

const unknown: readonly (readonly [what: string, program: string, reason: string])[] = [
  ["bounds", "p = curve_fit(decay, x, y, bounds=(0, 3))[0]", "bounds of a fit are not evaluated here"],
  [
    "parameters that are no different from one another",
    "p = curve_fit(lambda t, a, b: a + b + 0 * t, x, y)[0]",
    "no best fit is found",
  ],
  ["random data", "p = curve_fit(decay, x, y + np.random.randn(20))[0]", "it depends on random numbers"],
  ["any number of parameters", "p = curve_fit(lambda t, *p: p[0] * t, x, y)[0]", "how many parameters"],
  [
    "how far off an exact fit is",
    "p = curve_fit(lambda t, a: a * t, x, 2 * x)[1][0]",
    "rounding decides how far off",
  ],
];

test.each(unknown)("%s: unknown", async (_, program, reason) => {
  const { figures } = await python(`${data}${program}\nplt.plot([0, 1], [p[0], 1])\n`);
  const found = figures[0]?.axes[0]?.objects[0];
  expect(found?.unknown.join()).toContain(reason);
  expect(found?.ydata?.min).toBeUndefined();
});

export const choose = (n: number, k: number): number => {
  let result = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) result = (result * (n - Math.min(k, n - k) + i)) / i;
  return Math.round(result);
};

export function combinations(values: readonly number[], k: number): number[][] {
  if (k === 0) return [[]];
  return values.flatMap((first, i) =>
    combinations(values.slice(i + 1), k - 1).map((rest) => [first, ...rest]),
  );
}

export function permutations(values: readonly number[]): number[][] {
  if (values.length <= 1) return [[...values]];
  return values.flatMap((first, i) =>
    permutations([...values.slice(0, i), ...values.slice(i + 1)]).map((rest) => [first, ...rest]),
  );
}

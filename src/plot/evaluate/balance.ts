/** Less of a gain than this share is not worth a step. */
const worthwhile = 0.95;

/**
 * Makes row and column norms of a square matrix alike by a similarity D⁻¹ A D with powers of two, which changes no eigenvalue and
 * rounds nothing: without it the eigenvalues of a badly scaled matrix, such as the companion of a filter's polynomial, drown in
 * rounding errors (Parlett & Reinsch, Numerische Mathematik 13, 1969; Euclidean norms after James, Langou & Lowery, 2014).
 * The elements are by columns; `scale` is the diagonal of D: D times an eigenvector of the result is one of A.
 */
export function balanced(
  elements: Float64Array,
  n: number,
): { readonly elements: Float64Array; readonly scale: Float64Array } {
  const a = elements.slice();
  const scale = new Float64Array(n).fill(1);
  const norm = (start: number, step: number) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum = Math.hypot(sum, a[start + k * step] ?? 0);
    return sum;
  };
  for (let isChanging = true; isChanging; ) {
    isChanging = false;
    for (let i = 0; i < n; i++) {
      const [column, row] = [norm(i * n, 1), norm(i, n)];
      if (column === 0 || row === 0) continue;
      const f = 2 ** Math.round(Math.log2(row / column) / 2);
      if (column * f + row / f >= worthwhile * (column + row)) continue;
      isChanging = true;
      scale[i] = (scale[i] ?? 1) * f;
      for (let k = 0; k < n; k++) {
        a[i + k * n] = (a[i + k * n] ?? 0) / f;
        a[k + i * n] = (a[k + i * n] ?? 0) * f;
      }
    }
  }
  return { elements: a, scale };
}

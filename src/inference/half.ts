/** Values of the 65,536 half-precision numbers (IEEE 754 binary16), made when a model first needs them. */
let values: Float32Array | undefined;

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** ONNX Runtime gives float16 tensors as their bits. */
export function floatsFromHalves(bits: Uint16Array): Float32Array {
  values ??= Float32Array.from({ length: 65_536 }, (_, i) => halfValue(i));
  const table = values;
  return Float32Array.from(bits, (half) => table[half] as number);
}

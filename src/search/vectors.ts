/**
 * Vectors of the index: unit vectors as signed bytes on disk, and one bit for each number in memory. A query is compared with all
 * bits (Hamming distance), and what comes nearest is compared again by its bytes. There is no graph to build or to repair, an
 * entry can be replaced at any time, and memory is 1/8 byte a number.
 */

/** Of unit vectors no number is larger than this in practice; larger ones are cut. */
const scale = 127 / 0.5;

export function toBytes(vector: Float32Array): Int8Array {
  return Int8Array.from(vector, (value) => Math.max(-127, Math.min(127, Math.round(value * scale))));
}

/** Cosine of the angle between a unit vector and the stored one. */
export function closeness(query: Float32Array, stored: Int8Array): number {
  let dot = 0;
  let norm = 0;
  for (let i = 0; i < stored.length; i++) {
    const value = stored[i] ?? 0;
    dot += (query[i] ?? 0) * value;
    norm += value * value;
  }
  return norm === 0 ? 0 : dot / Math.sqrt(norm);
}

/** The sign of each number, 32 to a word. */
export function signs(vector: ArrayLike<number>): Uint32Array {
  const words = new Uint32Array(Math.ceil(vector.length / 32));
  for (let i = 0; i < vector.length; i++) {
    if ((vector[i] ?? 0) > 0) words[i >> 5] = (words[i >> 5] ?? 0) | (1 << (i & 31));
  }
  return words;
}

/** The signs of many vectors, by id. */
export class SignTable {
  private ids = new Uint32Array(1024);
  private words: Uint32Array;
  private size = 0;

  constructor(private readonly wordsEach: number) {
    this.words = new Uint32Array(1024 * wordsEach);
  }

  get count(): number {
    return this.size;
  }

  get bytes(): number {
    return this.ids.byteLength + this.words.byteLength;
  }

  add(id: number, sign: Uint32Array): void {
    if (this.size === this.ids.length) this.grow();
    this.ids[this.size] = id;
    this.words.set(sign, this.size * this.wordsEach);
    this.size++;
  }

  /** Ids of the `count` vectors whose signs differ least, nearest first; ties in the order of their coming. */
  nearest(sign: Uint32Array, count: number): number[] {
    const { wordsEach, words, size } = this;
    const distances = new Uint16Array(size);
    const tally = new Uint32Array(wordsEach * 32 + 1);
    for (let row = 0, at = 0; row < size; row++) {
      let distance = 0;
      for (let word = 0; word < wordsEach; word++, at++) {
        let bits = (words[at] as number) ^ (sign[word] as number);
        bits -= (bits >>> 1) & 0x55555555;
        bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
        distance += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
      }
      distances[row] = distance;
      tally[distance] = (tally[distance] ?? 0) + 1;
    }
    let limit = 0;
    for (let seen = 0; limit < tally.length; limit++) {
      seen += tally[limit] ?? 0;
      if (seen >= count) break;
    }
    const found: { row: number; distance: number }[] = [];
    for (let row = 0; row < size; row++) {
      const distance = distances[row] ?? 0;
      if (distance <= limit) found.push({ row, distance });
    }
    found.sort((a, b) => a.distance - b.distance || a.row - b.row);
    return found.slice(0, count).map(({ row }) => this.ids[row] ?? 0);
  }

  private grow(): void {
    const ids = new Uint32Array(this.ids.length * 2);
    ids.set(this.ids);
    this.ids = ids;
    const words = new Uint32Array(this.words.length * 2);
    words.set(this.words);
    this.words = words;
  }
}

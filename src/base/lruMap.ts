/** Something that holds memory which the garbage collector does not see. */
export interface Disposable {
  dispose(): void;
}

/** A map of at most `capacity` entries that disposes what it evicts, least recently used first. */
export class LruMap<K, V extends Disposable> implements Disposable {
  private readonly entries = new Map<K, V>();

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: K): V | undefined {
    const value = this.entries.get(key);
    if (value !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, value);
    }
    return value;
  }

  set(key: K, value: V): void {
    const previous = this.entries.get(key);
    if (previous !== undefined && previous !== value) previous.dispose();
    this.entries.delete(key);
    this.entries.set(key, value);
    for (const [oldest, evicted] of this.entries) {
      if (this.entries.size <= this.capacity) break;
      this.entries.delete(oldest);
      evicted.dispose();
    }
  }

  delete(key: K): void {
    this.entries.get(key)?.dispose();
    this.entries.delete(key);
  }

  dispose(): void {
    for (const value of this.entries.values()) value.dispose();
    this.entries.clear();
  }
}

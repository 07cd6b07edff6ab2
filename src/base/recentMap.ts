/** A map that keeps the entries that were set last, at most `capacity` of them. */
export interface RecentMap<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
}

export function createRecentMap<K, V>(capacity: number): RecentMap<K, V> {
  const entries = new Map<K, V>();
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      for (const oldest of entries.keys()) if (entries.size > capacity) entries.delete(oldest);
    },
  };
}

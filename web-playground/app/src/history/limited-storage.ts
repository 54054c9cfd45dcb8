/** A storage for tests that refuses what is too much, as a browser's does. */
export function limitedStorage(limit: number): Storage {
  const items: Record<string, string> = {};
  const methods = {
    getItem: (key: string) => items[key] ?? null,
    setItem: (key: string, value: string) => {
      const others = Object.entries(items).filter(([other]) => other !== key);
      const size = others.reduce((sum, [key, value]) => sum + key.length + value.length, key.length + value.length);
      if (size > limit) throw new DOMException("the storage is full", "QuotaExceededError");
      items[key] = value;
    },
    removeItem: (key: string) => {
      delete items[key];
    },
  };
  // The keys of a browser's storage are its own properties.
  return new Proxy(items, {
    get: (_, name) => methods[name as keyof typeof methods],
  }) as unknown as Storage;
}

import { inject } from 'vitest';

/** What Stryker's counters make of the tests so far. */
interface Counted {
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
}

// The test files share one thread, and Stryker adds up what each file reports: each reports its own counts alone.
const counted: Counted | undefined = Reflect.get(globalThis, inject('globalNamespace'));
for (const counts of Object.values(counted?.mutantCoverage ?? {})) {
  for (const key of Object.keys(counts)) Reflect.deleteProperty(counts, key);
}

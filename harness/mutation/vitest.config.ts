import type { ViteUserConfig } from 'vitest/config';
import { defineConfig } from 'vitest/config';
import { QuickTestsFirst } from './quick-tests-first.ts';

/** The tests of the oracle alone: what they notice is what the mutation score judges. */
const config: ViteUserConfig = defineConfig({
  plugins: [
    {
      // Stryker counts every expression that runs. Only its first run, which has no mutant, needs the counts: without them the
      // others take a third of the time. Should Stryker's text change, they are slow again, and nothing else.
      name: 'count-only-without-a-mutant',
      enforce: 'pre',
      transform: (code) => code.replace('function cover() {', 'function cover() { if (ns.activeMutant !== undefined) return;'),
    },
    {
      // A property that holds is asked as often as it has runs, and most mutants make most properties ask: a quarter of the runs and
      // a fifth of the longest data can only leave mutants alive.
      name: 'fewer-runs',
      enforce: 'pre',
      transform: (code, id) =>
        id.endsWith('.test.ts')
          ? code
              .replaceAll(/numRuns: (\d+)/g, (_, runs) => `numRuns: ${Math.ceil(Number(runs) / 4)}`)
              .replaceAll('100_000', '20_000')
          : undefined,
    },
  ],
  test: {
    include: ['oracle/**/*.test.ts'],
    setupFiles: [
      './harness/testing/fast-check-seed.ts',
      './harness/mutation/stop-at-first-failure.ts',
      './harness/mutation/count-each-file-once.ts',
    ],
    sequence: { setupFiles: 'list', sequencer: QuickTestsFirst },
    isolate: false,
    testTimeout: 60_000,
  },
});

export default config;

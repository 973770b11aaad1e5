import type { ViteUserConfig } from 'vitest/config';
import { defineConfig } from 'vitest/config';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 11)) {
  throw new Error(
    `Expected Node 24.11 or newer, got ${process.versions.node}. Run the tests with \`npm test\`, which finds the Node 24 that npm ci installed.`,
  );
}

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['{oracle,goldens,generators,harness,reports}/**/*.test.ts'],
    // Property tests print their seed; a fixed one keeps a red run red. Override it with FC_SEED.
    setupFiles: ['./harness/testing/fast-check-seed.ts'],
    reporters: ['default', './harness/testing/closing-line-reporter.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});

export default config;

import { describe, expect, it } from 'vitest';
import { UsageError } from '../cli/usage-error.ts';
import { benchHelp, benchParts, parseBenchOptions } from './bench-options.ts';

describe('parseBenchOptions', () => {
  it('asks for every part where none is named, and for those that are, in their order', () => {
    expect(parseBenchOptions([])).toEqual({ parts: benchParts, python: null, software: false, help: false });
    expect(parseBenchOptions(['--only', 'bandwidth', '--only=small']).parts).toEqual(['small', 'bandwidth']);
    expect(parseBenchOptions(['--python', 'python3', '--software'])).toMatchObject({ python: 'python3', software: true });
  });

  it.each([['--only', 'smal'], ['--only'], ['--fast'], ['small']])('refuses %s %s', (...args) => {
    expect(() => parseBenchOptions(args)).toThrow(UsageError);
  });

  it('says which parts there are', () => {
    expect(() => parseBenchOptions(['--only', 'smal'])).toThrow(
      'Expected --only to name one of sums, small, 32x64x56x56, 64x256x28x28, bandwidth, got "smal".',
    );
    for (const part of benchParts) expect(benchHelp).toContain(part);
  });
});

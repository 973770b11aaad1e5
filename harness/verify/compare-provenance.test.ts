import { describe, expect, it } from 'vitest';
import { compareProvenance } from './compare-provenance.ts';

const here = {
  python: '3.11.7',
  platform: 'Linux x86_64, glibc 2.36',
  cpu: 'AMD EPYC',
  packages: 'numpy 2.4.6, torch 2.13.0+cpu',
  cpu_capability: 'AVX2',
  threads: '1',
  build: '2.13.0+cpu',
  recorder_sha256: 'a'.repeat(64),
};
const recorded = { ...here, generator: 'syncbn-oracle 0.1.0', date: '2026-11-22' };

const changes = (change: Partial<typeof here>, version = '2.13.0'): readonly unknown[] =>
  compareProvenance('2.13.0', [recorded], { version, provenance: { ...here, ...change } });

describe('compareProvenance', () => {
  it('finds nothing where nothing has changed; how and when is no change', () => {
    expect(changes({})).toEqual([]);
  });

  it.each([
    ['cpu_capability', 'AVX512', 'low bits may differ'],
    ['cpu', 'Intel Xeon', 'low bits may differ'],
    ['threads', '8', 'low bits may differ'],
    ['build', '2.13.0+cu130', 'low bits may differ'],
    ['python', '3.12.1', 'messages may differ'],
    ['platform', 'Darwin arm64', 'low bits may differ'],
    ['recorder_sha256', 'b'.repeat(64), 'the framework is asked by another recorder'],
  ] as const)('finds another %s', (name, now, effect) => {
    expect(changes({ [name]: now })).toEqual([{ name, recorded: here[name], now, effect }]);
  });

  it('finds another version', () => {
    expect(changes({}, '2.14.0')).toEqual([
      { name: 'version', recorded: '2.13.0', now: '2.14.0', effect: 'answers and messages may differ' },
    ]);
  });

  it('finds packages that changed, came or went', () => {
    expect(changes({ packages: 'numpy 2.5.0, pillow 13.0.0' })).toEqual([
      { name: 'package numpy', recorded: '2.4.6', now: '2.5.0', effect: 'answers may differ' },
      { name: 'package pillow', recorded: 'none', now: '13.0.0', effect: 'answers may differ' },
      { name: 'package torch', recorded: '2.13.0+cpu', now: 'none', effect: 'answers may differ' },
    ]);
  });

  it('names all places of files that were recorded in several', () => {
    const other = { ...recorded, cpu_capability: 'AVX512' };
    expect(compareProvenance('2.13.0', [recorded, other], { version: '2.13.0', provenance: here })).toEqual([
      { name: 'cpu_capability', recorded: 'AVX2 and AVX512', now: 'AVX2', effect: 'low bits may differ' },
    ]);
  });

  it('says nothing of what one of them does not say', () => {
    const { build: _, ...rest } = here;
    expect(compareProvenance('2.13.0', [recorded], { version: '2.13.0', provenance: rest })).toEqual([]);
    expect(compareProvenance('2.13.0', [rest], { version: '2.13.0', provenance: here })).toEqual([]);
  });
});

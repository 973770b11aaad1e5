import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseCaseId } from '../../generators/case-id.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { openGoldens } from '../../goldens/open-goldens.ts';
import { committedGoldens } from '../../goldens/testing/golden-folder.ts';
import { drawCases } from './draw-cases.ts';

let cases: readonly GoldenCase[];
beforeAll(async () => {
  ({ cases } = await openGoldens(committedGoldens, null));
});

const counts = (drawn: readonly GoldenCase[], key: (one: GoldenCase) => string): ReadonlyMap<string, number> =>
  new Map([...Map.groupBy(drawn, key)].map(([name, own]) => [name, own.length]));
const fileOf = ({ file }: GoldenCase): string => file.path;
const rowOf = ({ id }: GoldenCase): string => parseCaseId(id)?.rows[0] ?? '';

/** Each pile gets as much as any other, but those that have no more. */
function expectEven(drawn: ReadonlyMap<string, number>, available: ReadonlyMap<string, number>): void {
  const most = Math.max(...drawn.values());
  for (const [name, all] of available) expect(drawn.get(name) ?? 0).toBeGreaterThanOrEqual(Math.min(all, most - 1));
}

describe('drawCases', () => {
  it('draws as many as asked for, each once, spread over files and their rows, in the order of the cases', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2200 }), fc.nat(), (count, seed) => {
        const drawn = drawCases(cases, count, seed);
        expect(drawn).toHaveLength(Math.min(count, cases.length));
        expect(cases.filter((one) => drawn.includes(one))).toEqual(drawn);
        expectEven(counts(drawn, fileOf), counts(cases, fileOf));
        for (const [file, own] of Map.groupBy(drawn, fileOf)) {
          const available = cases.filter((one) => fileOf(one) === file);
          expectEven(counts(own, rowOf), counts(available, rowOf));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('draws the same by the same seed, and others by another', () => {
    const ids = (seed: number): readonly string[] => drawCases(cases, 50, seed).map(({ id }) => id);
    expect(ids(3)).toEqual(ids(3));
    expect(ids(3)).not.toEqual(ids(4));
  });
});

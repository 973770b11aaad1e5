import fc from 'fast-check';
import type { World } from '../../oracle/scenario.ts';

/** Groups for each world size: all ranks, two groups, a rank alone, a rank in no group. */
const groupings: Record<number, readonly World['groups'][]> = {
  1: [null],
  2: [null, [[0], [1]], [[0, 1]]],
  3: [null, [[0, 2], [1]], [[0, 1]], [[1, 2, 0]]],
  4: [
    null,
    [
      [0, 1],
      [2, 3],
    ],
    [
      [0, 3],
      [1, 2],
    ],
    [[0, 1, 2], [3]],
    [[1, 3]],
  ],
  8: [
    null,
    [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ],
  ],
};

/** A world of one of `sizes`, mostly with everyone in one group. */
export function world(sizes: readonly number[]): fc.Arbitrary<World> {
  return fc.constantFrom(...sizes).chain((size) => {
    const [everyone = null, ...others] = groupings[size] ?? [null];
    const groups =
      others.length === 0
        ? fc.constant(everyone)
        : fc.oneof({ weight: 2, arbitrary: fc.constant(everyone) }, fc.constantFrom(...others));
    return groups.map((chosen) => ({ size, groups: chosen }));
  });
}

/** Batch size of each rank: even, uneven, one sample each, and with empty ranks where allowed. */
export function batchSizes(size: number, allowEmpty: boolean): fc.Arbitrary<readonly number[]> {
  const even = fc.integer({ min: 1, max: 5 }).map((batch) => Array.from({ length: size }, () => batch));
  const uneven = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: size, maxLength: size });
  const gaps = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: size, maxLength: size });
  return allowEmpty ? fc.oneof(even, uneven, gaps) : fc.oneof(even, uneven);
}

import fc from 'fast-check';
import type { World } from '../../oracle/scenario.ts';
import type { Extents } from './extents.ts';

/** Groups for each world size: all ranks, groups of equal and unequal size, a rank alone, ranks in no group. */
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
    [[3], [0, 2]],
  ],
  8: [
    null,
    [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ],
    [
      [0, 1, 2, 3, 4],
      [5, 6],
    ],
    [
      [1, 6],
      [0, 3, 4],
    ],
  ],
};

/** A world of one of `sizes`, more often than not with everyone in one group. */
export function world(sizes: readonly number[]): fc.Arbitrary<World> {
  return fc.constantFrom(...sizes).chain((size) => {
    const [everyone = null, ...others] = groupings[size] ?? [null];
    const groups =
      others.length === 0
        ? fc.constant(everyone)
        : fc.oneof({ weight: 3, arbitrary: fc.constant(everyone) }, { weight: 2, arbitrary: fc.constantFrom(...others) });
    return groups.map((chosen) => ({ size, groups: chosen }));
  });
}

/** The same ranks, more often than not each alone. */
function oftenAlone(given: World): fc.Arbitrary<World> {
  const alone = { ...given, groups: Array.from({ length: given.size }, (_, rank) => [rank]) };
  return given.size === 1 ? fc.constant(given) : fc.constantFrom(given, alone, alone);
}

/** Batch size of each rank: even, uneven, and with some or only empty ranks where allowed. */
export function batchSizes(size: number, allowEmpty: boolean): fc.Arbitrary<readonly number[]> {
  const even = fc.integer({ min: 1, max: 5 }).map((batch) => Array.from({ length: size }, () => batch));
  const uneven = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: size, maxLength: size });
  const gaps = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: size, maxLength: size });
  const none = fc.constant(Array.from({ length: size }, () => 0));
  const filled = [
    { weight: 4, arbitrary: even },
    { weight: 4, arbitrary: uneven },
  ];
  return allowEmpty ? fc.oneof(...filled, { weight: 6, arbitrary: gaps }, { weight: 2, arbitrary: none }) : fc.oneof(...filled);
}

/** Who shares statistics, and how many samples each rank has, for inputs of such extents. */
export function placing(
  ranks: World,
  { kind }: Pick<Extents, 'kind'>,
  allowEmpty: boolean,
): { readonly world: fc.Arbitrary<World>; readonly batches: fc.Arbitrary<readonly number[]> } {
  if (kind !== 'lone') return { world: fc.constant(ranks), batches: batchSizes(ranks.size, allowEmpty) };
  return { world: oftenAlone(ranks), batches: fc.constant(Array.from({ length: ranks.size }, () => 1)) };
}

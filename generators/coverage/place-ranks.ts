import type { World } from '../../oracle/scenario.ts';
import type { RandomSource } from '../arbitraries/random-source.ts';
import { pick } from '../arbitraries/fill-data.ts';
import type { Assignment } from './model.ts';

/** Sizes of uneven batches. Those of two dimensions hold more than one value a rank, so that a rank alone does not raise. */
const unevenSizes = [5, 3, 2, 1, 4, 2, 1, 3];
const unevenLists = [5, 3, 2, 4, 2, 6, 3, 2];

const twoGroups: Readonly<Record<string, NonNullable<World['groups']>>> = {
  '2': [[0], [1]],
  '4': [
    [0, 3],
    [1, 2],
  ],
  '8': [
    [0, 1, 2, 3, 4],
    [5, 6, 7],
  ],
};

/** One rank in no group, or in a group of its own. */
const oneAlone: Readonly<Record<string, readonly NonNullable<World['groups']>[]>> = {
  '3': [[[0, 1]], [[1, 2], [0]]],
  '4': [[[1, 3, 0]], [[0, 1, 2], [3]]],
  '8': [[[0, 1, 2, 3, 4, 5, 6]], [[7, 1, 2, 3, 4, 5, 6], [0]]],
};

/** The world that an assignment asks for. */
export function worldOf(assignment: Assignment, source: RandomSource): World {
  const world = assignment['world'] ?? '1';
  const size = Number(world);
  if (assignment['groups'] === 'all') return { size, groups: null };
  return {
    size,
    groups: assignment['groups'] === 'two groups' ? (twoGroups[world] ?? null) : pick(oneAlone[world] ?? [], source),
  };
}

/** How many samples each rank has: small, so that biased and unbiased differ; uneven ones rolled, so that no rank is always the largest. */
export function batchSizesOf(assignment: Assignment, source: RandomSource): readonly number[] {
  const size = Number(assignment['world']);
  const sizes = assignment['dimensions'] === '2' ? unevenLists : unevenSizes;
  const first = source.below(sizes.length);
  const empty = source.below(size);
  const uneven = Array.from({ length: size }, (_, rank) => sizes[(rank + first) % sizes.length] ?? 2);
  switch (assignment['split']) {
    case 'one sample a rank':
      return Array.from({ length: size }, () => 1);
    case 'empty rank':
      return uneven.with(empty, 0);
    case 'uneven':
      return uneven;
    default:
      return Array.from({ length: size }, () => (size === 1 ? 5 : size === 8 ? 2 : 3));
  }
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharingSets } from '../../oracle/sharing.ts';
import { batchSizes, world } from './world.ts';

describe('world', () => {
  it('is of a size asked for, its groups disjoint and inside it', () => {
    fc.assert(
      fc.property(world([1, 2, 3, 4, 8]), ({ size, groups }) => {
        expect([1, 2, 3, 4, 8]).toContain(size);
        const members = groups?.flat() ?? [];
        expect(new Set(members).size).toBe(members.length);
        expect(members.every((rank) => rank >= 0 && rank < size)).toBe(true);
      }),
    );
  });

  it('is at times one group, several, and a rank alone', () => {
    const drawn = fc.sample(world([2, 3, 4]), 200);
    const sets = drawn.map((given) => sharingSets(given).map((set) => set.length));
    expect(drawn.some(({ groups }) => groups === null)).toBe(true);
    expect(sets.some((lengths) => lengths.filter((length) => length > 1).length > 1)).toBe(true);
    expect(sets.some((lengths) => lengths.includes(1) && lengths.length > 1)).toBe(true);
  });
});

describe('batchSizes', () => {
  it('has a size for each rank, and an empty one only where allowed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), (size) => {
        const sizes = fc.sample(batchSizes(size, false), 30);
        expect(sizes.every((list) => list.length === size && list.every((batch) => batch >= 1))).toBe(true);
        expect(fc.sample(batchSizes(size, true), 100).some((list) => list.includes(0))).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it('is at times uneven', () => {
    expect(fc.sample(batchSizes(3, false), 50).some((list) => new Set(list).size > 1)).toBe(true);
  });
});

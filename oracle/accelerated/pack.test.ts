import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatherChannel } from '../forward/channel.ts';
import { smallScenario } from '../testing/small-scenario.ts';
import type { Packable } from './pack.ts';
import { eachRun, groupSets, mostParts, packSets, paddedCount, partCount } from './pack.ts';

const extent = fc.integer({ min: 0, max: 5 });
const shapes = fc
  .tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }),
    fc.array(extent, { minLength: 1, maxLength: 3 }),
  )
  .map(([channels, spatial, batches]) => batches.map((batch) => [batch, channels, ...spatial]));
const sets = fc.array(
  shapes.map((own) => smallSet(own)),
  { minLength: 1, maxLength: 5 },
);
/** The numbers of each rank count up. */
function smallSet(own: readonly (readonly number[])[]): Packable {
  const [step] = smallScenario('torch', { shapes: own, backward: true }).steps;
  return { inputs: step?.ranks ?? [] };
}

const room = fc.constantFrom(256, 1024, 2 ** 20);

describe('a pack', () => {
  it('has every number of every channel once, in order, in rows of one part each', () => {
    fc.assert(
      fc.property(sets, room, (asked, mostElements) => {
        const pack = packSets(asked, mostElements, true);
        for (const part of pack.parts) {
          const segment = pack.segments[part.segment];
          const input = segment && asked[segment.set]?.inputs[part.place];
          const [x, g]: [number[], number[]] = [[], []];
          for (let row = part.firstRow; row < part.firstRow + part.rows; row += 1) {
            const tile = pack.tiles.find(({ firstRow, rows }) => firstRow <= row && row < firstRow + rows);
            const place = row - (tile?.firstRow ?? 0);
            const used = tile?.chunks[2 * place] ?? 0;
            expect(tile?.chunks[2 * place + 1]).toBe(part.segment);
            x.push(...(tile?.x.subarray(place * pack.length, place * pack.length + used) ?? []));
            g.push(...(tile?.g?.subarray(place * pack.length, place * pack.length + used) ?? []));
          }
          expect(input?.gradY).not.toBeNull();
          if (segment === undefined || input?.gradY == null) throw new RangeError('Expected an input, got none.');
          expect(x).toEqual([...gatherChannel(input.x, segment.channel)]);
          expect(g).toEqual([...gatherChannel(input.gradY, segment.channel)]);
        }
        const counts = pack.segments.map(({ count }) => count);
        const numbers = asked.flatMap(({ inputs }) => inputs.map(({ x }) => x.data.length));
        expect(sum(counts)).toBe(sum(numbers));
        expect(sum(pack.tiles.map(({ rows }) => rows))).toBe(pack.rows);
      }),
    );
  });

  it('takes no more room than there is, and few sizes of it', () => {
    fc.assert(
      fc.property(sets, room, (asked, mostElements) => {
        const { tiles, length } = packSets(asked, mostElements, true);
        for (const { x, g, chunks, rows } of tiles) {
          expect(x.length).toBeLessThanOrEqual(mostElements);
          expect(g?.length).toBe(x.length);
          // The widest table of sums has five columns.
          expect(5 * (chunks.length / 2)).toBeLessThanOrEqual(mostElements);
          expect(x.length).toBe(paddedCount(rows) * length);
        }
      }),
    );
  });
});

describe('sets that share a pack', () => {
  it('keep their order, and have no more parts together than fit, unless one alone has', () => {
    fc.assert(
      fc.property(sets, fc.constantFrom(24, 48, 96), (asked, mostElements) => {
        const groups = groupSets(asked, mostElements);
        expect(groups.flat()).toEqual(asked);
        const parts = (group: readonly Packable[]): number => sum(group.map(partCount));
        for (const group of groups) expect(group.length === 1 || parts(group) <= mostParts(mostElements)).toBe(true);
      }),
    );
  });
});

it('runs cover the numbers of a channel in order, each where it lies', () => {
  fc.assert(
    fc.property(shapes, fc.nat(), fc.nat(), (own, one, other) => {
      const x = smallSet(own).inputs[0]?.x;
      if (x === undefined) return;
      const numbers = [...gatherChannel(x, 0)];
      const ends: readonly [number, number] = [
        Math.min(one % (numbers.length + 1), other % (numbers.length + 1)),
        Math.max(one % (numbers.length + 1), other % (numbers.length + 1)),
      ];
      const found: (number | undefined)[] = [];
      eachRun(x.shape, 0, ends, (at, offset, size) => {
        expect(offset).toBe(found.length);
        for (let index = 0; index < size; index += 1) found.push(x.data[at + index]);
      });
      expect(found).toEqual(numbers.slice(...ends));
    }),
  );
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

import { randomSource } from '../../generators/arbitraries/random-source.ts';
import type { RandomSource } from '../../generators/arbitraries/random-source.ts';
import { parseCaseId } from '../../generators/case-id.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';

/**
 * Draws `count` cases by a seed, spread evenly over the golden files and, within a file, over the state-table rows of the first
 * step; in the order in which they were given. All of them where there are no more.
 */
export function drawCases(cases: readonly GoldenCase[], count: number, seed: number): readonly GoldenCase[] {
  const random = randomSource(seed);
  const files = [...Map.groupBy(cases, ({ file }) => file.path).values()].map((own) => {
    const rows = [...Map.groupBy(own, ({ id }) => parseCaseId(id)?.rows[0] ?? '').values()];
    return takeInTurn(shuffled(rows, random).map((row) => shuffled(row, random)));
  });
  const drawn = new Set(takeInTurn(shuffled(files, random)).slice(0, count));
  return cases.filter((one) => drawn.has(one));
}

/** One of each pile after another, until all piles are used up. */
function takeInTurn<Item>(piles: readonly (readonly Item[])[]): readonly Item[] {
  const longest = Math.max(0, ...piles.map((pile) => pile.length));
  return Array.from({ length: longest }, (_, place) => place).flatMap((place) =>
    piles.flatMap((pile) => pile.slice(place, place + 1)),
  );
}

function shuffled<Item>(items: readonly Item[], random: RandomSource): readonly Item[] {
  const keyed = items.map((item) => ({ item, key: random.uniform() }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}

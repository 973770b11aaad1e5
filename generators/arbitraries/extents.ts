import fc from 'fast-check';
import { spatial } from './spatial.ts';

/** How much an input holds: its channels, and what lies behind them. */
export interface Extents {
  readonly channels: number;
  readonly spatial: readonly number[];
  /** `wide`: more channels than a kernel may take at once. `lone`: one value a channel and rank. */
  readonly kind: 'ordinary' | 'wide' | 'lone';
}

/** Extents of inputs with the given numbers of dimensions: mostly small, and often enough for a defect that shows only there wide or lone. `loneWeight` is in parts of about 20. */
export function extents(dimensions: readonly number[], loneWeight: number): fc.Arbitrary<Extents> {
  const few = fc.integer({ min: 1, max: 5 });
  const flat = dimensions
    .filter((count) => count === 2 || count === 4)
    .map((count) => Array.from({ length: count - 2 }, () => 1));
  return fc.oneof(
    { weight: 16, arbitrary: fc.record({ channels: few, spatial: spatial(dimensions), kind: fc.constant('ordinary' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        channels: fc.constantFrom(65, 66, 70),
        spatial: fc.constantFrom<readonly number[]>([], [1, 2], [2, 1], [2, 1]),
        kind: fc.constant('wide' as const),
      }),
    },
    {
      weight: loneWeight,
      arbitrary: fc.record({ channels: few, spatial: fc.constantFrom(...flat), kind: fc.constant('lone' as const) }),
    },
  );
}

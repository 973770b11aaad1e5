import fc from 'fast-check';
import type { Layout } from '../../oracle/scenario.ts';

/** Spatial extents for inputs of the given numbers of dimensions (batch and channel included), a few elements each. */
export function spatial(dimensions: readonly number[]): fc.Arbitrary<readonly number[]> {
  return fc
    .constantFrom(...dimensions)
    .chain((count) => fc.array(fc.integer({ min: 1, max: count > 4 ? 2 : 4 }), { minLength: count - 2, maxLength: count - 2 }));
}

/** Memory layouts that an input of this many dimensions can have; where there are many channels, they often lie last. */
export function layout(dimensions: number, isWide = false): fc.Arbitrary<Layout> {
  if (dimensions === 4 && isWide) return fc.constantFrom<Layout>('contiguous', 'channels_last', 'channels_last', 'strided');
  if (dimensions === 4) return fc.constantFrom<Layout>('contiguous', 'contiguous', 'channels_last', 'strided');
  if (dimensions === 5) return fc.constantFrom<Layout>('contiguous', 'channels_last');
  return dimensions === 3 ? fc.constantFrom<Layout>('contiguous', 'contiguous', 'strided') : fc.constant('contiguous');
}

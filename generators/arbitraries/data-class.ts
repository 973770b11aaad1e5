import fc from 'fast-check';
import type { DataClass } from './fill-data.ts';

/** Mostly ordinary data, every hard family often enough to be met in each state-table row. */
export const dataClass: fc.Arbitrary<DataClass> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<DataClass>('ordinary') },
  { weight: 4, arbitrary: fc.constantFrom<DataClass>('constant', 'offset', 'integers') },
  { weight: 2, arbitrary: fc.constantFrom<DataClass>('huge', 'tiny', 'nonfinite') },
);

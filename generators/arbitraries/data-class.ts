import fc from 'fast-check';
import type { DataClass } from './fill-data.ts';

/** Mostly ordinary data, every hard family often enough to be met in each state-table row. */
export const dataClass: fc.Arbitrary<DataClass> = fc.oneof(
  { weight: 16, arbitrary: fc.constant<DataClass>('ordinary') },
  { weight: 8, arbitrary: fc.constantFrom<DataClass>('constant', 'offset', 'integers') },
  { weight: 3, arbitrary: fc.constantFrom<DataClass>('huge', 'tiny') },
  { weight: 4, arbitrary: fc.constant<DataClass>('nonfinite') },
);

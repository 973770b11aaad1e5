import fc from 'fast-check';
import type { OptionalArgument } from './momentum.ts';

/** Valid epsilons of both dialects: the default, dyadic, small, and large enough to be mistaken for variance. */
export const epsilon: fc.Arbitrary<OptionalArgument> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(2 ** -17, 1e-3, 1e-12, 0.1, 1).map((value) => ({ float: value })),
  },
);

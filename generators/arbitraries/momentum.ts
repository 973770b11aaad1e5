import fc from 'fast-check';
import type { PythonValue } from '../../oracle/python-value.ts';

/** An argument, or undefined to leave it to its default. */
export type OptionalArgument = PythonValue | undefined;

const float = (value: number): PythonValue => ({ float: value });

/** torch takes any number, and None for the cumulative average. Dyadic values are not blamed on float32 storage. */
export const torchMomentum: fc.Arbitrary<OptionalArgument> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  { weight: 4, arbitrary: fc.constant(null) },
  { weight: 6, arbitrary: fc.constantFrom(float(0.125), float(0.3), float(0.9), float(0.001)) },
  { weight: 3, arbitrary: fc.constantFrom(float(0), float(1), 0, 1) },
  { weight: 2, arbitrary: fc.constantFrom(float(-0.5), float(1.5), 2) },
  { weight: 1, arbitrary: fc.constantFrom(float(Number.NaN), float(Number.POSITIVE_INFINITY), true) },
);

/** MindSpore takes numbers from 0 to 1; what it refuses is in the corpus. */
export const mindsporeMomentum: fc.Arbitrary<OptionalArgument> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  { weight: 6, arbitrary: fc.constantFrom(float(0.875), float(0.7), float(0.1), float(0.999), float(0.5)) },
  { weight: 3, arbitrary: fc.constantFrom(float(0), float(1), 0, 1) },
);

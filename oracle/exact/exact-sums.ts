import { doubleLimit, sumDoubles } from './double-sums.ts';
import { add, zero } from './dyadic.ts';
import { singleLimit, sumSingles } from './single-sums.ts';
import type { SumAndDot } from './sum-and-dot.ts';

/** What numbers kept as float64 are known to be: `single`, all of them float32 numbers (the half types are), or any `double`. */
export type Precision = 'single' | 'double';

const algorithms: Record<Precision, { readonly sums: typeof sumSingles; readonly limit: number }> = {
  single: { sums: sumSingles, limit: singleLimit },
  double: { sums: sumDoubles, limit: doubleLimit },
};

/** The exact sums of `left` and of `left * right`: finite numbers of that precision, two lists equally long. */
export function exactSums(left: Float64Array, right: Float64Array, precision: Precision): SumAndDot {
  const { sums, limit } = algorithms[precision];
  let total: SumAndDot = { sum: zero, dot: zero };
  for (let start = 0; start < left.length; start += limit) {
    const part = sums(left.subarray(start, start + limit), right.subarray(start, start + limit));
    total = { sum: add(total.sum, part.sum), dot: add(total.dot, part.dot) };
  }
  return total;
}

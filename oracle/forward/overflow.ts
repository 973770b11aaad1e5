import type { Grade } from '../accept/grade.ts';
import { meetsGrade } from '../accept/grade.ts';
import type { MomentBound } from '../accept/moment-bound.ts';
import { sumOfSquares } from '../accept/moment-bound.ts';
import { reductionGrowth } from '../accept/reduction.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import type { BatchMoments } from './batch-moments.ts';

/** Whether a number of this size may pass `largest` once it is rounded. `growth` is what summing may add to a sum; NaN may be anything. */
export function mayPass(size: number, largest: number, growth = 0): boolean {
  return !(size * (1.001 + 3 * growth) < largest);
}

/** Which statistics of a batch may pass the largest number on the way to them. */
export interface MomentOverflow {
  readonly mean: boolean;
  readonly variance: boolean;
}

/**
 * The sums and single squares that some conforming code meets, of deviations from a mean that is off by its bound: in grade A also
 * the squared mean and the squared difference of the means of parts, times both counts; in grade B what a shift by one of the
 * values makes of the sums, the sum of squares and the squared sum.
 */
export function momentOverflow(moments: BatchMoments, bound: MomentBound, arithmetic: Arithmetic, grade: Grade): MomentOverflow {
  const { sumOfAbsolutes, variance, count, range } = moments;
  const growth = reductionGrowth(count, arithmetic);
  const sums = [sumOfAbsolutes];
  const squares = [count * (variance + bound.mean * bound.mean)];
  const products = [(range + bound.mean) ** 2];
  if (!meetsGrade(grade, 'A+')) {
    // A merge, of ranks or of lanes, may multiply a squared difference of means by both counts before it divides by their sum.
    products.push((Math.abs(moments.mean) + bound.mean) ** 2, ((range + 2 * bound.mean) ** 2 * count * count) / 4);
  }
  if (grade === 'B') {
    sums.push(count * range);
    squares.push(sumOfSquares(moments), count * range * range);
    products.push(sumOfAbsolutes * sumOfAbsolutes, 4 * count * range * range);
  }
  const pass = (numbers: readonly number[], largest: number): boolean => mayPass(Math.max(...numbers), largest, growth);
  const mean = pass(sums, arithmetic.largestSum);
  return { mean, variance: mean || pass(squares, arithmetic.largestSum) || pass(products, arithmetic.largest) };
}

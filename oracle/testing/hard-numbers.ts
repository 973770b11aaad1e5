import fc from 'fast-check';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Precision } from '../exact/exact-sums.ts';
import { roundTo } from '../formats/arithmetic.ts';

const finite = { noNaN: true, noDefaultInfinity: true } as const;

/** A finite number of any size, and often one at an edge: subnormal, close to overflow, or a zero. */
function anyNumber(precision: Precision): fc.Arbitrary<number> {
  const single = precision === 'single';
  const any = single ? fc.float(finite) : fc.double(finite);
  const [tiny, largest] = single ? [2 ** -149, (2 - 2 ** -23) * 2 ** 127] : [2 ** -1074, Number.MAX_VALUE];
  const subnormal = fc.integer({ min: -(2 ** 22), max: 2 ** 22 }).map((steps) => steps * tiny);
  const edges = fc.constantFrom(0, -0, tiny, -tiny, largest, -largest, largest / 2, tiny * 2 ** 23);
  return fc.oneof(any, subnormal, edges);
}

/** Numbers around an offset that cancels: condition numbers of the variance from 1 to 1e8 and beyond. */
function offsetNumbers(precision: Precision): fc.Arbitrary<readonly number[]> {
  const round = precision === 'single' ? Math.fround : (value: number): number => value;
  const noise = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });
  const offset = fc.constantFrom(0, 1, -30, 1e3, -1e4, 1e8);
  const scale = fc.constantFrom(1, 2 ** -120, 2 ** 90);
  return fc.tuple(noise, offset, scale).map(([around, centre, by]) => around.map((each) => round((centre + each) * by)));
}

/** Numbers with their negatives, in any order, and one more: all but that one cancel. */
function cancelling(precision: Precision): fc.Arbitrary<readonly number[]> {
  const pairs = fc.array(anyNumber(precision), { minLength: 1, maxLength: 12 });
  return fc
    .tuple(pairs, anyNumber(precision))
    .chain(([numbers, last]) =>
      fc.shuffledSubarray([...numbers, ...numbers.map((each) => -each), last], { minLength: 2 * numbers.length + 1 }),
    );
}

/** Numbers of the half types, which are float32 numbers too. */
const halves: fc.Arbitrary<readonly number[]> = fc
  .tuple(
    fc.constantFrom('float16', 'bfloat16'),
    fc.array(fc.float({ ...finite, min: -6e4, max: 6e4 }), { minLength: 1, maxLength: 30 }),
  )
  .map(([dtype, numbers]) => numbers.map((each) => roundTo(dtype, each)));

/** At least one number of a precision, hard to add up. */
export function hardNumbers(precision: Precision): fc.Arbitrary<readonly number[]> {
  const any = fc.array(anyNumber(precision), { minLength: 1, maxLength: 30 });
  return fc.oneof(any, offsetNumbers(precision), cancelling(precision), halves);
}

/** `count` numbers about normal around `offset`. */
export function manyNumbers(count: number, offset: number, seed: number, precision: Precision): Float64Array {
  const generator = xoroshiro128plus(seed);
  const uniform = (): number => uniformFloat64(generator);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return Float64Array.from({ length: count }, () =>
    precision === 'single' ? Math.fround(offset + normal()) : offset + normal(),
  );
}

/** Two lists of the same length. */
export function equallyLong(left: readonly number[], right: readonly number[]): readonly [Float64Array, Float64Array] {
  const length = Math.min(left.length, right.length);
  return [Float64Array.from(left.slice(0, length)), Float64Array.from(right.slice(0, length))];
}

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Dyadic } from '../../exact/dyadic.ts';
import { add, dyadicOf, multiply, subtract } from '../../exact/dyadic.ts';
import type { ExactPair } from './exact-pair.ts';
import { compareWith, productPair, sumPair } from './exact-pair.ts';
import { isFaithful, neighbour32, roundPair, ulp32 } from './float32.ts';

const u = 2 ** -24;
const tiny = 2 ** -126;
/** Float32 whose products of two are float64 with nothing lost. */
const number = fc
  .float({ noNaN: true, noDefaultInfinity: true })
  .filter((value) => value === 0 || (Math.abs(value) > 1e-18 && Math.abs(value) < 1e18));

function isSame(pair: ExactPair, exact: Dyadic): boolean {
  return subtract(add(dyadicOf(pair.high), dyadicOf(pair.low)), exact).units === 0n;
}

/** Of the two float32 around a number the nearer one, the even one of two that are as near. */
function nearestOf(exact: Dyadic, low: number, high: number): number {
  const [below, above] = [subtract(exact, dyadicOf(low)), subtract(dyadicOf(high), exact)];
  const { units } = subtract(below, above);
  if (units !== 0n) return units < 0n ? low : high;
  const bits = new Uint32Array(Float32Array.of(low).buffer);
  return (bits[0] ?? 0) % 2 === 0 ? low : high;
}

test('pairs hold sums, products, and sums of both', () => {
  fc.assert(
    fc.property(number, number, number, (a, b, c) => {
      expect(isSame(sumPair(a, b), add(dyadicOf(a), dyadicOf(b)))).toBe(true);
      expect(isSame(productPair(a, b), multiply(dyadicOf(a), dyadicOf(b)))).toBe(true);
      expect(isSame(sumPair(a * b, c), add(multiply(dyadicOf(a), dyadicOf(b)), dyadicOf(c)))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('pairs are rounded once, and what is rounded is faithful, as its neighbour across the number is, and no other', () => {
  fc.assert(
    fc.property(number, number, fc.oneof(number, fc.constant(null)), (a, b, other) => {
      // Without a third number, what the product loses and half of it: ties, and all but ties.
      const pair = sumPair(a * b, other ?? -Math.fround(a * b) * (1 + u));
      fc.pre(Math.abs(pair.high) > tiny);
      const rounded = roundPair(pair);
      const exact = add(dyadicOf(pair.high), dyadicOf(pair.low));
      const side = compareWith(pair, rounded);
      const across = side === 0 ? rounded : neighbour32(rounded, side > 0 ? 1 : -1);
      const [low, high] = [Math.min(rounded, across), Math.max(rounded, across)];
      expect(rounded).toBe(side === 0 ? rounded : nearestOf(exact, low, high));
      expect([isFaithful(pair, low), isFaithful(pair, high)]).toEqual([true, true]);
      expect([isFaithful(pair, neighbour32(low, -1)), isFaithful(pair, neighbour32(high, 1))]).toEqual([false, false]);
      expect(isFaithful(pair, Number.NaN)).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

describe('a tie of float32 that is none in all its digits', () => {
  it.each([
    [1, u, 0, 1],
    [1, u, 2 ** -80, 1 + 2 * u],
    [1, u, -(2 ** -80), 1],
    [1 + 2 * u, u, 0, 1 + 4 * u],
    [1 + 2 * u, u, -(2 ** -80), 1 + 2 * u],
    [-1, -u, -(2 ** -80), -1 - 2 * u],
    [1, -u / 2, 0, 1],
    [1, -u / 2, -(2 ** -80), 1 - u],
  ])('%d + %d + %d is %d', (one, two, three, rounded) => {
    expect(roundPair({ high: one + two, low: three })).toBe(rounded);
  });
});

it('knows the neighbours and their distance', () => {
  expect([neighbour32(1, 1), neighbour32(1, -1)]).toEqual([1 + 2 * u, 1 - u]);
  expect([neighbour32(-1, 1), neighbour32(-1, -1)]).toEqual([-1 + u, -1 - 2 * u]);
  expect([neighbour32(0, 1), neighbour32(-0, -1), neighbour32(2 ** -149, -1)]).toEqual([2 ** -149, -(2 ** -149), 0]);
  expect([ulp32(1), ulp32(-1.5), ulp32(1 - 2 ** -40), ulp32(2 ** 24)]).toEqual([2 * u, 2 * u, u, 2]);
});

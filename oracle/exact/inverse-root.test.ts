import fc from 'fast-check';
import { expect, it } from 'vitest';
import { roundFraction } from './fraction.ts';
import { inverseRoot } from './inverse-root.ts';

const middle = fc.bigInt(1n << 52n, (1n << 53n) - 1n).map((half) => 2n * half + 1n);

it('an inverse root in the middle of two float64 goes to the even one, and one a hair beside it to its side', () => {
  fc.assert(
    fc.property(middle, fc.integer({ min: -30, max: 30 }), (root, by) => {
      // 1 / sqrt((1 - hair * 2^-400) / root^2), times a power of two.
      const rounded = (hair: bigint): number =>
        roundFraction(inverseRoot({ units: (1n << 400n) - hair, exponent: -400 - 2 * by, denominator: root * root })) / 2 ** by;
      expect([rounded(-1n), rounded(0n), rounded(1n)]).toEqual([Number(root - 1n), Number(root), Number(root + 1n)]);
    }),
    { numRuns: 200 },
  );
});

it('a root that is its middle in all the bits kept is told from it by the rest', () => {
  fc.assert(
    fc.property(middle, fc.integer({ min: 60, max: 90 }), (root, zeros) => {
      const exact = root << BigInt(zeros);
      const rounded = (hair: bigint): number =>
        roundFraction(inverseRoot({ units: 1n, exponent: 0, denominator: exact * exact + hair })) / 2 ** zeros;
      expect([rounded(-1n), rounded(0n), rounded(1n)]).toEqual([Number(root - 1n), Number(root), Number(root + 1n)]);
    }),
    { numRuns: 200 },
  );
});

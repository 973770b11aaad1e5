import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asProductUnits, exactDot, wholeUnits } from '../exact-fraction.ts';
import { isNearest } from '../nearest-float.ts';
import { fusedMultiplyAdd } from './fused-multiply-add.ts';
import { single } from './machine.ts';

const moderate = fc.double({ min: -1e30, max: 1e30, noNaN: true }).filter((value) => Math.abs(value) > 1e-30);

/** c, or something that nearly cancels the product, or is just too small to matter. */
function addends(a: number, b: number, c: number): readonly number[] {
  const product = a * b;
  return [c, -product, -product * (1 + 2 ** -52), product * 2 ** -53, product * 2 ** -54, -product * 2 ** -53];
}

it('rounds a * b + c of float64 numbers once', () => {
  fc.assert(
    fc.property(moderate, moderate, moderate, (a, b, c) => {
      for (const addend of addends(a, b, c)) {
        const exact = exactDot([a], [b]) + asProductUnits(wholeUnits(addend));
        expect(isNearest(fusedMultiplyAdd(a, b, addend), exact, 1n << 1074n)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

it('rounds a * b + c of float32 numbers once: no other float32 is nearer', () => {
  const float = fc.float({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(float, float, float, (a, b, c) => {
      for (const addend of addends(a, b, c).map(Math.fround)) {
        const exact = exactDot([a], [b]) + asProductUnits(wholeUnits(addend));
        const distance = (value: number): bigint => {
          const apart = asProductUnits(wholeUnits(value)) - exact;
          return apart < 0n ? -apart : apart;
        };
        const result = single.multiplyAdd(a, b, addend);
        const step = Math.max(Math.abs(result) * 2 ** -23, 2 ** -149);
        for (const other of [Math.fround(result + step), Math.fround(result - step)]) {
          expect(distance(result) <= distance(other)).toBe(true);
        }
      }
    }),
    { numRuns: 500 },
  );
});

it('differs from rounding twice', () => {
  const a = Math.fround(1 + 2 ** -12);
  expect(single.multiplyAdd(a, a, -1)).toBe(2 ** -11 + 2 ** -24);
  expect(Math.fround(Math.fround(a * a) - 1)).not.toBe(2 ** -11 + 2 ** -24);
});

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { roundTo } from '../formats/arithmetic.ts';
import { encodeBfloat16 } from '../formats/bfloat16.ts';
import { encodeFloat16 } from '../formats/float16.ts';
import type { DType, Tensor } from '../tensor.ts';
import { dtypes } from '../tensor.ts';
import { representableBeyond } from '../testing/representable.ts';
import { judgeTensor } from './verdict.ts';
import type { TensorVerdict } from './verdict.ts';

const [nan, infinity] = [Number.NaN, Number.POSITIVE_INFINITY];

function tensor(dtype: DType, numbers: readonly number[], shape: readonly number[] = [numbers.length]): Tensor {
  if (dtype === 'float64') return { dtype, shape, data: Float64Array.from(numbers) };
  if (dtype === 'float32') return { dtype, shape, data: Float32Array.from(numbers) };
  return { dtype, shape, data: Uint16Array.from(numbers, dtype === 'float16' ? encodeFloat16 : encodeBfloat16) };
}

function judge(dtype: DType, value: number, bound: number, answer: number): TensorVerdict {
  const expected = { dtype, shape: [1], values: Float64Array.of(value), bounds: Float64Array.of(bound) };
  return judgeTensor(expected, tensor(dtype, [answer]));
}

const accepts = (dtype: DType, value: number, bound: number, answer: number): boolean =>
  judge(dtype, value, bound, answer).mismatches === 0;

describe('what is typical', () => {
  const of = (typicalBounds: readonly number[] | null, answers: readonly number[]): TensorVerdict => {
    const values = Float64Array.of(1, 2, 3, 4, nan);
    const bounds = Float64Array.of(1, 1, 1, infinity, 0);
    const expected = { dtype: 'float32' as const, shape: [5], values, bounds };
    const narrower = typicalBounds === null ? {} : { typicalBounds: Float64Array.from(typicalBounds) };
    return judgeTensor({ ...expected, ...narrower }, tensor('float32', answers));
  };
  const narrow = [0.25, 0.25, 1, 0.25, 0];

  it('is all that is inside where no other bounds are given', () => {
    expect(of(null, [1, 2.5, 3, 9, nan])).toMatchObject({ typical: 4, uninformative: 1, mismatches: 0 });
    expect(of(null, [1, 2.5, 9, 9, 1])).toMatchObject({ typical: 2, uninformative: 1, mismatches: 2 });
  });

  it('is what is inside both, of what a bound decides, and changes nothing else', () => {
    for (const answers of [
      [1, 2.5, 3, 9, nan],
      [1.25, 2.75, 9, 4, 1],
      [0, 1, 2, 4, nan],
    ]) {
      const verdict = of(narrow, answers);
      expect({ ...verdict, typical: 0 }).toEqual({ ...of(null, answers), typical: 0 });
    }
    expect(of(narrow, [1.25, 2.5, 4, 9, nan]).typical).toBe(3);
    expect(of(narrow, [1.25, 2.25, 9, 4, 1]).typical).toBe(2);
  });
});

describe.each(dtypes)('a finite %s expectation', (dtype) => {
  const value = fc.double({ min: -60000, max: 60000, noNaN: true });
  const bound = fc.oneof(
    fc.constant(0),
    fc.double({ min: 0, max: 1000, noNaN: true }),
    fc.double({ min: 0, max: 1e-6, noNaN: true }),
  );

  it('accepts itself rounded, the rounded edges, and what lies between', () => {
    fc.assert(
      fc.property(value, bound, fc.double({ min: -1, max: 1, noNaN: true }), (expected, allowed, part) => {
        for (const answer of [expected, expected - allowed, expected + allowed, expected + part * allowed]) {
          const verdict = judge(dtype, expected, allowed, roundTo(dtype, answer));
          expect(verdict).toMatchObject({ elements: 1, uninformative: 0, mismatches: 0, worst: null });
          expect(verdict.boundUse).toBeGreaterThanOrEqual(0);
          expect(verdict.boundUse).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('rejects the first number beyond each rounded edge', () => {
    fc.assert(
      fc.property(value, bound, (expected, allowed) => {
        for (const side of [1, -1] as const) {
          const outside = representableBeyond(dtype, roundTo(dtype, expected + side * allowed), side);
          const { mismatches, worst, boundUse } = judge(dtype, expected, allowed, outside);
          expect(mismatches).toBe(1);
          expect(worst).toEqual({ index: 0, at: [0], expected, actual: outside, bound: allowed });
          expect(boundUse).toBeGreaterThan(1);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('rejects NaN and infinities', () => {
    fc.assert(
      fc.property(value, bound, fc.constantFrom(nan, infinity, -infinity), (expected, allowed, odd) => {
        expect(accepts(dtype, expected, allowed, odd)).toBe(false);
      }),
    );
  });
});

describe('overflow of the answer type', () => {
  test.each([
    { value: 70000, bound: 1, answer: infinity, accepted: true },
    { value: 70000, bound: 1, answer: 65504, accepted: false },
    { value: 70000, bound: 1, answer: 0, accepted: false },
    { value: 70000, bound: 1, answer: -infinity, accepted: false },
    { value: 65515, bound: 10, answer: infinity, accepted: true },
    { value: 65515, bound: 10, answer: 65504, accepted: true },
    { value: 65515, bound: 10, answer: 65440, accepted: false },
    { value: -70000, bound: 1, answer: -infinity, accepted: true },
    { value: -70000, bound: 1, answer: -65504, accepted: false },
  ])('float16 $value +- $bound, got $answer: accepted is $accepted', ({ value, bound, answer, accepted }) => {
    expect(accepts('float16', value, bound, answer)).toBe(accepted);
  });
});

describe('an expectation that is not a plain interval', () => {
  const answers = [nan, infinity, -infinity, 0, 1];

  test.each([
    { name: 'NaN with bound 0 must be met exactly', value: nan, bound: 0, accepted: [nan] },
    { name: 'Infinity with bound 0 must be met exactly', value: infinity, bound: 0, accepted: [infinity] },
    { name: '-Infinity with bound 0 must be met exactly', value: -infinity, bound: 0, accepted: [-infinity] },
    { name: 'bound NaN asks for anything not finite', value: nan, bound: nan, accepted: [nan, infinity, -infinity] },
    { name: 'bound NaN does so beside a finite value, too', value: 1, bound: nan, accepted: [nan, infinity, -infinity] },
    { name: 'bound Infinity accepts anything', value: 1, bound: infinity, accepted: answers },
    { name: 'bound Infinity accepts anything for NaN, too', value: nan, bound: infinity, accepted: answers },
  ])('$name', ({ value, bound, accepted }) => {
    for (const dtype of dtypes) {
      expect(answers.filter((answer) => accepts(dtype, value, bound, answer))).toEqual(accepted);
    }
  });

  it('counts as uninformative where its bound is infinite, and only there', () => {
    const bounds = [infinity, 0, nan, 1, infinity];
    const expected = {
      dtype: 'float32',
      shape: [5],
      values: Float64Array.of(1, 2, nan, 4, 5),
      bounds: Float64Array.from(bounds),
    } as const;
    expect(judgeTensor(expected, tensor('float32', [9, 2, nan, 4, nan]))).toMatchObject({
      elements: 5,
      uninformative: 2,
      mismatches: 0,
      worst: null,
      boundUse: 0,
    });
  });
});

describe('a tensor', () => {
  const expected = {
    dtype: 'float64',
    shape: [2, 3, 2],
    values: Float64Array.from({ length: 12 }, (_, index) => index),
    bounds: new Float64Array(12).fill(0.25),
  } as const;
  const answer = (changes: Readonly<Record<number, number>>): Tensor =>
    tensor(
      'float64',
      Array.from({ length: 12 }, (_, index) => changes[index] ?? index),
      [2, 3, 2],
    );

  it('counts its mismatches and shows the one farthest outside, with its coordinates', () => {
    const verdict = judgeTensor(expected, answer({ 1: 1.5, 10: 14, 11: 10 }));
    expect(verdict).toMatchObject({ elements: 12, mismatches: 3, boundUse: 16 });
    expect(verdict.worst).toEqual({ index: 10, at: [1, 2, 0], expected: 10, actual: 14, bound: 0.25 });
  });

  it('shows a number out of place before any that is merely far', () => {
    expect(judgeTensor(expected, answer({ 1: 1e300, 5: nan })).worst).toMatchObject({ index: 5, at: [0, 2, 1] });
  });

  it('says how much of the bound was used where all are inside', () => {
    expect(judgeTensor(expected, answer({ 3: 3.125, 5: 4.9375 })).boundUse).toBeCloseTo(0.5, 12);
    expect(judgeTensor(expected, answer({})).boundUse).toBe(0);
  });
});

describe('the channels of a verdict', () => {
  it('count what was decided and what is outside, by axis 1, or by the only axis', () => {
    const shape = [2, 3, 2];
    const values = new Float64Array(12).fill(1);
    const bounds = Float64Array.from({ length: 12 }, (_, index) => (index === 4 ? infinity : 0.5));
    const answer = Array.from({ length: 12 }, (_, index) => (index === 2 || index === 8 || index === 11 ? 9 : 1));
    const verdict = judgeTensor({ dtype: 'float32', shape, values, bounds }, tensor('float32', answer, shape));
    expect(verdict.channels).toEqual([
      { informative: 4, mismatches: 0 },
      { informative: 4, mismatches: 2 },
      { informative: 3, mismatches: 1 },
    ]);
    expect(verdict).toMatchObject({ mismatches: 3, uninformative: 1 });
    const flat = judgeTensor({ dtype: 'float32', shape: [12], values, bounds }, tensor('float32', answer));
    expect(flat.channels.map(({ mismatches }) => mismatches)).toEqual(answer.map((number) => (number === 9 ? 1 : 0)));
  });
});

describe('the share of a bound that an answer uses', () => {
  const use = (dtype: DType, value: number, bound: number, answer: number): number => judge(dtype, value, bound, answer).boundUse;

  test.each<[string, DType, number, number, number, number]>([
    ['is what it is off beyond its own rounding', 'float32', 1, 2 ** -10, 1 + 2 ** -11, 0.5 - 2 ** -14],
    ['on either side', 'float32', -4, 2 ** -10, -4 - 2 ** -11, 0.5 - 2 ** -12],
    ['of a number that is no larger than the smallest normal one', 'float32', 0, 2 ** -149, 2 ** -149, 0.5],
    ['is nothing where rounding explains all', 'float32', 1 + 2 ** -26, 1, 1, 0],
    ['is all of it at its edge', 'float64', 0, 1, -1, 1],
    ['is nothing where an infinity is the nearest number', 'float64', 1.7e308, 1.7e308, infinity, 0],
  ])('%s', (_name, dtype, value, bound, answer, share) => {
    expect(use(dtype, value, bound, answer)).toBe(share);
  });

  it('is all of it and no mismatch at its edge, and more just outside, where their quotient rounds to 1', () => {
    expect(judge('float64', 0, 1, 1)).toMatchObject({ mismatches: 0, channels: [{ informative: 1, mismatches: 0 }] });
    const beside = judge('float64', -0.6 * 2 ** -53, 1, 1);
    expect(beside).toMatchObject({ mismatches: 1, boundUse: 1 + 2 ** -52 });
  });

  it('is that of the first mismatch among equals', () => {
    const expected = {
      dtype: 'float32',
      shape: [3],
      values: Float64Array.of(1, 2, 3),
      bounds: Float64Array.of(1, 1, 1),
    } as const;
    expect(judgeTensor(expected, tensor('float32', [1, nan, nan])).worst?.index).toBe(1);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arithmeticOf } from '../formats/arithmetic.ts';
import { present } from '../testing/answers.ts';
import type { Normaliser } from './normaliser.ts';
import { normalise, settle } from './output.ts';

const single = arithmeticOf('float32');
const { unitRoundoff: u, tiny } = single;

interface Case {
  readonly value: number;
  readonly weight: number;
  readonly bias: number;
  readonly normaliser: Normaliser;
}

const sizes = fc.oneof(
  fc.constant(0),
  fc.double({ min: 1e-8, max: 1e8, noNaN: true }),
  fc.double({ min: 0, max: 3, noNaN: true }),
);
const numbers = fc.oneof(
  sizes,
  sizes.map((size) => -size),
);
const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));

/** One value to normalise, with statistics known to within anything from nothing to all of them. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    value: numbers,
    weight: numbers,
    bias: numbers,
    mean: numbers,
    meanBound: sizes,
    high: sizes,
    width: share,
    at: share,
  })
  .map(({ value, weight, bias, mean, meanBound, high, width, at }) => {
    const inverseDeviationBound = width * high;
    const normaliser: Normaliser = {
      mean,
      meanLow: mean * 2 ** -54,
      meanBound,
      varianceBound: 0,
      inverseDeviation: high - at * inverseDeviationBound,
      inverseDeviationBound,
      inverseDeviationHigh: high,
      mayOverflow: false,
      meanMayOverflow: false,
    };
    return { value, weight, bias, normaliser };
  });

/** Mean 0 and deviation 1, known exactly. */
const standard: Normaliser = {
  mean: 0,
  meanLow: 0,
  meanBound: 0,
  varianceBound: 0,
  inverseDeviation: 1,
  inverseDeviationBound: 0,
  inverseDeviationHigh: 1,
  mayOverflow: false,
  meanMayOverflow: false,
};

const end = fc.constantFrom(-1, 0, 1);
const edges = fc.record({
  mean: end,
  inverse: fc.constantFrom(0, 1),
  roundings: fc.array(end, { minLength: 5, maxLength: 5 }),
  form: fc.constantFrom('centred', 'fused'),
});

function normalised({ value, weight, bias, normaliser }: Case, of = single): { value: number; bound: number } {
  const { values, bounds } = normalise(Float64Array.of(value), normaliser, weight, bias, of);
  return { value: present(values[0]), bound: present(bounds[0]) };
}

describe('a normalised value', () => {
  it('is (x - mean) * inverse deviation * weight + bias', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { value, weight, bias, normaliser } = given;
        const { mean, meanLow, inverseDeviation } = normaliser;
        const scaled = (value - mean - meanLow) * inverseDeviation * weight;
        expect(normalised(given).value).toBe(scaled + bias);
      }),
    );
  });

  it('lets through what float32 makes of the worst statistics, centred or fused', () => {
    fc.assert(
      fc.property(cases, edges, (given, { mean: side, inverse: at, roundings, form }) => {
        const { value: x, weight, bias, normaliser } = given;
        const mean = normaliser.mean + normaliser.meanLow + side * normaliser.meanBound;
        const inverse = normaliser.inverseDeviationHigh - at * normaliser.inverseDeviationBound;
        const rounded = (exact: number, operation: number): number => exact * (1 + present(roundings[operation]) * u);
        const scale = rounded(inverse * weight, 0);
        const answer =
          form === 'centred'
            ? rounded(rounded(rounded(x - mean, 1) * scale, 2) + bias, 3)
            : rounded(rounded(x * scale, 1) + rounded(bias - rounded(mean * scale, 2), 3), 4);
        const { value, bound } = normalised(given);
        expect(Math.abs(answer - value)).toBeLessThanOrEqual(bound * (1 + 1e-6));
      }),
      { numRuns: 5000 },
    );
  });

  it('has a bound no wider than its statistics leave open and a few roundings of each term', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(single, arithmeticOf('float64')), (given, arithmetic) => {
        const { value, weight, bias, normaliser } = given;
        const { mean, meanBound, inverseDeviationBound, inverseDeviationHigh: high } = normaliser;
        const distance = Math.abs(value - mean - normaliser.meanLow);
        const scale = Math.abs(weight);
        const open = scale * (high * meanBound + distance * inverseDeviationBound);
        const terms = scale * high * (distance + Math.abs(value) + Math.abs(mean) + meanBound) + Math.abs(bias) + open;
        const underflow =
          arithmetic.tiny * (8 + 8 * scale * (1 + high) + Math.abs(value) + Math.abs(mean) + high * (1 + distance));
        expect(normalised(given, arithmetic).bound).toBeLessThanOrEqual(
          (open + 16 * arithmetic.unitRoundoff * terms + underflow) * (1 + 1e-9),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('of zeros may be off by what underflows', () => {
    const { value, bound } = normalised({ value: 0, weight: 1, bias: 0, normaliser: standard });
    expect(value).toBe(0);
    expect(bound).toBeGreaterThanOrEqual(3 * tiny);
    expect(bound).toBeLessThan(20 * tiny);
  });
});

describe('a factor at the end of its exponents', () => {
  const known = (inverseDeviation: number): Normaliser => ({
    ...standard,
    inverseDeviation,
    inverseDeviationHigh: inverseDeviation,
  });

  it('that is taken for zero because it is subnormal leaves nothing of the rest', () => {
    const { value, bound } = normalised({ value: 1e5, weight: 2 ** -130, bias: 0, normaliser: known(1e5) });
    expect(value).toBeGreaterThan(1e-30);
    expect(bound).toBeGreaterThan(value);
  });

  it('may overflow with the next, in one order or another: nothing is known then', () => {
    const large = 1e20;
    for (const [value, weight, inverse] of [
      [large, large, 1 / large],
      [large, 1 / large, large],
      [1, large, large],
    ] as const) {
      expect(normalised({ value, weight, bias: 0, normaliser: known(inverse) }).bound).toBe(Number.POSITIVE_INFINITY);
      expect(normalised({ value: value / 1e3, weight: weight / 1e3, bias: 0, normaliser: known(inverse) }).bound).toBeLessThan(
        1e30,
      );
    }
    const shifted = normalised({ value: 1, weight: 1, bias: 3e38, normaliser: { ...standard, mean: -3e38 } });
    expect(shifted.bound).toBe(Number.POSITIVE_INFINITY);
  });

  it('may overflow in float64, too, and is no number then', () => {
    const given = { value: 1e200, weight: 1e200, bias: 0, normaliser: known(1) };
    expect(normalised(given, arithmeticOf('float64'))).toEqual({ value: 0, bound: Number.POSITIVE_INFINITY });
  });
});

describe('bounds of numbers that are not finite', () => {
  const settled = (values: readonly number[], bounds: readonly number[], mayOverflow: boolean): readonly number[] => [
    ...settle({ values: Float64Array.from(values), bounds: Float64Array.from(bounds) }, mayOverflow).bounds,
  ];
  const [infinity, nan] = [Number.POSITIVE_INFINITY, Number.NaN];

  it('ask for the number itself', () => {
    expect(settled([nan, infinity, -infinity, nan], [1, nan, infinity, 0], false)).toEqual([0, 0, 0, 0]);
  });

  it('of finite ones stay, and say nothing where they are no number', () => {
    expect(settled([1, 2, 3, 0], [0.5, infinity, nan, 0], false)).toEqual([0.5, infinity, infinity, 0]);
  });

  it('say nothing of any number where the channel may overflow', () => {
    expect(settled([1, nan, infinity], [0.5, 0, nan], true)).toEqual([infinity, infinity, infinity]);
  });

  it('are those of a channel whose statistics are not', () => {
    const of = (changed: Partial<Normaliser>): readonly number[] => [
      ...normalise(Float64Array.of(1, 2), { ...standard, ...changed }, 1, 0, single).bounds,
    ];
    expect(of({ inverseDeviation: nan, inverseDeviationHigh: nan })).toEqual([0, 0]);
    expect(of({ inverseDeviationHigh: infinity, inverseDeviationBound: infinity })).toEqual([infinity, infinity]);
    expect(of({ mayOverflow: true })).toEqual([infinity, infinity]);
  });
});

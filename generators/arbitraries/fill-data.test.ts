import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { roundTo } from '../../oracle/formats/arithmetic.ts';
import type { DType } from '../../oracle/tensor.ts';
import { dtypes, valuesOf } from '../../oracle/tensor.ts';
import { channelLaws, dataClasses, fillGradient, fillInput, pick } from './fill-data.ts';
import type { DataClass } from './fill-data.ts';
import { randomSource } from './random-source.ts';
import { tensorOf } from './tensor-of.ts';

interface Filled {
  readonly x: Float64Array;
  readonly gradY: Float64Array;
}

const shape = [5, 3, 2];
const channelAt = (index: number): number => Math.floor(index / 2) % 3;

function fill(dataClass: DataClass, dtype: DType, seed: number, rank = 0): Filled {
  const source = randomSource(seed);
  const laws = channelLaws(dataClass, 3, dtype, source);
  const x = fillInput(dtype, shape, laws, rank, source);
  return { x: valuesOf(x), gradY: valuesOf(fillGradient(x, valuesOf(x), laws, source)) };
}

const everyPair = dataClasses.flatMap((dataClass) => dtypes.map((dtype) => ({ dataClass, dtype })));

describe.each(everyPair)('$dataClass data in $dtype', ({ dataClass, dtype }) => {
  it('fit the type: what is not poisoned is finite, and so is every gradient', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 3 }), (seed, rank) => {
        const { x, gradY } = fill(dataClass, dtype, seed, rank);
        const odd = [...x].flatMap((value, index) => (Number.isFinite(value) ? [] : [channelAt(index)]));
        expect(new Set(odd).size).toBeLessThanOrEqual(dataClass === 'nonfinite' ? 1 : 0);
        expect([...x].every((value) => Object.is(value, roundTo(dtype, value)))).toBe(true);
        expect([...gradY].every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('depend on the seed, and on nothing else', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(fill(dataClass, dtype, seed)).toEqual(fill(dataClass, dtype, seed));
        expect(fill(dataClass, dtype, seed).gradY).not.toEqual(fill(dataClass, dtype, seed + 1).gradY);
      }),
      { numRuns: 20 },
    );
  });
});

describe('what a class is for', () => {
  const channelsOf = (x: Float64Array): readonly (readonly number[])[] =>
    [0, 1, 2].map((channel) => [...x].filter((_, index) => channelAt(index) === channel));

  it('constant channels hold one value each', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        for (const values of channelsOf(fill('constant', 'float32', seed).x)) expect(new Set(values).size).toBe(1);
      }),
    );
  });

  it('offset channels lie far from zero for their spread', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        for (const values of channelsOf(fill('offset', 'float32', seed).x)) {
          expect(Math.min(...values.map(Math.abs))).toBeGreaterThan(100 * (Math.max(...values) - Math.min(...values)));
        }
      }),
    );
  });

  it('integers are integers', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect([...fill('integers', 'float16', seed).x].every(Number.isInteger)).toBe(true);
      }),
    );
  });

  it('nonfinite data do hold NaN and infinities, now and then', () => {
    const met = Array.from({ length: 60 }, (_, seed) => [...fill('nonfinite', 'float32', seed).x]).flat();
    for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      expect(met.some((value) => Object.is(value, odd))).toBe(true);
  });

  it('tiny data are tiny, and huge data huge', () => {
    const largest = (dataClass: DataClass): number => Math.max(...fill(dataClass, 'float64', 9).x.map(Math.abs));
    expect(largest('tiny')).toBeLessThan(1e-8);
    expect(largest('huge')).toBeGreaterThan(1e5);
  });

  it('ranks differ in mean, so that local statistics are not those of the group', () => {
    const law = [{ centre: 0, spread: 1, poisoned: false }];
    const mean = (rank: number): number =>
      valuesOf(fillInput('float64', [4000, 1], law, rank, randomSource(3))).reduce((sum, value) => sum + value, 0) / 4000;
    expect(mean(2) - mean(0)).toBeCloseTo(1, 6);
  });

  it('gradients have a mean and follow the input', () => {
    const source = randomSource(4);
    const law = [{ centre: 5, spread: 2, poisoned: false }];
    const x = fillInput('float64', [4000, 1], law, 0, source);
    const gradients = valuesOf(fillGradient(x, valuesOf(x), law, source));
    const covariance = gradients.reduce((sum, gradient, index) => sum + gradient * ((x.data[index] ?? 0) - 5), 0);
    const size = Math.sqrt(gradients.reduce((sum, gradient) => sum + gradient * gradient, 0) * 4000 * 4);
    expect(covariance / size).toBeGreaterThan(0.2);
  });
});

describe('randomSource', () => {
  it('draws standard normal numbers', () => {
    const source = randomSource(1);
    const draws = Array.from({ length: 20_000 }, () => source.normal());
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
    expect(draws.every(Number.isFinite)).toBe(true);
  });

  it('draws every number below a count, and none other', () => {
    const source = randomSource(2);
    expect(new Set(Array.from({ length: 300 }, () => source.below(5)))).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(Array.from({ length: 300 }, () => source.uniform()).every((draw) => draw >= 0 && draw < 1)).toBe(true);
  });
});

test.each(dtypes)('tensorOf rounds to %s', (dtype) => {
  const numbers = [1, -0, 0.1, 1e-9, 65519, 1e39, Number.NaN, Number.NEGATIVE_INFINITY];
  expect([...valuesOf(tensorOf(dtype, [8], numbers))]).toEqual(numbers.map((value) => roundTo(dtype, value)));
});

it('pick refuses an empty list', () => {
  expect(() => pick([], randomSource(1))).toThrow('Expected at least one choice, got none.');
});

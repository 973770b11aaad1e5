import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Grade } from '../accept/grade.ts';
import { grades } from '../accept/grade.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import { batchMoments } from '../forward/batch-moments.ts';
import type { Normaliser } from '../forward/normaliser.ts';
import { present } from '../testing/answers.ts';
import { coarse, faultless, expectTerms } from '../testing/coarse-arithmetic.ts';
import { biasGradient, weightGradient } from './affine-gradient.ts';
import type { GradientBatch, GradientSums } from './gradient-sums.ts';
import { gradientSums } from './gradient-sums.ts';
import type { ChannelGradient } from './input-gradient.ts';
import { gradientThroughAffine, gradientThroughStatistics } from './input-gradient.ts';

// Gradient sums, grad_weight and grad_x of docs/acceptance-bounds.md in its own notation, Underflow included.
const { unitRoundoff: u, accumulatorRoundoff: ug, tiny } = coarse;

const number = fc.integer({ min: -96, max: 96 }).map((units) => units / 32);
const size = fc.integer({ min: 1, max: 96 }).map((units) => units / 32);
const statistics = fc.record({ dmu: size, r: size, dr: size, R: size });
const pairs = fc.array(fc.record({ x: number, g: number }), { minLength: 2, maxLength: 12 });

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
const magnitudes = (numbers: readonly number[]): number => total(numbers.map(Math.abs));

interface Statistics {
  readonly dmu: number;
  readonly r: number;
  readonly dr: number;
  readonly R: number;
}

interface Pair {
  readonly x: number;
  readonly g: number;
}

function batchOf(channel: readonly Pair[]): { batch: GradientBatch; mean: number; d: readonly number[] } {
  const values = Float64Array.from(channel, ({ x }) => x);
  const { exact, deviations, mean } = batchMoments({ values, offsets: [0, values.length], precision: 'double' });
  const gradients = Float64Array.from(channel, ({ g }) => g);
  return { batch: { gradients, values, deviations, mean: exact?.mean ?? null, precision: 'double' }, mean, d: [...deviations] };
}

function normaliserOf(mean: number, { dmu, r, dr, R }: Statistics): Normaliser {
  return {
    mean,
    meanLow: 0,
    meanBound: dmu,
    varianceBound: 0,
    inverseDeviation: r,
    inverseDeviationBound: dr,
    inverseDeviationHigh: R,
    mayOverflow: false,
    meanMayOverflow: false,
  };
}

function contextOf(
  channel: readonly Pair[],
  given: Statistics,
  weight: number,
  grade: Grade,
  arithmetic: Arithmetic,
): ChannelGradient {
  const { batch, mean } = batchOf(channel);
  const normaliser = normaliserOf(mean, given);
  const sums = gradientSums(batch, normaliser, arithmetic, grade);
  return { batch, offsets: [0, channel.length], slices: [sums], total: sums, normaliser, weight, arithmetic, grade };
}

function growth(terms: number): number {
  return ((terms - 1) * ug) / (1 - (terms - 1) * ug);
}

describe('every term of the documented formula is in the bound', () => {
  it('of the sums of gradients', () => {
    fc.assert(
      fc.property(pairs, statistics, fc.constantFrom(...grades), (channel, given, grade) => {
        const { batch, mean, d } = batchOf(channel);
        const g = channel.map((pair) => pair.g);
        const [N, G, dmu] = [g.length, growth(g.length), given.dmu];
        const [Sg, Sa] = [total(g), magnitudes(g)];
        const Am = Math.max(total(g.filter((each) => each > 0)), -total(g.filter((each) => each < 0)));
        const products = g.map((each, index) => each * present(d[index]));
        const Pa = magnitudes(products);
        const apart = grade === 'B' ? Math.abs(mean) + dmu : 0;
        const aboutZero = grade === 'B' ? magnitudes(channel.map((pair) => pair.g * pair.x)) + apart * Sa : 0;
        const T = Pa + dmu * Sa + aboutZero;
        const got = gradientSums(batch, normaliserOf(mean, given), coarse, grade);
        expect(got.count).toBe(N);
        expect([got.sum, got.weighted]).toBeNear([Sg, total(products)], 1e-12);
        expect([got.absoluteSum, got.absoluteWeighted, got.absoluteTerms]).toBeNear([Sa, Pa, T], 1e-12);
        expectTerms(got.absoluteDeviations, magnitudes(d));
        const eS = G * Am + (N + 1) * tiny;
        // A sum that is wider than what stores it is rounded once more, with its error on it.
        expectTerms(got.sumBound, eS + u * (Math.abs(Sg) + G * Am));
        const even = gradientSums(batch, normaliserOf(mean, given), { ...coarse, unitRoundoff: ug }, grade);
        expectTerms(even.sumBound, eS);
        const underflow = N * (1 + dmu + apart) + 2 + magnitudes(d) + 2 * Sa;
        const eP = dmu * Math.abs(Sg) + (G + 6 * u) * T + tiny * underflow;
        expectTerms(got.weightedBound, eP);
      }),
    );
  });

  it('of grad_weight', () => {
    fc.assert(
      fc.property(pairs, statistics, (channel, given) => {
        const { total: sums, normaliser } = contextOf(channel, given, 1, 'A', coarse);
        const { weighted: P, weightedBound: eP, absoluteSum } = sums;
        const { r, dr, R } = given;
        const { value, bound } = weightGradient(sums, normaliser, coarse);
        expectTerms(value, P * r);
        const wanted = R * eP + dr * Math.abs(P) + 4 * u * R * (Math.abs(P) + eP) + (channel.length + 2 + absoluteSum) * tiny;
        expectTerms(bound, wanted);
      }),
    );
  });

  it('of grad_x through the statistics', () => {
    fc.assert(
      fc.property(pairs, statistics, number, fc.constantFrom(...grades), (channel, given, weight, grade) => {
        const context = contextOf(channel, given, weight, grade, coarse);
        const { sum, sumBound, weighted, weightedBound, absoluteSum, absoluteDeviations } = context.total;
        const { mean: mu } = context.normaliser;
        const { dmu, r, dr, R } = given;
        const [N, w] = [channel.length, Math.abs(weight)];
        const [A, P] = [sum / N, weighted / N];
        const dA = sumBound / N + 4 * u * Math.abs(A);
        const dP = weightedBound / N + 4 * u * Math.abs(P);
        const [PP, dr2] = [Math.abs(P) + dP, Math.max(R * R - r * r, r * r - Math.max(0, r - dr) ** 2)];
        const meanAbsolute = absoluteDeviations / N + dmu;
        const meanOfDeviations = dmu + (growth(N) + 4 * u) * meanAbsolute;
        const wanted = channel.map(({ x, g }, index) => {
          const d = present(context.batch.deviations[index]);
          const distance = Math.abs(d);
          const t = g - A - d * r * r * P;
          const apart = grade === 'B' ? Math.abs(x) + Math.abs(mu) + dmu : 0;
          const reach = distance + dmu + apart;
          const dt =
            dA +
            (3 * u * absoluteSum) / N +
            (dmu + meanOfDeviations + 8 * u * apart) * R * R * PP +
            distance * dr2 * PP +
            distance * r * r * dP +
            u * (4 * Math.abs(g) + 4 * (Math.abs(A) + dA) + 12 * (distance + dmu) * R * R * PP);
          const once = 6 + w + 4 * R + 6 * w * R + w * R ** 2 * (1 + 8 * R) * PP;
          const slope = 3 + R ** 2 * (1 + R * (1 + meanAbsolute));
          const projection = w * R * (1 + R * (2 + absoluteSum / N) + R ** 2) + w * (2 + R) * PP;
          const underflow = once + Math.abs(t) * (1 + N + R) + reach * (slope + projection);
          return {
            value: weight * r * t,
            bound: w * (R * dt + dr * Math.abs(t)) + 4 * u * w * R * (Math.abs(t) + dt) + tiny * underflow,
          };
        });
        const { values, bounds } = gradientThroughStatistics(context);
        expect([...values]).toBeNear(wanted.map(({ value }) => value));
        wanted.forEach(({ bound }, index) => expectTerms(present(bounds[index]), bound));
      }),
    );
  });

  it('of grad_x where running statistics normalise', () => {
    fc.assert(
      fc.property(pairs, statistics, number, (channel, given, weight) => {
        const { values, bounds } = gradientThroughAffine(contextOf(channel, given, weight, 'A', coarse));
        const { r, dr, R } = given;
        const w = Math.abs(weight);
        channel.forEach(({ g }, index) => {
          expectTerms(present(values[index]), weight * r * g);
          const s = Math.abs(g);
          expectTerms(present(bounds[index]), w * s * dr + 4 * u * w * R * s + tiny * (1 + R) * (1 + w + s));
        });
      }),
    );
  });
});

describe('the rounding of the reference itself is in the bound', () => {
  const channel = [
    { x: -1, g: 6 },
    { x: 3, g: -2 },
  ];
  const exact = { dmu: 0, r: 0.5, dr: 0, R: 0.5 };
  const context = (): ChannelGradient => contextOf(channel, exact, 3, 'A', faultless);
  const ulp = 2 ** -53;

  it('of the parameter gradients', () => {
    expect(context().total).toMatchObject({ sum: 4, sumBound: 0, weighted: -16, weightedBound: 0, absoluteWeighted: 16 });
    expect(weightGradient(context().total, context().normaliser, faultless)).toEqual({
      value: -8,
      bound: ulp * 0.5 * (4 * 16 + 2 * 16),
    });
    expect(biasGradient(context().total)).toEqual({ value: 4, bound: ulp * 2 * 4 });
  });

  it('of grad_x through the statistics', () => {
    // mean(g) = 2, mean(g (x - mean)) = -8, so the slopes are (x - mean) / 4 * -8 = 4 and -4.
    const { values, bounds } = gradientThroughStatistics(context());
    expect([...values]).toEqual([0, 0]);
    expect([...bounds]).toEqual([16 * ulp * 3 * 0.5 * (6 + 2 + 4), 16 * ulp * 3 * 0.5 * (2 + 2 + 4)]);
  });

  it('of grad_x where running statistics normalise', () => {
    const { values, bounds } = gradientThroughAffine(context());
    expect([...values]).toEqual([9, -3]);
    expect([...bounds]).toEqual([4 * ulp * 9, 4 * ulp * 3]);
  });
});

describe('gradients of nothing', () => {
  it('are zero, whatever the statistics are', () => {
    const nothing: GradientSums = {
      ...contextOf([{ x: 0, g: 0 }], { dmu: 0, r: 1, dr: 0, R: 1 }, 1, 'A', coarse).total,
      count: 0,
    };
    const unknown = normaliserOf(Number.NaN, { dmu: Number.NaN, r: Number.NaN, dr: Number.NaN, R: Number.NaN });
    expect(weightGradient(nothing, unknown, coarse)).toEqual({ value: 0, bound: 0 });
  });
});

describe('grad_x where running statistics normalise', () => {
  test.each([
    ['the weighted gradient stays a thousandth below the largest', (1 - 1e-9) / 1.001, true],
    ['it does not', 1 / 1.001 + 1e-9, false],
  ])('is judged as long as %s', (_name, share, judged) => {
    const channel = [{ x: 0, g: coarse.largestSum * share }];
    const { bounds } = gradientThroughAffine(contextOf(channel, { dmu: 0, r: 1, dr: 0, R: 1 }, -1, 'A', coarse));
    expect(bounds.every(Number.isFinite)).toBe(judged);
  });
});

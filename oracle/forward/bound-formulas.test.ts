import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Arithmetic } from '../formats/arithmetic.ts';
import { present } from '../testing/answers.ts';
import { coarse, faultless, expectTerms } from '../testing/coarse-arithmetic.ts';
import { batchMoments } from './batch-moments.ts';
import type { Normaliser } from './normaliser.ts';
import { normalise } from './output.ts';
import type { BoundedNumber, RunningStatistics } from './running-statistics.ts';
import { decayRunning, updateRunning } from './running-statistics.ts';

// Output and Running statistics of docs/acceptance-bounds.md in its own notation, Underflow included.
const { unitRoundoff: u, tiny } = coarse;

const number = fc.integer({ min: -96, max: 96 }).map((units) => units / 32);
const size = fc.integer({ min: 1, max: 96 }).map((units) => units / 32);

describe('every term of the documented formula is in the bound', () => {
  it('of an output', () => {
    const given = fc.record({ x: number, mu: number, dmu: size, r: size, dr: size, R: size, w: number, b: number });
    fc.assert(
      fc.property(given, ({ x, mu, dmu, r, dr, R, w, b }) => {
        const meanLow = 2 ** -12;
        const d = Math.abs(x - mu - meanLow);
        const dd = dmu + u * (d + dmu) + 2 * tiny;
        const scale = Math.abs(w);
        const y = (x - mu - meanLow) * r * w + b;
        const terms =
          scale * (R * dd + d * dr) +
          3 * u * scale * R * (d + dd) +
          u * scale * R * (Math.abs(x) + 4 * (Math.abs(mu) + dmu)) +
          u * Math.abs(b);
        const dy = terms + u * (Math.abs(y) + terms) + tiny * (3 + 2 * scale + Math.abs(x) + Math.abs(mu) + R * (1 + d));
        const { values, bounds } = normalise(Float64Array.of(x), normaliserOf({ mu, meanLow, dmu, r, dr, R }), w, b, coarse);
        expectTerms(present(values[0]), y);
        expectTerms(present(bounds[0]), dy);
      }),
    );
  });

  it('of an updated statistic', () => {
    const bounded = fc.record({ value: number, bound: size });
    const factor = fc.constantFrom(0, 0.25, 1, 1.75, -0.5);
    fc.assert(
      fc.property(bounded, bounded, bounded, number, size, factor, (mean, variance, fresh, batchVariance, varianceBound, a) => {
        const moments = { ...batchMoments({ values: Float64Array.of(1, 2, 5), offsets: [0, 3], precision: 'single' }) };
        const asked = { ...moments, mean: fresh.value, variance: batchVariance };
        const normaliser = { ...normaliserOf({}), meanBound: fresh.bound, varianceBound };
        const got = updateRunning({ mean, variance }, asked, normaliser, a, coarse);
        const unbiased = { value: (3 * batchVariance) / 2, bound: (3 * varianceBound) / 2 };
        expectStatistics(got, { mean: blended(mean, fresh, a), variance: blended(variance, unbiased, a) });
        const nothing = { value: 0, bound: 0 };
        const decayed = decayRunning({ mean, variance }, a, coarse);
        expectStatistics(decayed, { mean: blended(mean, nothing, a), variance: blended(variance, nothing, a) });
      }),
    );
  });
});

it('the rounding of the reference itself is in the bound of an output', () => {
  const boundOf = (x: number, b: number, arithmetic: Arithmetic): number =>
    present(normalise(Float64Array.of(x), normaliserOf({ mu: 1, r: 2, R: 2 }), -3, b, arithmetic).bounds[0]);
  expect(boundOf(3, 5, faultless)).toBe(2 ** -53 * (8 * 12 + 2 * 7));
  expect(boundOf(1, -5, faultless)).toBe(2 ** -53 * (2 * 5));
});

function normaliserOf(given: Partial<Record<'mu' | 'meanLow' | 'dmu' | 'r' | 'dr' | 'R', number>>): Normaliser {
  const { mu = 0, meanLow = 0, dmu = 0, r = 1, dr = 0, R = 1 } = given;
  return {
    mean: mu,
    meanLow,
    meanBound: dmu,
    varianceBound: 0,
    inverseDeviation: r,
    inverseDeviationBound: dr,
    inverseDeviationHigh: R,
    mayOverflow: false,
    meanMayOverflow: false,
  };
}

function blended(old: BoundedNumber, fresh: BoundedNumber, a: number): BoundedNumber {
  const [keep, take] = [Math.abs(1 - a), Math.abs(a)];
  const freshSize = Math.abs(fresh.value) + fresh.bound;
  const rounding = 4 * Math.max(1, keep, take) * (Math.abs(old.value) + old.bound) + 6 * take * freshSize;
  return {
    value: (1 - a) * old.value + a * fresh.value,
    bound: keep * old.bound + take * fresh.bound + u * rounding + (2 + keep + take + freshSize) * tiny,
  };
}

function expectStatistics(got: RunningStatistics, wanted: RunningStatistics): void {
  for (const statistic of ['mean', 'variance'] as const) {
    expectTerms(got[statistic].value, wanted[statistic].value);
    expectTerms(got[statistic].bound, wanted[statistic].bound);
  }
}

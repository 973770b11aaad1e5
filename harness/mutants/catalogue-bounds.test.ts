import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tensorOf } from '../../generators/arbitraries/tensor-of.ts';
import { simpleScenario } from '../../generators/corpus/simple-scenario.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { Trace } from '../../oracle/trace.ts';
import { compareTraces } from '../engine/compare-traces.ts';
import { catalogue } from './catalogue.ts';
import type { Formulas } from './catalogue/testing/single-precision.ts';
import { rightFormulas, singlePrecision, sumOf, twoPasses } from './catalogue/testing/single-precision.ts';
import type { Mutant } from './mutant.ts';
import { roundTrace } from './round-trace.ts';

const f = Math.fround;
const seed = 20_261_122;

/** Each defect written down a second time, as float32 code. */
const written: Readonly<Record<string, Partial<Formulas>>> = {
  'normalise-unbiased': {
    inverse: (variance, epsilon, count) => rightFormulas.inverse(f(variance * f(count / (count - 1))), epsilon, count),
    inverseInBackward: (variance, epsilon, count) => rightFormulas.inverse(f(variance * f(count / (count - 1))), epsilon, count),
  },
  'backward-unbiased': {
    inverseInBackward: (variance, epsilon, count) => rightFormulas.inverse(f(variance * f(count / (count - 1))), epsilon, count),
  },
  'statistics-unweighted': {
    statistics: (ranks) => {
      const parts = ranks.map((rank) => twoPasses([...rank]));
      const mean = f(sumOf(parts.map((part) => part.mean)) / parts.length);
      return { mean, variance: f(sumOf(parts.map((part) => f(part.variance + f(f(part.mean - mean) ** 2)))) / parts.length) };
    },
  },
  'variance-between-ranks-lost': {
    statistics: (ranks) => {
      const { mean } = rightFormulas.statistics(ranks);
      const within = ranks.map((rank) => f(twoPasses([...rank]).variance * rank.length));
      return { mean, variance: f(sumOf(within) / sumOf(ranks.map(({ length }) => length))) };
    },
  },
  'variance-within-ranks-lost': {
    statistics: (ranks) => {
      const right = rightFormulas.statistics(ranks);
      if (ranks.length === 1) return right;
      const between = ranks.map((rank) => f(f(f(twoPasses([...rank]).mean - right.mean) ** 2) * rank.length));
      return { mean: right.mean, variance: f(sumOf(between) / sumOf(ranks.map(({ length }) => length))) };
    },
  },
  'variance-about-zero': {
    statistics: (ranks) => {
      const values = ranks.flatMap((rank) => [...rank]);
      return { ...twoPasses(values), variance: f(sumOf(values.map((value) => f(value * value))) / values.length) };
    },
  },
  'one-pass-variance': {
    statistics: (ranks) => {
      const values = ranks.flatMap((rank) => [...rank]);
      const mean = f(sumOf(values) / values.length);
      return { mean, variance: f(f(sumOf(values.map((value) => f(value * value))) / values.length) - f(mean * mean)) };
    },
  },
  'buffer-biased': { bufferVariance: (variance) => variance },
  'bessel-of-local-count': {
    bufferVariance: (variance, counts, rank) => f(variance * f((counts[rank] ?? 0) / ((counts[rank] ?? 0) - 1))),
  },
  'epsilon-in-buffer': {
    bufferVariance: (variance, counts, rank, epsilon) =>
      f(rightFormulas.bufferVariance(variance, counts, rank, epsilon) + f(epsilon)),
  },
  'epsilon-outside-root': {
    inverse: (variance, epsilon) => f(1 / f(f(Math.sqrt(variance)) + f(epsilon))),
    inverseInBackward: (variance, epsilon) => f(1 / f(f(Math.sqrt(variance)) + f(epsilon))),
  },
  'epsilon-as-floor': {
    inverse: (variance, epsilon) => f(1 / f(Math.sqrt(Math.max(variance, f(epsilon))))),
    inverseInBackward: (variance, epsilon) => f(1 / f(Math.sqrt(Math.max(variance, f(epsilon))))),
  },
  'epsilon-twice': {
    inverse: (variance, epsilon) => f(1 / f(Math.sqrt(f(f(variance + f(epsilon)) + f(epsilon))))),
    inverseInBackward: (variance, epsilon) => f(1 / f(Math.sqrt(f(f(variance + f(epsilon)) + f(epsilon))))),
  },
  'epsilon-missing-in-backward': { inverseInBackward: (variance) => f(1 / f(Math.sqrt(variance))) },
  'gradient-sums-not-reduced': {
    gradientMeans: (ranks, rank) => {
      const count = sumOf(ranks.map((one) => one.count));
      return [f((ranks[rank]?.sum ?? 0) / count), f((ranks[rank]?.weighted ?? 0) / count)];
    },
  },
  'gradient-means-local': {
    gradientMeans: (ranks, rank) => rightFormulas.gradientMeans(ranks.slice(rank, rank + 1), 0),
  },
  'gradient-means-averaged': {
    gradientMeans: (ranks) => [
      f(sumOf(ranks.map(({ sum, count }) => f(sum / count))) / ranks.length),
      f(sumOf(ranks.map(({ weighted, count }) => f(weighted / count))) / ranks.length),
    ],
  },
  'mean-gradient-not-reduced': {
    gradientMeans: (ranks, rank) => [
      rightFormulas.gradientMeans(ranks.slice(rank, rank + 1), 0)[0],
      rightFormulas.gradientMeans(ranks, rank)[1],
    ],
  },
  'projection-not-reduced': {
    gradientMeans: (ranks, rank) => [
      rightFormulas.gradientMeans(ranks, rank)[0],
      rightFormulas.gradientMeans(ranks.slice(rank, rank + 1), 0)[1],
    ],
  },
  'grad-x-without-mean': { gradientMeans: (ranks, rank) => [0, rightFormulas.gradientMeans(ranks, rank)[1]] },
  'grad-x-without-projection': { gradientMeans: (ranks, rank) => [rightFormulas.gradientMeans(ranks, rank)[0], 0] },
  'grad-x-doubled': { gradX: (value) => f(2 * value) },
  'grad-weight-not-scaled': { gradWeight: ({ weighted }) => weighted },
  'grad-weight-of-input': { gradWeight: ({ weighted, sum }, _inverse, mean) => f(weighted + f(mean * sum)) },
};

describe('float32 code', () => {
  const shape = fc.tuple(fc.integer({ min: 2, max: 5 }), fc.constant(3), fc.integer({ min: 1, max: 3 }));
  const scenario = fc
    .record({
      shapes: fc.array(shape, { minLength: 1, maxLength: 4 }),
      eps: fc.constantFrom(2 ** -17, 0.125, 1),
      momentum: fc.constantFrom(null, { float: 0.125 }),
      dataClass: fc.constantFrom('ordinary' as const, 'ordinary' as const, 'integers' as const, 'offset' as const),
      buffers: fc.array(fc.double({ min: 0.5, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 }),
    })
    .map(({ shapes, eps, momentum, dataClass, buffers }) =>
      simpleScenario('torch', {
        shapes,
        arguments: { num_features: 3, eps: { float: eps }, momentum },
        dataClass,
        training: [true, true],
        state: {
          weight: tensorOf('float32', [3], [0.5, -1.5, 2]),
          bias: tensorOf('float32', [3], [1, -0.25, 3]),
          runningMean: tensorOf('float32', [3], buffers.toReversed()),
          runningVar: tensorOf('float32', [3], buffers),
        },
      }),
    );
  const asked = fc.sample(scenario, { seed, numRuns: 60 });
  const differences = (one: Scenario, expected: ReturnType<Mutant['answer']>, actual: Trace): readonly string[] =>
    compareTraces(one, 'collective', expected, actual).flatMap(({ difference, quantity }) =>
      difference === null ? [] : [quantity],
    );
  const run = (one: Scenario, formulas: Partial<Formulas>): Trace =>
    singlePrecision(one, formulas, roundTrace(answerScenario(one, 'A+')));

  it('with nothing wrong is inside the bounds of the reference: the twin of all below', () => {
    for (const one of asked) expect(differences(one, answerScenario(one, 'A+'), run(one, {}))).toEqual([]);
  });

  it.each(Object.entries(written))(
    'with the defect %s is inside the bounds of the mutant, and outside the reference',
    (id, formulas) => {
      const mutant = mutantCalled(id);
      for (const one of asked) expect(differences(one, mutant.answer(one, 'A+'), run(one, formulas))).toEqual([]);
      expect(asked.some((one) => differences(one, answerScenario(one, 'A'), run(one, formulas)).length > 0)).toBe(true);
    },
  );
});

function mutantCalled(id: string): Mutant {
  const found = catalogue.find((mutant) => mutant.id === id);
  if (found === undefined) throw new RangeError(`Expected a mutant ${id}, got none.`);
  return found;
}

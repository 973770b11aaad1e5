import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tensorOf } from '../../generators/arbitraries/tensor-of.ts';
import type { Picked } from '../../generators/corpus/simple-scenario.ts';
import { simpleScenario } from '../../generators/corpus/simple-scenario.ts';
import {
  mindsporeCorpus,
  mindsporeScenario,
  mindsporeWorldCorpus,
  torchCorpus,
  torchScenario,
  torchWorldCorpus,
} from '../../generators/index.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { Dialect, Scenario } from '../../oracle/scenario.ts';
import { dialects } from '../../oracle/scenario.ts';
import type { Trace } from '../../oracle/trace.ts';
import { compareTraces } from '../engine/compare-traces.ts';
import type { AskedCase } from './asked-case.ts';
import { askCase } from './asked-case.ts';
import { catalogue } from './catalogue.ts';
import type { Formulas } from './catalogue/testing/single-precision.ts';
import { rightFormulas, singlePrecision, sumOf, twoPasses } from './catalogue/testing/single-precision.ts';
import { certificatesOf } from './certify.ts';
import { killsOf } from './kills.ts';
import type { Mutant } from './mutant.ts';
import { mutantOf, withChannel, withParts, withRules, withScenario, withTrace } from './mutant.ts';
import { roundTrace } from './round-trace.ts';

const f = Math.fround;
const seed = 20_261_122;
const singles = [
  ['float32', 'float32'],
  ['float64', 'float64'],
] as const;
const halves = [
  ['float16', 'float32'],
  ['bfloat16', 'bfloat16'],
] as const;
const torch = torchScenario({ worldSizes: [1, 2, 3, 4, 8], dtypes: [...singles, ...singles, ...halves], emptyRanks: true });
const mindspore = mindsporeScenario({ worldSizes: [1, 2, 3, 4, 8], unsynchronised: false });

const drawn: Record<Dialect, readonly Scenario[]> = {
  torch: fc.sample(torch, { seed, numRuns: 250 }),
  mindspore: fc.sample(mindspore, { seed, numRuns: 120 }),
};
const picked: Record<Dialect, readonly Scenario[]> = {
  torch: [...torchWorldCorpus(), ...torchCorpus()],
  mindspore: [...mindsporeWorldCorpus(), ...mindsporeCorpus()],
};

/** Scenarios for the mutants that need data of their own. */
const probes: Readonly<Record<string, Picked>> = {
  'half-counts': {
    shapes: [
      [35_000, 1],
      [35_000, 1],
    ],
    dtype: 'float16',
    arguments: { num_features: 1 },
  },
  'half-input-refused': {
    shapes: [
      [2, 3],
      [3, 3],
    ],
    dtype: 'float16',
  },
  'channels-beyond-64-zero': { shapes: [[2, 65, 2, 2]], layout: 'channels_last', arguments: { num_features: 65 } },
  'many-channels-of-one-pixel-nan': { shapes: [[64, 512, 1, 1]], arguments: { num_features: 512 } },
};

function scenariosFor({ id, dialects: own }: Mutant): readonly Scenario[] {
  const probe = probes[id];
  if (probe !== undefined) return [simpleScenario('torch', probe)];
  return own.flatMap((dialect) => [...drawn[dialect], ...picked[dialect]]);
}

/** Whether no answer conforms to the mutant and to the reference: intervals that do not meet, or another error, None, counter, shape. */
function isCertainlyDifferent(mutant: Mutant, scenario: Scenario): boolean {
  return certificatesOf(asking(scenario), mutant.answer(scenario, 'A'), 'A').length > 0;
}

const askedCases = new WeakMap<Scenario, AskedCase>();

/** The reference is asked once, however many mutants are. */
function asking(scenario: Scenario): AskedCase {
  const asked = askedCases.get(scenario) ?? askCase('', scenario, 'module');
  askedCases.set(scenario, asked);
  return asked;
}

const named = catalogue.map((mutant) => [mutant.id, mutant] as const);

describe('the catalogue', () => {
  it('holds at least fifty defects with ids and phrases of their own', () => {
    expect(catalogue.length).toBeGreaterThan(120);
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
    expect(new Set(catalogue.map(({ defect }) => defect)).size).toBe(catalogue.length);
    for (const { id, defect, dialects: own } of catalogue) {
      expect(id).toMatch(/^[a-z\d]+(?:-[a-z\d]+)*$/u);
      expect(defect).toMatch(/^\S.*[^.\s]$/u);
      expect(own.length).toBeGreaterThan(0);
    }
  });

  it('names the lines of DEFECTS.md that it holds', () => {
    const lines = new Set(
      catalogue.flatMap(({ references }) => references.flatMap((text) => text.match(/^D\d\d(?= \S)/u) ?? [])),
    );
    expect(lines.size).toBeGreaterThan(45);
  });

  it.each(named)('%s is certainly different from the reference somewhere', (_, mutant) => {
    expect(scenariosFor(mutant).some((scenario) => isCertainlyDifferent(mutant, scenario))).toBe(true);
  });

  it.each(named)('%s answers whatever the reference answers', (_, mutant) => {
    const some = mutant.dialects.flatMap((dialect) => [...drawn[dialect].slice(0, 20), ...picked[dialect]]);
    for (const scenario of some) expect(mutant.answer(scenario, 'A').construction).toHaveLength(scenario.world.size);
  });
});

describe('a mutant with nothing wrong', () => {
  const nothing = { id: 'none', defect: 'no defect' };
  it.each([
    ['made of the reference itself', mutantOf(nothing, answerScenario)],
    ['with no part replaced', withParts(nothing, {})],
    ['with no arithmetic replaced', withChannel(nothing, {})],
    ['with no rule replaced', withRules(nothing, () => ({}))],
    ['with the same scenario', withScenario(nothing, (scenario) => scenario)],
    ['with the same trace', withTrace(nothing, (trace) => trace)],
  ])('is never different: one %s', (_, mutant) => {
    const all = dialects.flatMap((dialect) => [...drawn[dialect].slice(0, 60), ...picked[dialect]]);
    expect(all.filter((scenario) => isCertainlyDifferent(mutant, scenario))).toEqual([]);
  });
});

describe('a defect touches', () => {
  const single = drawn.torch.filter(({ steps }) => steps.length === 1);
  const quantities = (id: string): readonly string[] => {
    const mutant = mutantCalled(id);
    const seen = single.flatMap((scenario) =>
      killsOf(asking(scenario), mutant.answer(scenario, 'A'), 'A').map(({ quantity }) => quantity),
    );
    return [...new Set(seen)].toSorted();
  };

  it.each([
    ['buffer-biased', ['running_var']],
    ['bessel-of-local-count', ['running_var']],
    ['buffers-swapped', ['running_mean', 'running_var']],
    ['momentum-reversed', ['running_mean', 'running_var']],
    ['counter-in-eval', ['num_batches_tracked']],
    ['grad-x-doubled', ['grad_x']],
    ['gradient-means-averaged', ['grad_x']],
    ['parameter-gradients-times-group-size', ['grad_bias', 'grad_weight']],
    ['epsilon-missing-in-backward', ['grad_weight', 'grad_x']],
    ['weight-sign-ignored', ['y']],
    ['training-normalises-with-updated-running', ['y']],
    ['normalise-unbiased', ['grad_weight', 'grad_x', 'y']],
  ])('only what it should: %s', (id, expected) => {
    expect(quantities(id)).toEqual(expected);
  });
});

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

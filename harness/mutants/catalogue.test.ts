import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coveringCases } from '../../generators/coverage/plan-covering.ts';
import { sequenceScenario } from '../../generators/sequences/sequence-scenario.ts';
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
import type { AskedCase } from './asked-case.ts';
import { askCase } from './asked-case.ts';
import { catalogue } from './catalogue.ts';
import { certificatesOf } from './certify.ts';
import { killsOf } from './kills.ts';
import type { Mutant } from './mutant.ts';
import { mutantOf, withChannel, withParts, withRules, withScenario, withTrace } from './mutant.ts';

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

/** What else can happen to a module: long sequences, and some of the covering set. */
function lifetimes(dialect: Dialect): readonly Scenario[] {
  const sequences = fc.sample(sequenceScenario(dialect, true), { seed, numRuns: 40 });
  return [...sequences, ...coveringCases(dialect).filter((_, index) => index % 20 === 0)].map(({ scenario }) => scenario);
}

const drawn: Record<Dialect, readonly Scenario[]> = {
  torch: [...fc.sample(torch, { seed, numRuns: 250 }), ...lifetimes('torch')],
  mindspore: [...fc.sample(mindspore, { seed, numRuns: 120 }), ...lifetimes('mindspore')],
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

function mutantCalled(id: string): Mutant {
  const found = catalogue.find((mutant) => mutant.id === id);
  if (found === undefined) throw new RangeError(`Expected a mutant ${id}, got none.`);
  return found;
}

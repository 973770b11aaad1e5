import { beforeAll, describe, expect, it } from 'vitest';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { existing } from '../../goldens/testing/golden-rows.ts';
import { fullCase, smallGolden } from '../../goldens/testing/small-golden.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import type { ConstructedState, ExpectedTrace, GroupGradients, RankAnswer, StepAnswer, Trace } from '../../oracle/trace.ts';
import { caseOf } from '../testing/golden-case.ts';
import type { Comparison, Method } from './compare-traces.ts';
import { compareTraces } from './compare-traces.ts';

/** A scenario, the reference's answer and what a framework answered. */
interface Asked {
  readonly scenario: Scenario;
  readonly method: Method;
  readonly expected: ExpectedTrace;
  readonly actual: Trace;
}

function ask(golden: GoldenCase, method: Method): Asked {
  const { scenario, trace } = golden.decode();
  return { scenario, method, expected: answerScenario(scenario), actual: trace };
}

function differences(asked: Asked, actual: Trace): readonly Comparison[] {
  return compareTraces(asked.scenario, asked.method, asked.expected, actual).filter(({ difference }) => difference !== null);
}

const mapStep = (trace: Trace, change: (step: StepAnswer<Tensor>) => StepAnswer<Tensor>): Trace => ({
  ...trace,
  steps: trace.steps.map(change),
});
const mapRank = (trace: Trace, rank: number, change: (answer: RankAnswer<Tensor>) => Partial<RankAnswer<Tensor>>): Trace =>
  mapStep(trace, (step) => {
    const answer = existing(step.ranks[rank]);
    return { ...step, ranks: step.ranks.with(rank, Object.assign({}, answer, change(answer))) };
  });
const mapGroups = (trace: Trace, change: (groups: readonly GroupGradients<Tensor>[]) => StepAnswer<Tensor>['groups']): Trace =>
  mapStep(trace, (step) => ({ ...step, groups: change(step.groups ?? []) }));
const mapInitial = (trace: Trace, change: Partial<ConstructedState<Tensor>>): Trace => ({
  ...trace,
  initial: Object.assign({}, existing(trace.initial ?? undefined), change),
});

const tensor = (given: Tensor | null): Tensor => existing(given ?? undefined);
const inFloat64 = (given: Tensor | null): Tensor => ({
  ...tensor(given),
  dtype: 'float64',
  data: Float64Array.from(tensor(given).data),
});
const flat = (given: Tensor | null): Tensor => ({ ...tensor(given), shape: [tensor(given).data.length] });
const spoilt = (given: Tensor | null): Tensor => ({ ...tensor(given), data: tensor(given).data.map((value) => value * 1.5 + 1) });

/** Whether `object` has the keys of `part` with their values, and so on within. */
function holds(object: unknown, part: unknown): boolean {
  if (typeof object !== 'object' || object === null || typeof part !== 'object' || part === null) return object === part;
  return Object.entries(part).every(([key, value]) => holds(Reflect.get(object, key), value));
}

type Mutant = [string, (trace: Trace) => Trace, object];

describe('a module or a collective', () => {
  let asked: Asked;
  beforeAll(async () => {
    const { row, entry } = await fullCase();
    asked = ask(caseOf(row, entry), 'collective');
  });

  it('passes as recorded: the twin of all below', () => {
    expect(differences(asked, asked.actual)).toEqual([]);
    const { scenario, method, expected, actual } = asked;
    const quantities = compareTraces(scenario, method, expected, actual).map(({ quantity }) => quantity);
    const every = ['y', 'grad_x', 'grad_weight', 'grad_bias', 'running_mean', 'running_var', 'num_batches_tracked', 'error'];
    expect(new Set(quantities)).toEqual(new Set([...every, 'weight', 'bias', 'training', 'steps', 'warnings']));
  });

  it.each<Mutant>([
    [
      'a missing rank',
      (trace) => mapStep(trace, (step) => ({ ...step, ranks: step.ranks.slice(0, 1) })),
      { quantity: 'answer', rank: 1 },
    ],
    [
      'a rank too many',
      (trace) => mapStep(trace, (step) => ({ ...step, ranks: [...step.ranks, ...step.ranks.slice(1)] })),
      { quantity: 'answer', rank: 2, difference: { expected: 'none' } },
    ],
    [
      'ranks in another order',
      (trace) => mapStep(trace, (step) => ({ ...step, ranks: step.ranks.toReversed() })),
      { quantity: 'y' },
    ],
    ['a missing step', (trace) => ({ ...trace, steps: [] }), { quantity: 'steps', difference: { expected: '1', actual: '0' } }],
    [
      'an extra step',
      (trace) => ({ ...trace, steps: [...trace.steps, ...trace.steps] }),
      { quantity: 'steps', difference: { actual: '2' } },
    ],
    ['a missing construction', (trace) => ({ ...trace, construction: [null] }), { rank: 1, difference: { actual: 'no answer' } }],
    ['no module', (trace) => ({ ...trace, initial: null }), { quantity: 'constructed', difference: { actual: 'nothing' } }],
    ['another dtype', (trace) => mapRank(trace, 0, ({ y }) => ({ y: inFloat64(y) })), { quantity: 'y', rank: 0 }],
    ['another shape', (trace) => mapRank(trace, 0, ({ gradX }) => ({ gradX: flat(gradX) })), { quantity: 'grad_x', rank: 0 }],
    [
      'None for a tensor',
      (trace) => mapRank(trace, 1, () => ({ gradWeight: null })),
      { quantity: 'grad_weight', difference: { actual: 'None' } },
    ],
    [
      'wrong numbers',
      (trace) => mapRank(trace, 1, ({ runningVar }) => ({ runningVar: spoilt(runningVar) })),
      { quantity: 'running_var', rank: 1 },
    ],
    [
      'a wrong counter',
      (trace) => mapRank(trace, 1, () => ({ numBatchesTracked: 9 })),
      { quantity: 'num_batches_tracked', rank: 1 },
    ],
    ['a counter of None', (trace) => mapRank(trace, 0, () => ({ numBatchesTracked: null })), { difference: { actual: 'None' } }],
    ['a wrong flag', (trace) => mapInitial(trace, { training: false }), { quantity: 'training', step: 0 }],
    ['no parameters', (trace) => mapInitial(trace, { weight: null }), { quantity: 'weight', step: 0 }],
    [
      'a first counter of None',
      (trace) => mapInitial(trace, { numBatchesTracked: null }),
      { quantity: 'num_batches_tracked', step: 0 },
    ],
    [
      'an error where none is',
      (trace) => mapRank(trace, 0, () => ({ error: { stage: 'forward', type: 'ValueError', message: 'no' } })),
      { quantity: 'error', rank: 0, difference: { expected: 'none', actual: 'forward: ValueError: no' } },
    ],
    [
      'an error at construction',
      (trace) => ({ ...trace, construction: [null, { type: 'TypeError', message: 'no' }] }),
      { quantity: 'error', step: 0, rank: 1 },
    ],
  ])('is caught with %s', (_, mutate, difference) => {
    expect(differences(asked, mutate(asked.actual))).toSatisfy((found: readonly Comparison[]) =>
      found.some((one) => holds(one, difference)),
    );
  });

  it('catches None that should be None and is a tensor', () => {
    const { scenario, expected, actual } = asked;
    const first = existing(expected.steps[0]);
    const rank = { ...existing(first.ranks[0]), gradWeight: null };
    const steps = [{ ...first, ranks: first.ranks.with(0, rank) }];
    const found = compareTraces(scenario, 'module', { ...expected, steps }, actual).filter(
      ({ difference }) => difference !== null,
    );
    expect(found).toMatchObject([{ quantity: 'grad_weight', rank: 0, difference: { expected: 'None' } }]);
  });
});

describe('what stands beside the numbers', () => {
  const differing = (asked: Asked, change: Partial<RankAnswer<Tensor>>): readonly Comparison[] =>
    differences(
      asked,
      mapRank(asked.actual, 0, () => change),
    );

  it('is compared where it was recorded: layouts of a module, warnings of any', async () => {
    const { row, entry } = await fullCase();
    const asked = ask(caseOf(row, entry), 'module');
    const layouts = existing(asked.expected.steps[0]?.ranks[0]?.layouts);
    expect(differing(asked, { layouts, warnings: [] })).toEqual([]);
    expect(differing(asked, { layouts: { ...layouts, y: 'strided' } })).toMatchObject([{ quantity: 'layout', rank: 0 }]);
    expect(differing({ ...asked, method: 'collective' }, { layouts: { ...layouts, y: 'strided' } })).toEqual([]);
    expect(differing(asked, { warnings: ['UserWarning: no'] })).toMatchObject([
      { quantity: 'warnings', difference: { expected: 'none', actual: 'UserWarning: no' } },
    ]);
  });
});

describe('an error', () => {
  it.each([
    ['type', 'TypeError', 'the message'],
    ['message', 'ValueError', 'another message'],
  ])('is compared by its %s too', async (_, type, message) => {
    const { row, entry } = await fullCase();
    const { scenario, expected } = ask(caseOf(row, entry), 'module');
    const raising = { ...expected, construction: [{ type: 'ValueError', message: 'the message' }], initial: null, steps: [] };
    const answer = (error: Trace['construction'][number]): Trace => ({ construction: [error], initial: null, steps: [] });
    const found = (actual: Trace): readonly Comparison[] =>
      compareTraces(scenario, 'module', raising, actual).filter(({ difference }) => difference !== null);
    expect(found(answer({ type: 'ValueError', message: 'the message' }))).toEqual([]);
    expect(found(answer({ type, message }))).toMatchObject([
      { quantity: 'error', step: 0, difference: { expected: 'ValueError: the message', actual: `${type}: ${message}` } },
    ]);
    expect(found(answer(null))).toMatchObject([{ difference: { actual: 'none' } }]);
  });
});

describe('a global batch', () => {
  let asked: Asked;
  beforeAll(async () => {
    const { rows, entry } = await smallGolden(
      'torch-2.13.0/global-batch.arrow',
      1,
      ({ id, trace }) =>
        /world3\([^)]*\b0\b/u.test(id) && /"groups":\[\{"ranks":\[[\d,]*\],"grad_weight":\{.*"grad_bias":\{/u.test(trace),
    );
    asked = ask(caseOf(existing(rows[0]), entry), 'global-batch');
  });

  it('passes as recorded, with an empty rank: the twin of all below', () => {
    expect(differences(asked, asked.actual)).toEqual([]);
  });

  it('takes the ranks of a group in any order', () => {
    const turned = mapGroups(asked.actual, (groups) =>
      groups.map((group) => Object.assign({}, group, { ranks: group.ranks.toReversed() })),
    );
    expect(differences(asked, turned)).toEqual([]);
  });

  it.each<Mutant>([
    ['no sums', (trace) => mapGroups(trace, () => null), { quantity: 'grad_weight', rank: null }],
    ['sums of no group', (trace) => mapGroups(trace, () => []), { quantity: 'grad_bias', rank: null }],
    [
      'sums over other ranks',
      (trace) => mapGroups(trace, (groups) => groups.map((group) => Object.assign({}, group, { ranks: [...group.ranks, 9] }))),
      { quantity: 'grad_weight', rank: null },
    ],
    [
      'wrong sums',
      (trace) =>
        mapGroups(trace, (groups) => groups.map((group) => Object.assign({}, group, { gradBias: spoilt(group.gradBias) }))),
      { quantity: 'grad_bias', rank: null },
    ],
    [
      'gradients of a rank, which it cannot show',
      (trace) => mapRank(trace, 0, ({ y }) => ({ gradWeight: y })),
      { quantity: 'grad_weight', rank: 0 },
    ],
  ])('is caught with %s', (_, mutate, difference) => {
    expect(differences(asked, mutate(asked.actual))).toContainEqual(expect.objectContaining(difference));
  });
});

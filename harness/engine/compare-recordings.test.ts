import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { existing } from '../../goldens/testing/golden-rows.ts';
import { fullCase, smallGolden } from '../../goldens/testing/small-golden.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import type { ExpectedTrace, RankAnswer, StepAnswer, StepError, Trace } from '../../oracle/trace.ts';
import { caseOf, committedRows } from '../testing/golden-case.ts';
import type { RecordingComparison } from './compare-recordings.ts';
import { compareRecordings } from './compare-recordings.ts';
import { methodOf } from './judge-case.ts';

let scenario: ReturnType<ReturnType<typeof caseOf>['decode']>['scenario'];
let recorded: Trace;
let reference: ExpectedTrace;
beforeAll(async () => {
  const { row, entry } = await fullCase();
  ({ scenario, trace: recorded } = caseOf(row, entry).decode());
  reference = answerScenario(scenario);
});

const compare = (a: Trace, b: Trace, answer: ExpectedTrace | null = reference): readonly RecordingComparison[] =>
  compareRecordings(scenario, 'collective', answer, a, b);
const differing = (b: Trace, answer: ExpectedTrace | null = reference): readonly RecordingComparison[] =>
  compare(recorded, b, answer).filter(({ difference }) => difference !== null);

/** `trace` with something else on rank 0 of its first step. */
function withRank(trace: Trace, change: (answer: RankAnswer<Tensor>) => Partial<RankAnswer<Tensor>>): Trace {
  const [first, ...others] = trace.steps;
  const { ranks, groups } = existing(first);
  const answer = existing(ranks[0]);
  return { ...trace, steps: [{ groups, ranks: ranks.with(0, Object.assign({}, answer, change(answer))) }, ...others] };
}

function withNumber(given: Tensor | null, index: number, value: number): Tensor {
  const tensor = existing(given ?? undefined);
  const data = tensor.data.slice();
  data[index] = value;
  return { ...tensor, data };
}

/** A step as it was recorded before warnings were. */
function withoutWarnings({ ranks, groups }: StepAnswer<Tensor>): StepAnswer<Tensor> {
  const silent = ranks.map((rank) => {
    const copy = Object.assign({}, rank);
    Reflect.deleteProperty(copy, 'warnings');
    return copy;
  });
  return { groups, ranks: silent };
}

const numberAt = (given: Tensor | null, index: number): number => existing(given?.data[index]);
const raised = (type: string, message: string, stage: StepError['stage'] = 'forward'): StepError => ({ stage, type, message });

/** The next float32 away from zero. */
function nextFloat(value: number): number {
  const words = new Uint32Array(Float32Array.of(value).buffer);
  words[0] = existing(words[0]) + 1;
  return existing(new Float32Array(words.buffer)[0]);
}

describe('two recordings that are the same', () => {
  it('are identical in every quantity of every kind of golden', async () => {
    for (const { row, entry } of await committedRows(40)) {
      const one = caseOf(row, entry).decode();
      const again = caseOf(row, entry).decode();
      const comparisons = compareRecordings(one.scenario, methodOf(entry.method), null, one.trace, again.trace);
      expect(comparisons.length).toBeGreaterThan(0);
      for (const { elements, identical, difference } of comparisons) expect([identical, difference]).toEqual([elements, null]);
    }
  });

  it('stay so where a NaN has other bits', () => {
    const nan = (...bytes: readonly number[]): Tensor => {
      const data = new Float32Array(Uint8Array.from(bytes).buffer);
      return { dtype: 'float32', shape: [1], data };
    };
    const a = withRank(recorded, () => ({ gradBias: nan(0, 0, 0xc0, 0x7f) }));
    const b = withRank(recorded, () => ({ gradBias: nan(1, 0, 0xc0, 0xff) }));
    expect(compare(a, b).filter(({ difference }) => difference !== null)).toEqual([]);
  });
});

describe('a number', () => {
  it('that differs by one bit is found where it is, and counted once', () => {
    fc.assert(
      fc.property(fc.nat(), (draw) => {
        const { y } = existing(existing(recorded.steps[0]).ranks[0]);
        const index = draw % existing(y?.data.length);
        const value = numberAt(y, index);
        const other = withRank(recorded, () => ({ y: withNumber(y, index, nextFloat(value)) }));
        const [found, ...others] = differing(other);
        expect(others).toEqual([]);
        expect(found).toMatchObject({ quantity: 'y', step: 1, rank: 0, identical: existing(found).elements - 1, undecided: 0 });
        expect(found?.difference).toMatchObject({ kind: 'numbers', a: value, b: nextFloat(value) });
        // One unit in the last place is less than two conforming answers may differ.
        expect(found?.units).toBeGreaterThan(0);
        expect(found?.units).toBeLessThan(2);
      }),
    );
  });

  it('is measured in units of the bound, its rounding included, whichever recording comes first', () => {
    const { runningVar } = existing(existing(recorded.steps[0]).ranks[0]);
    const expected = existing(existing(reference.steps[0]).ranks[0]?.runningVar ?? undefined);
    const unit = existing(expected.bounds[0]) + 2 ** -24 * Math.abs(existing(expected.values[0]));
    const value = numberAt(runningVar, 0);
    const other = Math.fround(value + 100 * unit);
    const moved = withRank(recorded, () => ({ runningVar: withNumber(runningVar, 0, other) }));
    const [found] = differing(moved);
    expect(found?.units).toBeCloseTo((other - value) / unit, 6);
    const turned = compare(moved, recorded).find(({ difference }) => difference !== null);
    expect(turned).toEqual({ ...found, difference: { ...found?.difference, a: other, b: value } });
  });

  it('that is NaN or infinite in one alone is infinitely far away', () => {
    const { y } = existing(existing(recorded.steps[0]).ranks[0]);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const [found] = differing(withRank(recorded, () => ({ y: withNumber(y, 0, value) })));
      expect(found).toMatchObject({
        units: Number.POSITIVE_INFINITY,
        difference: { kind: 'numbers', at: y?.shape.map(() => 0) },
      });
    }
  });

  it('and its negative zero are two numbers with nothing between them', () => {
    const zero = (value: number): Trace => withRank(recorded, ({ gradBias }) => ({ gradBias: withNumber(gradBias, 0, value) }));
    const [found, ...others] = compare(zero(0), zero(-0)).filter(({ difference }) => difference !== null);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ quantity: 'grad_bias', units: 0, difference: { a: 0, b: -0 } });
  });

  it('of which the reference says nothing is counted apart', () => {
    const { y } = existing(existing(recorded.steps[0]).ranks[0]);
    const spoilt = withRank(recorded, () => ({ y: withNumber(y, 0, 1e6) }));
    expect(differing(spoilt)).toMatchObject([{ quantity: 'y', undecided: 0 }]);
    expect(differing(spoilt, null)).toMatchObject([{ quantity: 'y', undecided: 1, units: 0 }]);
  });

  it('may be any that is not finite where the reference asks for no more', () => {
    const first = existing(reference.steps[0]);
    const rank = existing(first.ranks[0]);
    const runningVar = existing(rank.runningVar ?? undefined);
    const anything = { ...runningVar, bounds: runningVar.bounds.map(() => Number.NaN) };
    const asked = { ...reference, steps: [{ ...first, ranks: first.ranks.with(0, { ...rank, runningVar: anything }) }] };
    const having = (value: number): Trace =>
      withRank(recorded, (answer) => ({ runningVar: withNumber(answer.runningVar, 0, value) }));
    const units = (a: number, b: number): number | undefined =>
      compare(having(a), having(b), asked).find(
        ({ quantity, step, rank: place }) => quantity === 'running_var' && step === 1 && place === 0,
      )?.units;
    expect(units(Number.NaN, Number.POSITIVE_INFINITY)).toBe(0);
    expect(units(Number.NaN, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('what is not a number', () => {
  it.each([
    [
      'None for a tensor',
      (): Partial<RankAnswer<Tensor>> => ({ gradWeight: null }),
      { quantity: 'grad_weight', kind: 'presence' },
    ],
    [
      'another counter',
      (): Partial<RankAnswer<Tensor>> => ({ numBatchesTracked: 9 }),
      { quantity: 'num_batches_tracked', kind: 'value' },
    ],
    [
      'an error in one alone',
      (): Partial<RankAnswer<Tensor>> => ({ error: raised('ValueError', 'no') }),
      { quantity: 'error', kind: 'error' },
    ],
    [
      'another shape',
      ({ y }: RankAnswer<Tensor>): Partial<RankAnswer<Tensor>> => ({ y: y && { ...y, shape: [y.data.length] } }),
      { quantity: 'y', kind: 'presence' },
    ],
  ])('is found: %s', (_, change, { quantity, kind }) => {
    const found = differing(withRank(recorded, change));
    expect(found).toMatchObject([{ quantity, elements: 1, identical: 0, units: 0, difference: { kind, at: null } }]);
  });

  it('is one error in other words, or another error', () => {
    const raising = (error: StepError): Trace => withRank(recorded, () => ({ error }));
    const kinds = (a: StepError, b: StepError): readonly (string | undefined)[] =>
      compare(raising(a), raising(b)).flatMap(({ difference }) => (difference === null ? [] : [difference.kind]));
    expect(kinds(raised('ValueError', 'a'), raised('ValueError', 'a'))).toEqual([]);
    expect(kinds(raised('ValueError', 'a'), raised('ValueError', 'b: c'))).toEqual(['words']);
    expect(kinds(raised('ValueError', 'a'), raised('TypeError', 'a'))).toEqual(['error']);
    expect(kinds(raised('ValueError', 'a'), raised('ValueError', 'a', 'backward'))).toEqual(['error']);
  });

  it('is a memory layout, and warnings where both recordings could hold them', () => {
    const having = (change: Partial<RankAnswer<Tensor>>): Trace => withRank(recorded, () => change);
    const found = (a: Trace, b: Trace, method: 'module' | 'collective' = 'module'): readonly unknown[] =>
      compareRecordings(scenario, method, reference, a, b).flatMap(({ quantity, difference }) =>
        difference === null ? [] : [[quantity, difference.kind]],
      );
    const warned = having({ warnings: ['UserWarning: old'] });
    expect(found(warned, having({ warnings: ['UserWarning: new'] }))).toEqual([['warnings', 'words']]);
    expect(found(warned, having({ warnings: [] }))).toEqual([['warnings', 'words']]);
    expect(found(warned, warned)).toEqual([]);
    const silent = { ...recorded, steps: recorded.steps.map(withoutWarnings) };
    expect(found(warned, silent)).toEqual([]);
    expect(found(silent, warned)).toEqual([]);
    const laid = (y: 'contiguous' | 'strided'): Trace => having({ layouts: { y, gradX: 'contiguous' } });
    expect(found(laid('contiguous'), laid('strided'))).toEqual([['layout', 'value']]);
  });

  it('is the constructor’s error and what it made', () => {
    const refused: Trace = { construction: [{ type: 'TypeError', message: 'no' }, null], initial: null, steps: [] };
    const kinds = differing(refused).map(({ step, quantity, difference }) => [step, quantity, difference?.kind]);
    expect(kinds).toEqual([
      [0, 'error', 'error'],
      [0, 'constructed', 'presence'],
      [0, 'steps', 'presence'],
    ]);
    const made = { ...recorded, initial: { ...existing(recorded.initial ?? undefined), training: false } };
    expect(differing(made)).toMatchObject([{ step: 0, quantity: 'training', difference: { kind: 'value' } }]);
  });
});

it('compares the sums of a group, whatever the order of its ranks', async () => {
  const { rows, entry } = await smallGolden(
    'torch-2.13.0/global-batch.arrow',
    1,
    ({ id, trace }) => /world3/u.test(id) && /"groups":\[\{"ranks":\[\d+,[\d,]*\],"grad_weight":\{/u.test(trace),
  );
  const golden = caseOf(existing(rows[0]), entry).decode();
  const moved = (by: number): Trace => ({
    ...golden.trace,
    steps: golden.trace.steps.map(({ ranks, groups }) => ({
      ranks,
      groups: (groups ?? []).map((group) => ({
        ranks: group.ranks.toReversed(),
        gradWeight: group.gradWeight && withNumber(group.gradWeight, 0, numberAt(group.gradWeight, 0) + by),
        gradBias: group.gradBias,
      })),
    })),
  });
  const found = (b: Trace): readonly RecordingComparison[] =>
    compareRecordings(golden.scenario, 'global-batch', answerScenario(golden.scenario), golden.trace, b).filter(
      ({ difference }) => difference !== null,
    );
  expect(found(moved(0))).toEqual([]);
  expect(found(moved(1))[0]).toMatchObject({
    quantity: 'grad_weight',
    rank: null,
    undecided: 0,
    difference: { kind: 'numbers' },
  });
});

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import type { ExpectedTensor, ExpectedTrace, RankAnswer, Trace } from '../../oracle/trace.ts';
import { fullCase } from '../../goldens/testing/small-golden.ts';
import { existing } from '../../goldens/testing/golden-rows.ts';
import { caseOf } from '../testing/golden-case.ts';
import type { ComparedNumbers, ComparedQuantity } from './compare-recordings.ts';
import { compareRecordings } from './compare-recordings.ts';

let scenario: Scenario;
let recorded: Trace;
let reference: ExpectedTrace;
beforeAll(async () => {
  const { row, entry } = await fullCase();
  ({ scenario, trace: recorded } = caseOf(row, entry).decode());
  reference = answerScenario(scenario);
});

/** The trace with the answer of rank 0 in step 1 changed. */
function changed(change: Partial<RankAnswer<Tensor>>): Trace {
  const step = existing(recorded.steps[0]);
  const ranks = step.ranks.with(0, { ...existing(step.ranks[0]), ...change });
  return { ...recorded, steps: recorded.steps.with(0, { ...step, ranks }) };
}

/** The trace as an older recorder wrote it: neither warnings nor layouts. */
function withoutNotes(trace: Trace): Trace {
  const bare = (rank: RankAnswer<Tensor>): RankAnswer<Tensor> => {
    const { warnings: _warnings, layouts: _layouts, ...answer } = rank;
    return answer;
  };
  return { ...trace, steps: trace.steps.map((step) => ({ ...step, ranks: step.ranks.map(bare) })) };
}

/** What differs, and how. */
function differences(now: Trace, bounds: ExpectedTrace | null = reference): readonly ComparedQuantity[] {
  return compareRecordings('torch', recorded, now, bounds).filter(({ compared }) =>
    compared.kind === 'numbers' ? compared.identical < compared.elements : compared.recorded !== compared.now,
  );
}

/** Two tensors compared, the reference expecting `values` with `bounds` of them. */
function compareNumbers(before: Tensor, after: Tensor, expected: ExpectedTensor | null): ComparedNumbers {
  const answer = <T>(y: T): RankAnswer<T> => ({
    error: null,
    y,
    gradX: null,
    gradWeight: null,
    gradBias: null,
    runningMean: null,
    runningVar: null,
    numBatchesTracked: null,
  });
  const around = { construction: [null], initial: null };
  const steps = <T>(y: T): { ranks: RankAnswer<T>[]; groups: null }[] => [{ ranks: [answer(y)], groups: null }];
  const compared = compareRecordings(
    'torch',
    { ...around, steps: steps(before) },
    { ...around, steps: steps(after) },
    expected && { ...around, steps: steps(expected) },
  );
  const y = existing(compared.find(({ name }) => name === 'y')).compared;
  if (y.kind !== 'numbers') throw new TypeError(`Expected numbers, got ${y.recorded} and ${y.now}.`);
  return y;
}

const single = (...numbers: readonly number[]): Tensor => ({
  dtype: 'float32',
  shape: [numbers.length],
  data: Float32Array.from(numbers),
});
const expecting = (values: readonly number[], bounds: readonly number[]): ExpectedTensor => ({
  dtype: 'float32',
  shape: [values.length],
  values: Float64Array.from(values),
  bounds: Float64Array.from(bounds),
});

describe('compareRecordings', () => {
  it('finds a recording the same as itself, every quantity of it', () => {
    const compared = compareRecordings('torch', recorded, recorded, reference);
    expect(differences(recorded)).toEqual([]);
    const names = new Set(compared.map(({ name }) => name));
    for (const name of [
      'y',
      'grad_x',
      'grad_weight',
      'grad_bias',
      'running_mean',
      'running_var',
      'num_batches_tracked',
      'error',
    ]) {
      expect(names).toContain(name);
    }
  });

  it('finds one bit, says how many bounds it is, and accepts it', () => {
    const y = existing(recorded.steps[0]?.ranks[0]?.y ?? undefined);
    const bits = new Uint32Array(Float32Array.from(y.data).buffer);
    bits[3] = existing(bits[3]) ^ 1;
    const [found, ...others] = differences(changed({ y: { ...y, data: new Float32Array(bits.buffer) } }));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ step: 1, rank: 0, name: 'y', compared: { kind: 'numbers', outside: 0, worst: null } });
    const numbers = found?.compared.kind === 'numbers' ? found.compared : null;
    expect(numbers?.identical).toBe(y.data.length - 1);
    expect(numbers?.largest).toBeGreaterThan(0);
    expect(numbers?.largest).toBeLessThan(2);
  });

  it('finds what is beyond the bound, and where it is farthest', () => {
    const y = existing(recorded.steps[0]?.ranks[0]?.y ?? undefined);
    const data = Float32Array.from(y.data);
    data[1] = existing(data[1]) + 1;
    data[2] = existing(data[2]) + 100;
    const [found] = differences(changed({ y: { ...y, data } }));
    expect(found).toMatchObject({ name: 'y', compared: { outside: 2, identical: y.data.length - 2, worst: { index: 2 } } });
  });

  it.each<[string, Partial<RankAnswer<Tensor>>, string, string]>([
    ['an error', { error: { stage: 'forward', type: 'ValueError', message: 'no' } }, 'error', 'errors'],
    ['a counter', { numBatchesTracked: 7 }, 'num_batches_tracked', 'counters'],
    ['a counter that is None', { numBatchesTracked: null }, 'num_batches_tracked', 'counters'],
    ['a None', { gradX: null }, 'grad_x', 'presence'],
    ['another shape', { gradBias: single(1, 2, 3, 4, 5, 6, 7) }, 'grad_bias', 'presence'],
    ['another dtype', { gradBias: { dtype: 'float64', shape: [3], data: new Float64Array(3) } }, 'grad_bias', 'presence'],
  ])('finds %s', (_, change, name, kind) => {
    expect(differences(changed(change))).toEqual([
      expect.objectContaining({ step: 1, rank: 0, name, compared: expect.objectContaining({ kind }) }),
    ]);
  });

  it('finds what stands around the numbers', () => {
    const names = (now: Trace): readonly string[] => differences(now).map(({ name }) => name);
    expect(names({ ...recorded, steps: [] })).toEqual(['steps']);
    expect(names({ ...recorded, initial: null })).toEqual(['constructed']);
    expect(names({ ...recorded, initial: recorded.initial && { ...recorded.initial, training: false } })).toEqual(['training']);
    expect(names({ ...recorded, construction: [null, { type: 'ValueError', message: 'no' }] })).toEqual(['error']);
    const step = existing(recorded.steps[0]);
    expect(names({ ...recorded, steps: [{ ...step, ranks: step.ranks.slice(1) }] })).toContain('ranks');
    expect(names({ ...recorded, steps: [{ ...step, groups: [{ ranks: [0], gradWeight: null, gradBias: null }] }] })).toEqual([
      'groups',
    ]);
  });

  it('compares warnings and layouts where both recordings have them', () => {
    const layouts = { y: 'contiguous', gradX: 'strided' } as const;
    const now = changed({ warnings: ['UserWarning: slow'], layouts });
    const silent = withoutNotes(recorded);
    const comparedNames = (before: Trace, after: Trace): readonly string[] =>
      compareRecordings('torch', before, after, reference).map(({ name }) => name);
    expect(comparedNames(silent, now)).toEqual(comparedNames(silent, silent));
    expect(comparedNames(now, silent)).toEqual(comparedNames(silent, silent));
    const before = changed({ warnings: [], layouts: { ...layouts, gradX: 'contiguous' } });
    const found = compareRecordings('torch', before, now, reference).filter(
      ({ compared }) => compared.kind !== 'numbers' && compared.recorded !== compared.now,
    );
    expect(found.map(({ name }) => name)).toEqual(['layout', 'warnings']);
    expect(found.every(({ compared }) => compared.kind === 'others')).toBe(true);
  });

  it('compares the sums of a group', () => {
    const group = { ranks: [1, 0], gradWeight: single(1), gradBias: single(2) };
    const withGroups = (gradBias: Tensor): Trace => ({
      ...recorded,
      steps: recorded.steps.map((step) => ({ ...step, groups: [{ ...group, gradBias }] })),
    });
    const found = compareRecordings('torch', withGroups(single(2)), withGroups(single(2.5)), reference).filter(
      ({ compared }) => compared.kind === 'numbers' && compared.outside > 0,
    );
    expect(found).toMatchObject([{ name: 'grad_bias', group: '0,1', rank: null }]);
  });
});

describe('elements', () => {
  it('are the same exactly when their bits are, but that NaN is NaN', () => {
    const bits = fc.nat({ max: 0xffffffff });
    const special = fc.constantFrom(0, 0x80000000, 0x7f800000, 0xff800000, 0x7fc00000, 0x7fc00001, 0xffc00000);
    const numbers = fc.oneof(bits, special).map((word) => new Float32Array(Uint32Array.of(word).buffer));
    fc.assert(
      fc.property(numbers, numbers, fc.boolean(), (one, other, same) => {
        const [before, after] = [one, same ? one : other].map((data): Tensor => ({ dtype: 'float32', shape: [1], data }));
        const { identical } = compareNumbers(existing(before), existing(after), null);
        const word = (data: Float32Array): number => existing(new Uint32Array(data.buffer)[0]);
        const areNaN = Number.isNaN(one[0]) && Number.isNaN(same ? one[0] : other[0]);
        expect(identical === 1).toBe(same || word(one) === word(other) || areNaN);
      }),
    );
  });

  it('of half types are compared by their bits', () => {
    const half = (...words: readonly number[]): Tensor => ({ dtype: 'bfloat16', shape: [3], data: Uint16Array.from(words) });
    const { identical } = compareNumbers(half(0x3f80, 0x0000, 0x7fc0), half(0x3f80, 0x8000, 0x7fc1), null);
    expect(identical).toBe(2);
  });

  it.each([
    // then, now, value, bound: outside, unmeasured, largest
    ['inside', 1, 1.5, 1.25, 1, 0, 0, 0.5],
    ['two bounds apart, both inside', 0, 2, 1, 1, 0, 0, 2],
    ['outside', 1, 2.5, 1, 1, 1, 0, 1.5],
    ['0 and -0 where the bound is zero', 0, -0, 0, 0, 0, 1, 0],
    ['other than an exact one', 1, 2, 1, 0, 1, 1, 0],
    ['anything where the bound says nothing', 1, 1e30, 1, Number.POSITIVE_INFINITY, 0, 1, 0],
    ['NaN in place of a number', 1, Number.NaN, 1, 1, 1, 1, 0],
    ['a number where none is finite', Number.NaN, 1, Number.NaN, Number.NaN, 1, 1, 0],
    ['infinite where none is finite', Number.NaN, Number.POSITIVE_INFINITY, Number.NaN, Number.NaN, 0, 1, 0],
  ])('are %s', (_, before, now, value, bound, outside, unmeasured, largest) => {
    const compared = compareNumbers(single(before), single(now), expecting([value], [bound]));
    expect(compared).toMatchObject({ identical: 0, outside, unmeasured, largest });
    expect(compared.worst === null).toBe(outside === 0);
  });

  it('that differ are outside where the reference expects no such tensor, and are not where they agree', () => {
    for (const expected of [null, expecting([1, 2], [9, 9])]) {
      expect(compareNumbers(single(1), single(2), expected)).toMatchObject({ outside: 1, worst: { bound: null } });
      expect(compareNumbers(single(1), single(1), expected)).toMatchObject({ outside: 0, worst: null });
    }
  });
});

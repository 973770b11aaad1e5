import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzScenario } from '../../generators/arbitraries/fuzz-scenario.ts';
import { simpleScenario } from '../../generators/corpus/simple-scenario.ts';
import { answerScenario, rowsVisited } from '../../oracle/answer-scenario.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { RankAnswer, Trace } from '../../oracle/trace.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import { roundTrace } from '../mutants/round-trace.ts';
import { isInside } from './is-inside.ts';
import type { Look, StepQuantity } from './look.ts';
import { lookAt, lookAtConstructor } from './look.ts';

const quantities: readonly StepQuantity[] = [
  'y',
  'runningMean',
  'runningVar',
  'gradX',
  'gradWeight',
  'gradBias',
  'numBatchesTracked',
];
const everything: Look = {
  constructor: ['weight', 'bias', 'runningMean', 'runningVar', 'numBatchesTracked', 'training'],
  steps: quantities,
  rows: null,
};
const scenario = simpleScenario('torch', { training: [true, false] });

function check(trace: Trace, look: Look, of: Scenario = scenario): boolean {
  return isInside(answerScenario(of), trace, look, rowsVisited(of));
}

/** The right trace with the answer of rank 0 in one step changed. */
function changed(step: number, change: (rank: RankAnswer<Tensor>) => RankAnswer<Tensor>): Trace {
  const trace = roundTrace(answerScenario(scenario));
  const steps = trace.steps.map((one, index) => (index === step ? { ...one, ranks: one.ranks.map(change) } : one));
  return { ...trace, steps };
}

const doubled = (tensor: Tensor | null): Tensor | null =>
  tensor && { ...tensor, data: Float32Array.from(tensor.data, (value) => 2 * value + 1) };

describe('a trace', () => {
  it('is inside what it was rounded from, whatever is looked at', () => {
    fc.assert(
      fc.property(fc.oneof(fuzzScenario('torch'), fuzzScenario('mindspore')), (drawn) => {
        expect(check(roundTrace(answerScenario(drawn)), everything, drawn)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it.each(quantities.filter((name) => name !== 'numBatchesTracked'))(
    'is outside where %s is, and only where it is looked at',
    (name) => {
      const trace = changed(0, (rank) => ({ ...rank, [name]: doubled(rank[name]) }));
      expect(check(trace, lookAt([name]))).toBe(false);
      expect(check(trace, lookAt(quantities.filter((other) => other !== name)))).toBe(true);
      expect(check(trace, lookAt([name], ['eval+track']))).toBe(true);
      expect(check(trace, lookAt([name], ['train+track']))).toBe(false);
      expect(check(trace, lookAtConstructor([]))).toBe(true);
    },
  );

  it('is outside where something is None, of another shape or dtype, or counted otherwise', () => {
    const look = lookAt(['y', 'numBatchesTracked']);
    expect(
      check(
        changed(1, (rank) => ({ ...rank, y: null })),
        look,
      ),
    ).toBe(false);
    expect(
      check(
        changed(1, (rank) => ({ ...rank, y: rank.y && { ...rank.y, shape: [48] } })),
        look,
      ),
    ).toBe(false);
    expect(
      check(
        changed(1, (rank) => ({ ...rank, y: rank.y && { ...rank.y, dtype: 'float64' } })),
        look,
      ),
    ).toBe(false);
    expect(
      check(
        changed(1, (rank) => ({ ...rank, numBatchesTracked: 7 })),
        look,
      ),
    ).toBe(false);
  });

  it('is outside where another kind of error is raised, and nowhere by its wording', () => {
    const raising = simpleScenario('torch', { shapes: [[1, 3]] });
    const trace = roundTrace(answerScenario(raising));
    const reworded = (type: string): Trace => ({
      ...trace,
      steps: trace.steps.map((step) => ({
        ...step,
        ranks: step.ranks.map((rank) => ({ ...rank, error: { stage: 'forward' as const, type, message: 'other words' } })),
      })),
    });
    expect(check(reworded('ValueError'), lookAt([]), raising)).toBe(true);
    expect(check(reworded('TypeError'), lookAt([]), raising)).toBe(false);
    expect(check(reworded('TypeError'), lookAtConstructor([]), raising)).toBe(true);
    expect(
      check(
        changed(0, (rank) => ({ ...rank, error: { stage: 'forward', type: 'ValueError', message: '' } })),
        lookAt([]),
      ),
    ).toBe(false);
  });

  it('is outside where the constructor raises or does not, and where steps are missing', () => {
    const trace = roundTrace(answerScenario(scenario));
    const refused = roundTrace(answerScenario({ ...scenario, arguments: { num_features: '3' } }));
    expect(check(refused, lookAtConstructor([]))).toBe(false);
    expect(check(trace, lookAtConstructor([]), { ...scenario, arguments: { num_features: '3' } })).toBe(false);
    expect(check({ ...trace, steps: trace.steps.slice(0, 1) }, lookAt([]))).toBe(false);
    expect(check({ ...trace, steps: trace.steps.slice(0, 1) }, lookAtConstructor(['weight']))).toBe(true);
    expect(check({ ...trace, construction: [] }, lookAt([]))).toBe(false);
    expect(
      check({ ...trace, initial: trace.initial && { ...trace.initial, training: false } }, lookAtConstructor(['training'])),
    ).toBe(false);
    expect(check({ ...trace, initial: null }, lookAtConstructor([]))).toBe(false);
  });
});

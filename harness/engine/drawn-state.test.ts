import { describe, expect, it } from 'vitest';
import { coveringCases } from '../../generators/coverage/plan-covering.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import type { ConstructedState } from '../../oracle/trace.ts';
import { withDrawnState } from './drawn-state.ts';

const tensor = (numbers: readonly number[]): Tensor => ({
  dtype: 'float32',
  shape: [numbers.length],
  data: Float32Array.from(numbers),
});
const initial = (weight: Tensor): Pick<{ initial: ConstructedState<Tensor> | null }, 'initial'> => ({
  initial: {
    weight,
    bias: tensor([0, 0, 0]),
    runningMean: tensor([0, 0, 0]),
    runningVar: tensor([1, 1, 1]),
    numBatchesTracked: null,
    training: false,
  },
});

function caseWith(state: string): Scenario {
  const found = coveringCases('mindspore').find(
    ({ assignment }) => assignment['state'] === state && assignment['momentum'] === 'default' && assignment['eps'] === 'default',
  );
  if (found === undefined) throw new Error(`Expected a case with state ${state}.`);
  return found.scenario;
}

describe('withDrawnState', () => {
  const made = tensor([0.01, -0.02, 0.03]);

  it('takes from the trace what a random initialiser made, so that the outputs can be judged', () => {
    const scenario = caseWith('normal');
    const drawn = withDrawnState(scenario, initial(made));
    expect(drawn.state).toEqual({ ...scenario.state, weight: made });
    const bounds = (asked: Scenario): readonly number[] => [...(answerScenario(asked).steps[0]?.ranks[0]?.y?.bounds ?? [])];
    expect(bounds(scenario).every((bound) => bound === Number.POSITIVE_INFINITY)).toBe(true);
    expect(bounds(drawn).some(Number.isFinite)).toBe(true);
  });

  it.each(['default', 'ones', 'number', 'tensor', 'object'])('takes nothing that can be predicted: %s', (state) => {
    const scenario = caseWith(state);
    expect(withDrawnState(scenario, initial(made))).toBe(scenario);
  });

  it('takes nothing of another shape or type, which the comparison of the constructed state rejects', () => {
    const scenario = caseWith('normal');
    for (const wrong of [tensor([1]), { ...made, dtype: 'float64' as const, data: Float64Array.from(made.data) }]) {
      expect(withDrawnState(scenario, initial(wrong))).toBe(scenario);
    }
    expect(withDrawnState(scenario, { initial: null })).toBe(scenario);
  });

  it('keeps the initialiser within its reach', () => {
    const { initial: expected } = answerScenario(caseWith('normal'));
    expect([...(expected?.weight?.bounds ?? [])]).toEqual([0.1, 0.1, 0.1]);
    expect([...(answerScenario(caseWith('uniform')).initial?.bias?.bounds ?? [])]).toEqual([0.07, 0.07, 0.07]);
  });
});

import { isTensor } from '../oracle/python-value.ts';
import type { InitialState, Scenario } from '../oracle/scenario.ts';
import type { Tensor } from '../oracle/tensor.ts';
import { valuesOf } from '../oracle/tensor.ts';

/** The same question in float64, its numbers unchanged: the sharp twin of what users run. */
export function inFloat64(scenario: Scenario): Scenario {
  const loaded = ({ weight, bias, runningMean, runningVar, numBatchesTracked }: InitialState): InitialState => ({
    weight: weight && widened(weight),
    bias: bias && widened(bias),
    runningMean: runningMean && widened(runningMean),
    runningVar: runningVar && widened(runningVar),
    numBatchesTracked,
  });
  const argument = Object.entries(scenario.arguments).map(([name, value]) => {
    return [name, isTensor(value) ? { tensor: widened(value.tensor) } : value] as const;
  });
  return {
    ...scenario,
    arguments: Object.fromEntries(argument),
    parameterDtype: 'float64',
    state: loaded(scenario.state),
    steps: scenario.steps.map((step) => ({
      ...step,
      ...(step.load === undefined ? {} : { load: loaded(step.load) }),
      ranks: step.ranks.map(({ x, gradY }) => ({ x: widened(x), gradY: gradY && widened(gradY) })),
    })),
  };
}

function widened(tensor: Tensor): Tensor {
  return { dtype: 'float64', shape: tensor.shape, data: Float64Array.from(valuesOf(tensor)) };
}

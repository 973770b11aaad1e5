import type { Scenario } from '../../../oracle/scenario.ts';
import type { Tensor } from '../../../oracle/tensor.ts';
import type { Random } from '../random.ts';

/** The scenario with float32 inputs and upstream gradients multiplied by powers of two, so that sums, squares or products may overflow or vanish. */
export function stretchScenario(scenario: Scenario, random: Random): Scenario {
  const [ofInputs, ofGradients] = [2 ** (random.below(240) - 130), 2 ** (random.below(240) - 130)];
  const steps = scenario.steps.map((step) => ({
    ...step,
    ranks: step.ranks.map(({ x, gradY }) => ({ x: scaled(x, ofInputs), gradY: gradY && scaled(gradY, ofGradients) })),
  }));
  return { ...scenario, steps };
}

function scaled(tensor: Tensor, factor: number): Tensor {
  return tensor.data instanceof Float32Array ? { ...tensor, data: tensor.data.map((value) => value * factor) } : tensor;
}

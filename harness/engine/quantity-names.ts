import type { Dialect } from '../../oracle/scenario.ts';
import type { TensorQuantity } from '../../oracle/trace.ts';

const names: Record<Dialect, Record<TensorQuantity | 'weight' | 'bias', string>> = {
  torch: {
    y: 'y',
    runningMean: 'running_mean',
    runningVar: 'running_var',
    gradX: 'grad_x',
    gradWeight: 'grad_weight',
    gradBias: 'grad_bias',
    weight: 'weight',
    bias: 'bias',
  },
  mindspore: {
    y: 'y',
    runningMean: 'moving_mean',
    runningVar: 'moving_variance',
    gradX: 'grad_x',
    gradWeight: 'grad_gamma',
    gradBias: 'grad_beta',
    weight: 'gamma',
    bias: 'beta',
  },
};

/** What a dialect calls a quantity. */
export function quantityName(dialect: Dialect, quantity: TensorQuantity | 'weight' | 'bias'): string {
  return names[dialect][quantity];
}

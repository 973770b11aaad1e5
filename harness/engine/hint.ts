import type { Comparison } from './compare-traces.ts';

/** A first idea of what may be wrong, from the quantity that differs and how. */
export function hint(comparison: Comparison): string {
  const { quantity, difference, step } = comparison;
  if (difference === null) return '';
  if (quantity === 'error') {
    return difference.expected === 'none'
      ? 'An error was raised where the dialect raises none: look at the argument checks.'
      : 'The dialect raises here: look at the argument checks, their order, and the wording of the message.';
  }
  if (step === 0) return 'The constructor made something else: look at the defaults and at which parameters and buffers exist.';
  if (typeof difference.expected === 'string') {
    return quantity === 'num_batches_tracked'
      ? 'The counter differs: it counts every training step that tracks, before validation, and never in eval.'
      : 'Present where it should be None, or of another dtype or shape: look at the state-table row and at empty ranks.';
  }
  if (quantity.endsWith('_mean')) return 'Look at the direction of momentum and at ranks of unequal size.';
  if (quantity.startsWith('running_var') || quantity === 'moving_variance') {
    return 'Look at biased or unbiased variance, local or global count, and the direction of momentum.';
  }
  if (quantity === 'grad_x')
    return 'Look at the gradient sums: over the whole group in a batch row, absent in a running-statistics row.';
  if (quantity.startsWith('grad_')) return 'Look at local sums against sums or means over the group.';
  return 'Look at which statistics normalise: batch or running, synchronised or local, biased variance, epsilon inside the root.';
}

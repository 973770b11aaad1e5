import { updateRunning } from '../../../oracle/forward/running-statistics.ts';
import type { Mutant } from '../mutant.ts';
import { withChannel, withRules } from '../mutant.ts';

/** Defects of the running statistics. */
export const runningStateMutants: readonly Mutant[] = [
  withChannel(
    {
      id: 'buffer-biased',
      defect: 'the biased variance in the buffer',
      references: ['D32 tt-metal#55438', 'mlx#3817', 'tinygrad#807', 'ARENA#415', 'tensorflow#55545'],
    },
    {
      updateRunning: (running, moments, normaliser, factor, arithmetic) => {
        const shrink = (moments.count - 1) / moments.count;
        const biased = { ...moments, variance: moments.variance * shrink };
        const bounded = { ...normaliser, varianceBound: normaliser.varianceBound * shrink };
        return updateRunning(running, biased, bounded, factor, arithmetic);
      },
    },
  ),
  withRules(
    {
      id: 'momentum-reversed',
      defect: 'momentum that weighs the other statistic',
      references: ['D35 Paddle#51120', 'd2l-en#2213', 'oneflow#6055'],
    },
    (right) => ({ averagingFactor: (scenario, module) => 1 - right.averagingFactor(scenario, module) }),
  ),
];

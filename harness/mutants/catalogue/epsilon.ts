import { runningNormaliser } from '../../../oracle/forward/normaliser.ts';
import type { Mutant } from '../mutant.ts';
import { withChannel, withRules } from '../mutant.ts';
import type { Made } from './altered-normaliser.ts';
import { renormalised, withBackwardNormaliser, withNormaliser } from './altered-normaliser.ts';
import { raised } from './bounded-numbers.ts';

/** Defects of epsilon. */
export const epsilonMutants: readonly Mutant[] = [
  withRules(
    {
      id: 'epsilon-raised',
      defect: 'an epsilon silently raised to 1.001e-5',
      references: ['D54 tensorflow#37768', 'tensorflow#8090', 'onnxruntime#2680', 'pytorch#1742'],
    },
    (right) => ({ epsilon: (scenario) => Math.max(right.epsilon(scenario), 1.001e-5) }),
  ),
  withNormaliser(
    {
      id: 'epsilon-as-floor',
      defect: 'the larger of variance and epsilon instead of their sum',
      references: ['D55 Synchronized-BatchNorm-PyTorch#43'],
    },
    (made) => renormalised(made, { ...made.variance, value: Math.max(made.variance.value, made.epsilon) }, 0),
  ),
  withChannel(
    {
      id: 'epsilon-hard-wired-in-eval',
      defect: 'an epsilon of 1e-5 in evaluation, whatever the argument',
      references: ['D56 Paddle#68170'],
    },
    { runningNormaliser: (mean, variance, _epsilon, arithmetic) => runningNormaliser(mean, variance, 1e-5, arithmetic) },
  ),
  withChannel(
    {
      id: 'epsilon-missing-in-eval',
      defect: 'no epsilon in evaluation',
      references: ['D56 chainer#2214'],
    },
    { runningNormaliser: (mean, variance, _epsilon, arithmetic) => runningNormaliser(mean, variance, 0, arithmetic) },
  ),
  withNormaliser({ id: 'epsilon-outside-root', defect: 'epsilon added to the deviation instead of the variance' }, outsideRoot),
  withNormaliser({ id: 'epsilon-twice', defect: 'epsilon added twice' }, (made) =>
    renormalised(made, made.variance, 2 * made.epsilon),
  ),
  withBackwardNormaliser({ id: 'epsilon-missing-in-backward', defect: 'no epsilon in the backward pass' }, (made) =>
    renormalised(made, made.variance, 0),
  ),
  withBackwardNormaliser(
    {
      id: 'backward-unbiased',
      defect: 'the unbiased variance in the backward pass',
      references: ['D33 pytorch#60528 [inf]'],
    },
    (made) => (made.count < 2 ? made.normaliser : renormalised(made, unbiased(made))),
  ),
  withRules({ id: 'epsilon-default-of-another', defect: 'a default epsilon of 1e-3, as in Keras' }, (right) => ({
    epsilon: (scenario) => ('eps' in scenario.arguments ? right.epsilon(scenario) : 1e-3),
  })),
];

/** 1 / (sqrt(variance) + epsilon): the root of a variance of (sqrt(variance) + epsilon)^2, with the bounds of the right one. */
function outsideRoot(made: Made): ReturnType<typeof renormalised> {
  const { value, bound } = made.variance;
  if (!(value >= 0) || !Number.isFinite(made.epsilon)) return made.normaliser;
  const square = (variance: number): number => (Math.sqrt(variance) + made.epsilon) ** 2;
  const [low, high] = [square(Math.max(0, value - bound)), square(value + bound)];
  const outside = { value: square(value), bound: Math.max(high - square(value), square(value) - low) };
  return renormalised(made, raised(outside, 0, made.arithmetic), 0);
}

function unbiased({ variance, count }: Made): Made['variance'] {
  const bessel = count / (count - 1);
  return { value: variance.value * bessel, bound: variance.bound * bessel };
}

import { affineMutants } from './catalogue/affine.ts';
import { counterAndMomentumMutants } from './catalogue/counter-and-momentum.ts';
import { emptyRanksMutants } from './catalogue/empty-ranks.ts';
import { epsilonMutants } from './catalogue/epsilon.ts';
import { errorsMutants } from './catalogue/errors.ts';
import { inputGradientMutants } from './catalogue/input-gradient.ts';
import { lifetimeMutants } from './catalogue/lifetime.ts';
import { modesMutants } from './catalogue/modes.ts';
import { numericsMutants } from './catalogue/numerics.ts';
import { parameterGradientMutants } from './catalogue/parameter-gradients.ts';
import { runningStateMutants } from './catalogue/running-state.ts';
import { shapesAndLayoutMutants } from './catalogue/shapes-and-layout.ts';
import { sharingMutants } from './catalogue/sharing.ts';
import { statisticsMutants } from './catalogue/statistics.ts';
import type { Mutant } from './mutant.ts';

/** Every known defect that a numeric oracle can see. */
export const catalogue: readonly Mutant[] = [
  ...statisticsMutants,
  ...sharingMutants,
  ...emptyRanksMutants,
  ...runningStateMutants,
  ...counterAndMomentumMutants,
  ...modesMutants,
  ...lifetimeMutants,
  ...epsilonMutants,
  ...affineMutants,
  ...inputGradientMutants,
  ...parameterGradientMutants,
  ...numericsMutants,
  ...shapesAndLayoutMutants,
  ...errorsMutants,
];

import type { Arithmetic } from '../../../oracle/formats/arithmetic.ts';
import type { BatchMoments } from '../../../oracle/forward/batch-moments.ts';
import type { Normaliser } from '../../../oracle/forward/normaliser.ts';
import { batchNormaliser, runningNormaliser } from '../../../oracle/forward/normaliser.ts';
import type { BoundedNumber } from '../../../oracle/forward/running-statistics.ts';
import type { Grade } from '../../../oracle/accept/grade.ts';
import type { Description, Mutant } from '../mutant.ts';
import { withChannel } from '../mutant.ts';
import { weightGradient } from '../../../oracle/backward/affine-gradient.ts';
import { gradientThroughAffine, gradientThroughStatistics } from '../../../oracle/backward/input-gradient.ts';
import { anything } from './bounded-numbers.ts';

/** A normaliser and the variance it was made with. */
export interface Made {
  readonly normaliser: Normaliser;
  readonly variance: BoundedNumber;
  readonly epsilon: number;
  readonly arithmetic: Arithmetic;
  /** Values over all ranks; 0 where running statistics normalise. */
  readonly count: number;
}

/** A normaliser with another variance or epsilon, and bounds to match. Where the data are not finite it stays as it is. */
export function renormalised(made: Made, variance: BoundedNumber, epsilon: number = made.epsilon): Normaliser {
  const { normaliser, arithmetic } = made;
  if (!Number.isFinite(made.variance.value)) return normaliser;
  const mean = { value: normaliser.mean, bound: normaliser.meanBound };
  const other = runningNormaliser(mean, variance, epsilon, arithmetic);
  return {
    ...other,
    meanLow: normaliser.meanLow,
    mayOverflow: normaliser.mayOverflow || other.mayOverflow,
    meanMayOverflow: normaliser.meanMayOverflow,
  };
}

/** The right normaliser of a batch, with what it was made of. */
export function madeOfBatch(moments: BatchMoments, epsilon: number, arithmetic: Arithmetic, grade: Grade): Made {
  const normaliser = batchNormaliser(moments, epsilon, arithmetic, grade);
  const variance = { value: moments.variance, bound: normaliser.varianceBound };
  return { normaliser, variance, epsilon, arithmetic, count: moments.count };
}

/** The right normaliser of running statistics, with what it was made of. */
export function madeOfRunning(mean: BoundedNumber, variance: BoundedNumber, epsilon: number, arithmetic: Arithmetic): Made {
  return { normaliser: runningNormaliser(mean, variance, epsilon, arithmetic), variance, epsilon, arithmetic, count: 0 };
}

/** The reference with another normaliser, in all modes. */
export function withNormaliser(description: Description, change: (made: Made) => Normaliser): Mutant {
  return withChannel(description, {
    batchNormaliser: (moments, epsilon, arithmetic, grade) => change(madeOfBatch(moments, epsilon, arithmetic, grade)),
    runningNormaliser: (mean, variance, epsilon, arithmetic) => change(madeOfRunning(mean, variance, epsilon, arithmetic)),
  });
}

/** The reference with another normaliser in the backward pass, in all modes. */
export function withBackwardNormaliser(description: Description, change: (made: Made) => Normaliser): Mutant {
  const changed = new WeakMap<Normaliser, Normaliser>();
  const keep = (made: Made): Normaliser => {
    changed.set(made.normaliser, change(made));
    return made.normaliser;
  };
  const backward = (normaliser: Normaliser): Normaliser => changed.get(normaliser) ?? normaliser;
  return withChannel(description, {
    batchNormaliser: (moments, epsilon, arithmetic, grade) => keep(madeOfBatch(moments, epsilon, arithmetic, grade)),
    runningNormaliser: (mean, variance, epsilon, arithmetic) => keep(madeOfRunning(mean, variance, epsilon, arithmetic)),
    weightGradient: (sums, normaliser, arithmetic) => {
      const other = backward(normaliser);
      return other.mayOverflow && sums.count > 0 ? anything : weightGradient(sums, other, arithmetic);
    },
    gradientThroughStatistics: (context) => leftOpen(gradientThroughStatistics, context, backward(context.normaliser)),
    gradientThroughAffine: (context) => leftOpen(gradientThroughAffine, context, backward(context.normaliser)),
  });
}

type InputGradient = typeof gradientThroughStatistics;

/** An input gradient; it says nothing where the normaliser may overflow. */
function leftOpen(
  gradient: InputGradient,
  context: Parameters<InputGradient>[0],
  normaliser: Normaliser,
): ReturnType<InputGradient> {
  if (!normaliser.mayOverflow) return gradient({ ...context, normaliser });
  const { length } = context.batch.values;
  return { values: new Float64Array(length), bounds: new Float64Array(length).fill(Number.POSITIVE_INFINITY) };
}

import { biasGradient, weightGradient } from './backward/affine-gradient.ts';
import { gradientThroughAffine, gradientThroughStatistics } from './backward/input-gradient.ts';
import { batchMoments } from './forward/batch-moments.ts';
import { batchNormaliser, runningNormaliser } from './forward/normaliser.ts';
import { normalise } from './forward/output.ts';
import { decayRunning, updateRunning } from './forward/running-statistics.ts';

/**
 * The arithmetic of one channel, part by part. An answer computed with one part replaced is that of an implementation with one
 * thing wrong, bounds included: what mutants are made of.
 */
export interface ChannelParts {
  readonly batchMoments: typeof batchMoments;
  readonly batchNormaliser: typeof batchNormaliser;
  readonly runningNormaliser: typeof runningNormaliser;
  readonly normalise: typeof normalise;
  readonly updateRunning: typeof updateRunning;
  readonly decayRunning: typeof decayRunning;
  readonly weightGradient: typeof weightGradient;
  readonly biasGradient: typeof biasGradient;
  readonly gradientThroughStatistics: typeof gradientThroughStatistics;
  readonly gradientThroughAffine: typeof gradientThroughAffine;
}

/** The right ones. */
export const channelParts: ChannelParts = {
  batchMoments,
  batchNormaliser,
  runningNormaliser,
  normalise,
  updateRunning,
  decayRunning,
  weightGradient,
  biasGradient,
  gradientThroughStatistics,
  gradientThroughAffine,
};

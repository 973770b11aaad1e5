import { outputBound } from '../forward/output-bound.ts';
import { mayPass } from '../forward/overflow.ts';
import { updateRunning } from '../forward/running-statistics.ts';
import { measured, outputError } from './certificate.ts';
import { inverseDeviations, normalise, runningUpdate } from './kernels.ts';
import { paddedCount } from './pack.ts';
import { padded } from './reduce-parts.ts';
import type { ElementRule } from './scatter.ts';
import { scatterTile } from './scatter.ts';
import type { ScreenedNormaliser } from './screen-channel.ts';
import type { AnswerInProgress, ScreenedTensor } from './screened-answer.ts';
import { put } from './screened-answer.ts';
import type { RunningNumber, SegmentFacts } from './segment-facts.ts';
import type { Workbench } from './workbench.ts';

/** How a segment is normalised: what kernels multiply with, and what is known of it. */
export interface SegmentNormaliser {
  readonly facts: SegmentFacts;
  /** 1 / sqrt(variance + epsilon) as the kernel found it. */
  readonly inverse: number;
  /** With the kernel's inverse deviation; null where too little is known. */
  readonly screened: ScreenedNormaliser | null;
}

// An adapter whose root and quotient are worse than this has no certificate.
const worstInverse = 2 ** -12;

/** Running updates, normalisers and outputs of packed sets. */
export async function answerForward(
  bench: Workbench,
  facts: readonly SegmentFacts[],
  answers: readonly AnswerInProgress[],
): Promise<readonly SegmentNormaliser[]> {
  await updateBuffers(bench, facts, answers);
  const normalisers = await invert(bench, facts);
  const factors = Float32Array.from(
    normalisers.flatMap(({ facts: { singleWeight, singleBias }, inverse, screened }) => [
      screened?.centre.high ?? 0,
      screened?.centre.low ?? 0,
      inverse,
      singleWeight.value,
      singleBias.value,
    ]),
  );
  const rules = normalisers.map((one) => outputRule(one, bench.arithmetic.unitRoundoff));
  const { runner, pack, tiles } = bench;
  const values = padded(factors, 5 * paddedCount(facts.length));
  for (const { tile, x, chunks } of tiles) {
    const output = await runner.run(normalise, pack.length, paddedCount(tile.rows), [x, chunks, values, pack.length]);
    scatterTile(pack, tile, output, rules, (set, place) => answers[set]?.y[place]);
  }
  return normalisers;
}

async function updateBuffers(
  { runner }: Workbench,
  facts: readonly SegmentFacts[],
  answers: readonly AnswerInProgress[],
): Promise<void> {
  const updated = facts.filter(({ segment }) => answers[segment.set]?.updates === true);
  if (updated.length === 0) return;
  const blends = updated.flatMap(({ set, runningMean, runningVar, found }) => {
    const [keep, factor] = [1 - set.averagingFactor, set.averagingFactor];
    return [
      [keep, runningMean?.value ?? 0, factor, found?.mean.value ?? 0],
      [keep, runningVar?.value ?? 0, factor, found?.unbiased ?? 0],
    ];
  });
  const size = paddedCount(blends.length);
  const output = await runner.run(runningUpdate, 1, size, [padded(Float32Array.from(blends.flat()), 4 * size)]);
  updated.forEach((one, index) => {
    const answer = answers[one.segment.set];
    const { channel } = one.segment;
    const estimates = estimateUpdate(one);
    const at = (place: number): number => output[2 * index + place] ?? Number.NaN;
    const write = (tensor: ScreenedTensor | undefined, value: number, host: RunningNumber = unknown): void =>
      put(tensor, channel, value, host.bound, measured(value, host.value, host.error));
    write(answer?.runningMean, at(0), estimates?.mean);
    write(answer?.runningVar, at(1), estimates?.variance);
  });
}

const unknown: RunningNumber = { value: Number.NaN, bound: Number.NaN, error: Number.NaN };

/** The update as the host computes it from what was found. */
function estimateUpdate(facts: SegmentFacts): { readonly mean: RunningNumber; readonly variance: RunningNumber } | null {
  const { set, runningMean, runningVar, found, moments, batch, arithmetic, segment } = facts;
  if (!runningMean || !runningVar || !found || !moments || !batch) return null;
  const factor = set.averagingFactor;
  const running = { mean: runningMean, variance: runningVar };
  const { mean, variance } = updateRunning(running, moments, batch.normaliser, factor, arithmetic);
  const bessel = segment.count / (segment.count - 1);
  const error = (old: RunningNumber, fresh: number): number => Math.abs(1 - factor) * old.error + Math.abs(factor) * fresh;
  return {
    mean: { ...mean, error: error(runningMean, found.mean.error) },
    variance: { ...variance, error: error(runningVar, found.variance.error * bessel) },
  };
}

async function invert({ runner }: Workbench, facts: readonly SegmentFacts[]): Promise<readonly SegmentNormaliser[]> {
  const size = paddedCount(facts.length);
  const variances = facts.map(({ set, found, runningVar }) =>
    set.behaviour.normaliseWith === 'batch' ? (found?.biased ?? 0) : (runningVar?.value ?? 0),
  );
  const epsilons = facts.map(({ set }) => set.epsilon);
  const inverses = await runner.run(inverseDeviations, 1, size, [
    padded(Float32Array.from(variances), size),
    // Not zero where it is nobody's.
    Float32Array.from({ length: size }, (_, index) => epsilons[index] ?? 1),
  ]);
  return facts.map((one, index) => {
    const inverse = inverses[index] ?? Number.NaN;
    const { screened } = one;
    if (screened === null) return { facts: one, inverse, screened };
    const error = measured(inverse, screened.inverse.value, screened.inverse.error);
    const known = error <= worstInverse * inverse;
    return { facts: one, inverse, screened: known ? { ...screened, inverse: { value: inverse, error } } : null };
  });
}

function outputRule({ facts, screened }: SegmentNormaliser, u: number): ElementRule | null {
  if (screened === null) return null;
  const { weight, bias, singleWeight, singleBias, largestInput, arithmetic } = facts;
  const { centre, inverse, normaliser } = screened;
  const { mean, meanBound, inverseDeviationHigh: high } = normaliser;
  // The largest that any order of the factors may meet, as the exact core asks of each element.
  const apart = largestInput + Math.abs(mean) + meanBound;
  const largest = Math.max(1, Math.abs(weight)) * Math.max(apart, high * Math.max(1, apart)) + Math.abs(bias);
  if (mayPass(largest, arithmetic.largest)) return null;
  const { perOutput, ...bound } = outputBound(normaliser, weight, bias, arithmetic);
  const error = outputError({ centre, inverse, weight: singleWeight }, singleBias, u);
  return {
    mean: centre.high + centre.low,
    bound: { ...bound, perGradient: 0, perValue: perOutput },
    // Distances are from the kernel's mean.
    error: { ...error, constant: error.constant + bound.perDistance * centre.error },
  };
}

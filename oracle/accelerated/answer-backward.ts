import { biasGradient, weightGradient } from '../backward/affine-gradient.ts';
import { gradientOverflow } from '../backward/gradient-overflow.ts';
import type { GradientOverflow } from '../backward/gradient-overflow.ts';
import type { GradientSums } from '../backward/gradient-sums.ts';
import { boundSums } from '../backward/gradient-sums.ts';
import { affineGradientBound, statisticsGradientBound } from '../backward/input-gradient-bound.ts';
import { mayPass } from '../forward/overflow.ts';
import type { SegmentNormaliser } from './answer-forward.ts';
import type { Estimate, FoundGradientSums, GradientMeans } from './certificate.ts';
import { gradientSumErrors, inputGradientError, measured } from './certificate.ts';
import { rowOf } from './channel-statistics.ts';
import { gradientMeans, gradientSums, inputGradient, parameterGradients } from './kernels.ts';
import { channelCount, paddedCount } from './pack.ts';
import type { SumRows } from './reduce-parts.ts';
import { padded } from './reduce-parts.ts';
import type { ElementBound, ElementRule } from './scatter.ts';
import { scatterTile } from './scatter.ts';
import type { ScreenedNormaliser } from './screen-channel.ts';
import type { AnswerInProgress, ScreenedTensor } from './screened-answer.ts';
import type { SegmentFacts } from './segment-facts.ts';
import { put } from './screened-answer.ts';
import type { Workbench } from './workbench.ts';
import { sumChunks } from './workbench.ts';

/** The sums of a slice: as found, with their errors, and as bounds have them at the least and at the most that they may be. */
interface ScreenedSums {
  readonly sum: Estimate;
  readonly weighted: Estimate;
  readonly low: GradientSums;
  readonly high: GradientSums;
}

/** Gradients of packed sets, where every rank of a set has an upstream one. */
export async function answerBackward(
  bench: Workbench,
  normalisers: readonly SegmentNormaliser[],
  answers: readonly AnswerInProgress[],
): Promise<void> {
  const { runner, arithmetic, pack, tiles } = bench;
  const size = paddedCount(normalisers.length);
  const centres = normalisers.flatMap(({ screened }) => [screened?.centre.high ?? 0, screened?.centre.low ?? 0]);
  const means = padded(Float32Array.from(centres), 2 * size);
  const { parts, segments } = await sumChunks(bench, {
    kernel: gradientSums,
    width: 5,
    least: 5,
    values: ({ x, g, chunks }) => [x, g ?? x, chunks, means],
  });
  const u = arithmetic.unitRoundoff;
  const bySegment = normalisers.map(({ facts, screened }, index) =>
    screened === null ? null : screenSums(segments, index, facts.segment.count, { facts, screened }, u),
  );
  const inverses = Float32Array.from(normalisers, ({ inverse }) => inverse);
  await writeParameterGradients(bench, normalisers, answers, { parts, segments, bySegment, inverses });
  const counts = Float32Array.from(pack.segments, ({ count }) => count);
  const found = await runner.run(gradientMeans, 2, size, [
    padded(segments.sums, 5 * size),
    padded(counts, size),
    padded(inverses, size),
  ]);
  const through = normalisers.map(({ facts }, index) =>
    facts.set.behaviour.normaliseWith === 'batch' ? rowOf(found, 2, index) : ([0, 0] as const),
  );
  const factors = normalisers.flatMap(({ facts: { singleWeight }, inverse, screened }, index) => {
    const [mean, slope] = through[index] ?? [0, 0];
    return [screened?.centre.high ?? 0, screened?.centre.low ?? 0, mean, slope, inverse, singleWeight.value];
  });
  const rules = normalisers.map((one, index) => gradientRule(one, bySegment[index] ?? null, through[index] ?? [0, 0], u));
  const values = padded(Float32Array.from(factors), 6 * size);
  for (const { tile, x, g, chunks } of tiles) {
    const output = await runner.run(inputGradient, pack.length, paddedCount(tile.rows), [x, g ?? x, chunks, values, pack.length]);
    scatterTile(pack, tile, output, rules, (set, place) => {
      const answer = answers[set];
      return answer?.differentiates === true ? answer.gradX[place] : undefined;
    });
  }
}

/** Sums over parts and segments, the latter with what is known of them, and what turns them into grad_weight. */
interface GradientSumsFound {
  readonly parts: SumRows;
  readonly segments: SumRows;
  readonly bySegment: readonly (ScreenedSums | null)[];
  readonly inverses: Float32Array;
}

/** grad_weight and grad_bias, of each rank and of each group. */
async function writeParameterGradients(
  bench: Workbench,
  normalisers: readonly SegmentNormaliser[],
  answers: readonly AnswerInProgress[],
  { parts, segments, bySegment, inverses }: GradientSumsFound,
): Promise<void> {
  const { pack, arithmetic } = bench;
  const u = arithmetic.unitRoundoff;
  const partInverses = Float32Array.from(pack.parts, ({ segment }) => inverses[segment] ?? Number.NaN);
  const [ofParts, ofSegments] = [await scaled(bench, parts, partInverses), await scaled(bench, segments, inverses)];
  pack.parts.forEach(({ segment, place, count }, index) => {
    const one = normalisers[segment];
    const answer = one && answers[one.facts.segment.set];
    if (one === undefined || answer?.differentiates !== true) return;
    const total = bySegment[segment] ?? null;
    const own =
      count === one.facts.segment.count || one.screened === null
        ? total
        : screenSums(parts, index, count, { facts: one.facts, screened: one.screened }, u);
    writeParameters(answer.gradWeight[place], answer.gradBias[place], one, own, total, rowOf(ofParts, 2, index));
  });
  normalisers.forEach((one, index) => {
    const answer = answers[one.facts.segment.set];
    const total = bySegment[index] ?? null;
    if (answer?.differentiates !== true) return;
    writeParameters(answer.groupGradWeight, answer.groupGradBias, one, total, total, rowOf(ofSegments, 2, index));
    one.facts.set.inputs.forEach(({ x }, place) => {
      if (channelCount(x) === 0) writeEmpty(answer.gradWeight[place], answer.gradBias[place], one, total);
    });
  });
}

/** grad_weight and grad_bias of each row of sums. */
async function scaled({ runner }: Workbench, { sums }: SumRows, inverses: Float32Array): Promise<Float32Array> {
  const size = paddedCount(inverses.length);
  return runner.run(parameterGradients, 2, size, [padded(sums, 5 * size), padded(inverses, size)]);
}

function screenSums(
  { sums, growth, last }: SumRows,
  row: number,
  count: number,
  { facts, screened }: { readonly facts: SegmentFacts; readonly screened: ScreenedNormaliser },
  u: number,
): ScreenedSums {
  const [sum, weighted, positive, absoluteWeighted, absoluteDeviations] = rowOf(sums, 5, row);
  const found: FoundGradientSums = {
    count,
    sum,
    weighted,
    positive,
    absoluteWeighted,
    absoluteDeviations,
    growth: growth[row] ?? Number.NaN,
    last: last[row] ?? Number.NaN,
  };
  const errors = gradientSumErrors(found, screened.centre, u);
  // Bounds grow with every magnitude: one from below and one from above hold the exact core's between them.
  const moved = (by: 1 | -1): GradientSums => {
    const away = (value: number, error: number): number => Math.sign(value) * Math.max(0, Math.abs(value) + by * error);
    const magnitudes = {
      count,
      sum: away(sum, errors.sum),
      weighted: away(weighted, errors.weighted),
      positive: away(positive, errors.positive),
      negative: Math.max(0, positive - sum + by * (errors.positive + errors.sum)),
      absoluteWeighted: away(absoluteWeighted, errors.weighted),
      absoluteDeviations: away(absoluteDeviations, errors.absoluteDeviations),
      absoluteProducts: Number.NaN,
    };
    return boundSums(magnitudes, screened.normaliser, facts.arithmetic, facts.set.grade);
  };
  return {
    sum: { value: sum, error: errors.sum },
    weighted: { value: weighted, error: errors.weighted },
    low: moved(-1),
    high: moved(1),
  };
}

/** Parameter gradients of a slice of a segment; `total` is what the whole segment sums to, which may overflow on the way. */
function writeParameters(
  weightTarget: ScreenedTensor | undefined,
  biasTarget: ScreenedTensor | undefined,
  { facts, screened }: SegmentNormaliser,
  sums: ScreenedSums | null,
  total: ScreenedSums | null,
  [gradWeight, gradBias]: readonly [number, number, ...number[]],
): void {
  const { channel } = facts.segment;
  if (screened === null || sums === null || total === null) {
    put(weightTarget, channel, Number.NaN, 0, 0);
    put(biasTarget, channel, Number.NaN, 0, 0);
    return;
  }
  const overflow = overflowOf(facts, screened, total);
  const { normaliser, inverse } = screened;
  const { arithmetic } = facts;
  const value = sums.weighted.value * inverse.value;
  const error = inverse.value * sums.weighted.error + inverse.error * (Math.abs(sums.weighted.value) + sums.weighted.error);
  const [low, high] = [sums.low, sums.high].map((each) => weightGradient(each, normaliser, arithmetic).bound);
  const [least, most] = [sums.low, sums.high].map((each) => biasGradient(each).bound);
  const apart = (one = Number.NaN, other = Number.NaN): number => other - one;
  const weightError = measured(gradWeight, value, error) + apart(low, high);
  // A sum as it is: one gradient is its own, exactly.
  const biasError = Math.abs(gradBias - sums.sum.value) + sums.sum.error + apart(least, most);
  put(weightTarget, channel, overflow.weight ? Number.NaN : gradWeight, low ?? Number.NaN, weightError);
  put(biasTarget, channel, overflow.bias ? Number.NaN : gradBias, least ?? Number.NaN, biasError);
}

/** Those of a rank with nothing to sum: zeros, unless the whole segment may overflow. */
function writeEmpty(
  weightTarget: ScreenedTensor | undefined,
  biasTarget: ScreenedTensor | undefined,
  { facts, screened }: SegmentNormaliser,
  total: ScreenedSums | null,
): void {
  const { channel } = facts.segment;
  const overflow = screened === null || total === null ? null : overflowOf(facts, screened, total);
  put(weightTarget, channel, overflow === null || overflow.weight ? Number.NaN : 0, 0, 0);
  put(biasTarget, channel, overflow === null || overflow.bias ? Number.NaN : 0, facts.arithmetic.tiny, 0);
}

function overflowOf(facts: SegmentFacts, { normaliser }: ScreenedNormaliser, { high }: ScreenedSums): GradientOverflow {
  const { weight, arithmetic, set } = facts;
  const throughStatistics = set.behaviour.normaliseWith === 'batch';
  return gradientOverflow(high, { normaliser, scale: weight, throughStatistics, finite: true, arithmetic, grade: set.grade });
}

function gradientRule(
  { facts, screened }: SegmentNormaliser,
  sums: ScreenedSums | null,
  [mean, slope]: readonly [number, number, ...number[]],
  u: number,
): ElementRule | null {
  if (screened === null || sums === null || overflowOf(facts, screened, sums).input) return null;
  const { set, weight, singleWeight, arithmetic, largestGradient, segment } = facts;
  const { centre, inverse, normaliser } = screened;
  const factors = { centre, inverse, weight: singleWeight };
  const rule = (means: GradientMeans, low: ElementBound, high: ElementBound): ElementRule => {
    const error = inputGradientError(factors, means, u);
    // The bound takes the answer and distances from the kernel's mean for the exact ones.
    const own = 1.01 * (1 + high.perValue);
    return {
      mean: centre.high + centre.low,
      bound: low,
      error: {
        constant: own * error.constant + high.constant - low.constant + high.perDistance * centre.error,
        perDistance: own * error.perDistance + high.perDistance - low.perDistance,
        perGradient: own * error.perGradient + high.perGradient - low.perGradient,
        perValue: own * error.perValue + high.perValue - low.perValue,
      },
    };
  };
  if (set.behaviour.normaliseWith === 'running') {
    const { inverseDeviationHigh: steepest } = normaliser;
    const scale = Math.abs(weight);
    if (mayPass(Math.max(scale * largestGradient, scale * steepest, largestGradient * steepest), arithmetic.largestSum))
      return null;
    const bound = { ...affineGradientBound(normaliser, weight, arithmetic), perDistance: 0, perInput: 0 };
    return rule({ mean: none, slope: none }, bound, bound);
  }
  const { count } = segment;
  const r = screened.inverse.value;
  const perDeviation = sums.weighted.value / count;
  const means = {
    mean: { value: mean, error: measured(mean, sums.sum.value / count, sums.sum.error / count) },
    slope: {
      value: slope,
      error: measured(
        slope,
        perDeviation * r * r,
        (r * r * sums.weighted.error) / count + 2.01 * r * inverse.error * (Math.abs(perDeviation) + sums.weighted.error / count),
      ),
    },
  };
  const bound = (each: GradientSums): ElementBound => {
    const context = { normaliser, weight, arithmetic, grade: set.grade };
    const { perCentred, ...rest } = statisticsGradientBound(each, context);
    // What is multiplied with weight and inverse deviation is the answer divided by them.
    const factor = Math.abs(weight) * r;
    return { ...rest, perValue: perCentred / factor };
  };
  // Of a weight of zero nothing is known from the answer.
  return weight === 0 ? null : rule(means, bound(sums.low), bound(sums.high));
}

const none: Estimate = { value: 0, error: 0 };

import type { CentreEstimate, Estimate } from './certificate.ts';
import { measured, momentsFrom, tiny } from './certificate.ts';
import { deviationSums, pivotMeans, pivotSums, statistics } from './kernels.ts';
import type { Pack } from './pack.ts';
import { paddedCount } from './pack.ts';
import type { SumError, SumRows } from './reduce-parts.ts';
import { padded } from './reduce-parts.ts';
import type { Workbench } from './workbench.ts';
import { sumChunks } from './workbench.ts';

/** What an adapter found of one channel of a set, with what it may be off by. */
export interface ChannelStatistics {
  readonly centre: CentreEstimate;
  readonly mean: Estimate;
  readonly variance: Estimate;
  /** What kernels go on with: the biased variance and the unbiased one. */
  readonly biased: number;
  readonly unbiased: number;
  readonly sumOfAbsolutes: number;
  readonly positiveSum: number;
  readonly least: number;
  readonly largest: number;
  /** How far any of the sums of magnitudes may be off, relative to itself. */
  readonly growth: number;
}

/** Mean and variance of every segment: sums about a pivot, which give a mean, and sums about that, which correct it. */
export async function channelStatistics(bench: Workbench): Promise<readonly ChannelStatistics[]> {
  const { runner, arithmetic, pack } = bench;
  const { segments } = pack;
  const u = arithmetic.unitRoundoff;
  const size = paddedCount(segments.length);
  const counts = padded(
    Float32Array.from(segments, ({ count }) => count),
    size,
  );
  const pivots = padded(firstNumbers(pack), size);
  const about = await sumChunks(bench, {
    kernel: pivotSums,
    width: 5,
    least: 3,
    values: ({ x, chunks }) => [x, chunks, pivots],
  });
  const means = await runner.run(pivotMeans, 2, size, [padded(about.segments.sums, size * 5), counts, pivots]);
  const deviations = await sumChunks(bench, {
    kernel: deviationSums,
    width: 3,
    least: 3,
    values: ({ x, chunks }) => [x, chunks, means],
  });
  const found = await runner.run(statistics, 3, size, [padded(deviations.segments.sums, size * 3), counts, means]);
  return segments.map(({ count }, segment) => {
    const [high, provisional] = rowOf(means, 2, segment);
    const [sum, squares, magnitudes] = rowOf(deviations.segments.sums, 3, segment);
    const [low, biased, unbiased] = rowOf(found, 3, segment);
    const [, sumOfAbsolutes, positiveSum, least, largest] = rowOf(about.segments.sums, 5, segment);
    const errorOf = ({ growth, last }: SumRows): SumError => ({ growth: growth[segment] ?? 0, last: last[segment] ?? 0 });
    const [first, second] = [errorOf(about.segments), errorOf(deviations.segments)];
    const growth = Math.max(first.growth + first.last, second.growth + second.last);
    const sums = { count, sum, squares, magnitudes, ...second };
    const { mean, variance } = least === largest ? constantMoments(least) : momentsFrom(sums, { high, low: provisional }, u);
    const centre = { high, low, error: measured(high + low, mean.value, mean.error) };
    return { centre, mean, variance, biased, unbiased, sumOfAbsolutes, positiveSum, least, largest, growth };
  });
}

/** Of numbers that are all the same, unless they are so small that they were taken for zero. */
function constantMoments(value: number): { readonly mean: Estimate; readonly variance: Estimate } {
  return { mean: { value, error: 2 * tiny }, variance: { value: 0, error: 0 } };
}

/** The first number of each segment. */
function firstNumbers({ segments, parts, tiles, length }: Pack): Float32Array {
  return Float32Array.from(segments, ({ firstPart }) => {
    const row = parts[firstPart]?.firstRow ?? 0;
    const tile = tiles.findLast(({ firstRow }) => firstRow <= row);
    return tile?.x[(row - tile.firstRow) * length] ?? 0;
  });
}

/** A row of a table of five numbers a row at most; what there is not is NaN. */
export function rowOf(numbers: Float32Array, width: number, row: number): readonly [number, number, number, number, number] {
  const at = (column: number): number => (column < width ? (numbers[row * width + column] ?? Number.NaN) : Number.NaN);
  return [at(0), at(1), at(2), at(3), at(4)];
}

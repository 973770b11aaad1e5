import type { KernelRunner } from './kernel.ts';
import { deviationSums, pivotMeans, pivotSums, statistics } from './kernels.ts';
import type { Pack } from './pack.ts';
import { powerOfTwo } from './pack.ts';
import type { CentreEstimate, Estimate } from './certificate.ts';
import { measured, momentsFrom } from './certificate.ts';
import { sumChunks } from './sum-chunks.ts';
import type { AdapterArithmetic } from './reduce-parts.ts';
import { padded } from './reduce-parts.ts';

/** What an adapter found of one channel of a set, with what it may be off by. */
export interface ChannelStatistics {
  readonly count: number;
  readonly centre: CentreEstimate;
  readonly mean: Estimate;
  readonly variance: Estimate;
  /** What the kernels go on with, float32: the biased variance and the unbiased one. */
  readonly biased: number;
  readonly unbiased: number;
  readonly sumOfAbsolutes: number;
  readonly positiveSum: number;
  readonly least: number;
  readonly largest: number;
  /** Growth of the rounding errors of the sums: see `sumGrowth`. */
  readonly growth: number;
}

/** Mean and variance of every segment: sums about a pivot, their mean, sums about that. */
export async function channelStatistics(
  runner: KernelRunner,
  arithmetic: AdapterArithmetic,
  pack: Pack,
): Promise<readonly ChannelStatistics[]> {
  const { segments, length, tiles } = pack;
  const size = powerOfTwo(segments.length);
  const counts = padded(Float32Array.from(segments, ({ count }) => count), size);
  const pivots = new Float32Array(size);
  for (const { firstRow, rows, x, chunks } of tiles) {
    for (let row = rows - 1; row >= 0; row -= 1) {
      const segment = chunks[2 * row + 1] ?? 0;
      // The first row of a segment says last.
      if (firstRow + row >= (pack.parts[segments[segment]?.firstPart ?? 0]?.firstRow ?? 0)) pivots[segment] = x[row * length] ?? 0;
    }
  }
  const flag = arithmetic.compensated ? 1 : 0;
  const about = await sumChunks(runner, arithmetic, pack, { kernel: pivotSums, width: 5, least: 3 }, ({ x, chunks }) => [
    x,
    chunks,
    pivots,
    length,
    flag,
  ]);
  const means = await runner.run(pivotMeans, 2, size, [padded(about.segments.sums, size * 5), counts, pivots]);
  const deviations = await sumChunks(runner, arithmetic, pack, { kernel: deviationSums, width: 3, least: 3 }, ({ x, chunks }) => [
    x,
    chunks,
    means,
    length,
    flag,
  ]);
  const found = await runner.run(statistics, 3, size, [padded(deviations.segments.sums, size * 3), counts, means]);
  return segments.map(({ count }, segment) => {
    const at = (numbers: Float32Array, width: number, column: number): number => numbers[segment * width + column] ?? Number.NaN;
    const [high, provisional] = [at(means, 2, 0), at(means, 2, 1)];
    const growth = Math.max(about.segments.growth[segment] ?? 0, deviations.segments.growth[segment] ?? 0);
    const sums = {
      count,
      sum: at(deviations.segments.sums, 3, 0),
      squares: at(deviations.segments.sums, 3, 1),
      magnitudes: at(deviations.segments.sums, 3, 2),
      growth,
    };
    const { mean, variance } = momentsFrom(sums, { high, low: provisional }, arithmetic.unitRoundoff);
    const low = at(found, 3, 0);
    return {
      count,
      centre: { high, low, error: measured(high + low, mean.value, mean.error) },
      mean,
      variance,
      biased: at(found, 3, 1),
      unbiased: at(found, 3, 2),
      sumOfAbsolutes: at(about.segments.sums, 5, 1),
      positiveSum: at(about.segments.sums, 5, 2),
      least: at(about.segments.sums, 5, 3),
      largest: at(about.segments.sums, 5, 4),
      growth,
    };
  });
}

import type { Scenario } from '../../oracle/scenario.ts';
import { elementCount, valuesOf } from '../../oracle/tensor.ts';
import type { DataClass } from '../arbitraries/fill-data.ts';

interface ChannelSummary {
  readonly largest: number;
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Which family the inputs of a scenario's first step belong to, by their numbers alone; fewer than two values a channel are ordinary.
 * Thresholds lie between the families of `fill-data.ts`, which are orders of magnitude apart.
 */
export function dataClassOf(scenario: Scenario): DataClass {
  const channels = channelValues(scenario).filter((values) => values.length > 0);
  if (channels.every(({ length }) => length < 2)) return 'ordinary';
  if (channels.some((values) => !values.every(Number.isFinite))) return 'nonfinite';
  const summaries = channels.map(summarise);
  if (summaries.every(({ deviation }) => deviation === 0)) return 'constant';
  const half = scenario.steps[0]?.ranks[0]?.x.dtype === 'float16';
  const largest = Math.max(...summaries.map((summary) => summary.largest));
  if (channels.every((values) => values.every((value) => Number.isInteger(value) && Math.abs(value) < 64))) return 'integers';
  if (largest > (half ? 4000 : 1e6) && summaries.every(({ mean, deviation }) => Math.abs(mean) < 20 * deviation)) return 'huge';
  if (largest < 1e-3 && (half || largest < 1e-6)) return 'tiny';
  if (summaries.some(({ mean, deviation }) => deviation > 0 && Math.abs(mean) / deviation > 12 && Math.abs(mean) > 5))
    return 'offset';
  const deviations = summaries.map(({ deviation }) => deviation).filter((deviation) => deviation > 0);
  return Math.max(...deviations) / Math.min(...deviations) > 100 ? 'ladder' : 'ordinary';
}

/** The values of each channel over all ranks of the first step. */
function channelValues(scenario: Scenario): readonly (readonly number[])[] {
  const inputs = scenario.steps[0]?.ranks.map(({ x }) => x).filter(({ shape }) => shape.length > 1) ?? [];
  const channels = Math.min(64, inputs[0]?.shape[1] ?? 0);
  return Array.from({ length: channels }, (_, channel) =>
    inputs.flatMap((x) => {
      const inner = elementCount(x.shape.slice(2));
      return [...valuesOf(x)].filter((_value, index) => Math.floor(index / inner) % (x.shape[1] ?? 1) === channel);
    }),
  );
}

function summarise(values: readonly number[]): ChannelSummary {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0));
  const isConstant = values.every((value) => value === values[0]);
  return { largest: Math.max(...values.map(Math.abs)), mean, deviation: isConstant ? 0 : deviation };
}

import type { Dialect, Scenario } from '../../oracle/scenario.ts';
import { valuesOf } from '../../oracle/tensor.ts';
import type { ChannelLaw } from '../arbitraries/fill-data.ts';
import { fillGradient, fillInput } from '../arbitraries/fill-data.ts';
import { drawState } from '../arbitraries/initial-state.ts';
import { randomSource } from '../arbitraries/random-source.ts';

/** mean / deviation of the channels: the low rungs expose sums of low precision, the high ones tell one pass from two. */
const rungs = [1, 30, 1e3, 1e4];
const deviations = [1, 2 ** -5];
/** Values per channel over all ranks; grades say most where there are few. */
const counts = [8, 16, 64];

/** How a batch of `count` samples lies on the ranks of a world: all on one, or uneven with a rank of one and an empty one. */
const splits: Readonly<Record<1 | 4, (count: number) => readonly number[]>> = {
  1: (count) => [count],
  4: (count) => [Math.round(count * 0.6), 0, count - Math.round(count * 0.6) - 1, 1],
};

/** Scenarios on which a grade always means something: two training steps and one in eval, a channel for every rung and deviation. */
export function gradingLadder(dialect: Dialect, worldSize: 1 | 4): readonly Scenario[] {
  return counts.flatMap((count) => [[], [2, 2]].map((spatial) => ladderScenario(dialect, splits[worldSize](count), spatial)));
}

function ladderScenario(dialect: Dialect, sizes: readonly number[], spatial: readonly number[]): Scenario {
  const source = randomSource(20_261_123);
  const laws: readonly ChannelLaw[] = deviations.flatMap((spread) =>
    rungs.map((rung, index) => ({ centre: (index % 2 === 0 ? rung : -rung) * spread, spread, poisoned: false })),
  );
  const channels = laws.length;
  const perSample = spatial.reduce((product, extent) => product * extent, 1);
  const state = drawState(channels, 'float32', { weight: true, bias: true, buffers: true, counter: dialect === 'torch' }, source);
  return {
    dialect,
    // Dyadic, so that float32 storage of either is exact; the directions of momentum differ.
    arguments: {
      num_features: channels,
      eps: { float: 2 ** -17 },
      momentum: { float: dialect === 'torch' ? 0.125 : 0.875 },
    },
    parameterDtype: 'float32',
    state,
    world: { size: sizes.length, groups: null },
    layout: 'contiguous',
    steps: [true, true, false].map((training) => ({
      training,
      assign: {},
      ranks: sizes.map((size, rank) => {
        const x = fillInput('float32', [samples(size, perSample), channels, ...spatial], laws, rank, source);
        return { x, gradY: fillGradient(x, valuesOf(x), laws, source) };
      }),
    })),
  };
}

/** Samples that hold `values` values a channel, at least one where there are any. */
function samples(values: number, perSample: number): number {
  return values === 0 ? 0 : Math.max(1, Math.round(values / perSample));
}

import type { Dialect, Scenario } from '../../oracle/scenario.ts';
import type { Picked } from './simple-scenario.ts';
import { simpleScenario } from './simple-scenario.ts';

const manyChannels: Picked = { shapes: [[2, 67, 3, 2]], arguments: { num_features: 67 } };

/** One pixel of many channels and samples, where a vectorised kernel went wrong; half inputs keep the file small. */
const onePixel: Picked = {
  shapes: [[64, 512, 1, 1]],
  arguments: { num_features: 512 },
  dtype: 'float16',
  backward: false,
};

/** Alone: shapes at which real kernels went wrong. */
export function tellingCases(dialect: Dialect): readonly Scenario[] {
  const layouts: readonly Picked[] = dialect === 'torch' ? [{ ...manyChannels, layout: 'channels_last' }] : [];
  return [manyChannels, ...layouts, onePixel].map((picked) => simpleScenario(dialect, picked));
}

/** Worlds: half inputs, whose type holds neither their counts nor the sum of them; groups of unequal size. */
export function tellingWorlds(dialect: Dialect): readonly Scenario[] {
  const halves: readonly Picked[] = [
    {
      shapes: [
        [2, 3],
        [3, 3],
      ],
      dtype: 'float16',
    },
    {
      shapes: [
        [2, 3],
        [3, 3],
      ],
      dtype: 'bfloat16',
      training: [true, true, false],
    },
    {
      shapes: [
        [257, 2],
        [259, 2],
      ],
      arguments: { num_features: 2 },
      dtype: 'bfloat16',
    },
    {
      shapes: [
        [257, 2],
        [5, 2],
        [259, 2],
      ],
      arguments: { num_features: 2 },
      dtype: 'bfloat16',
    },
    {
      shapes: [
        [2, 3],
        [3, 3],
      ],
      dtype: 'float16',
      arguments: { num_features: 3, track_running_stats: false },
    },
  ];
  const groups: readonly Picked[] = [
    {
      shapes: [
        [2, 3],
        [4, 3],
        [3, 3],
        [5, 3],
        [2, 3],
      ],
      groups: [
        [0, 1, 2],
        [3, 4],
      ],
      training: [true, true],
    },
    {
      shapes: [
        [6, 3],
        [3, 3],
        [1, 3],
        [2, 3],
      ],
      groups: [[3, 1, 0]],
      training: [true, false, true],
    },
  ];
  // A rank that raises, and others that share nothing with it and go on.
  const alone: Picked = {
    shapes: [
      [1, 3],
      [4, 3],
      [2, 3],
    ],
    training: [false],
    arguments: { num_features: 3, track_running_stats: false },
  };
  return [...(dialect === 'torch' ? [...halves, alone] : []), ...groups].map((picked) => simpleScenario(dialect, picked));
}

import type { Arguments } from '../../../oracle/python-value.ts';
import type { Picked } from '../simple-scenario.ts';

/** What has parameters or buffers, and which. */
const holding: readonly Arguments[] = [
  {},
  { affine: false },
  { track_running_stats: false },
  { track_running_stats: false, bias: false },
];

/** A list for num_features, and an input whose channels it fits. */
const fitting: readonly (readonly [readonly (number | boolean)[], readonly number[]])[] = [
  [[2], [3, 2]],
  [[2], [3, 2, 2]],
  [[], [3, 1]],
  [[], [3, 1, 2]],
  [
    [2, 1],
    [3, 2],
  ],
  [
    [1, 2],
    [3, 2, 1, 1],
  ],
  [
    [1, 2],
    [3, 2, 2],
  ],
  [
    [2, 2],
    [3, 4, 2],
  ],
  [
    [2, true],
    [3, 2],
  ],
];

/** num_features as a list: taken, and parameters and buffers have its shape; the kernels mind it, some in backward only. */
export const torchListedFeatures: readonly Picked[] = [
  ...fitting.flatMap(([list, shape]) =>
    holding.map((given) => ({ shapes: [shape], arguments: { num_features: list, ...given } })),
  ),
  ...fitting.flatMap(([list, shape]) =>
    [true, false].map((tracks) => ({
      training: [false],
      shapes: [shape],
      arguments: { num_features: list, track_running_stats: tracks },
    })),
  ),
  ...[
    [3, 2],
    [3, 2, 2],
  ].map((shape) => ({
    shapes: [shape],
    arguments: { num_features: [1, 2], track_running_stats: false },
    dtype: 'float16' as const,
  })),
  ...[
    [3, 2, 2, 2],
    [3, 2, 1, 1],
  ].map((shape) => ({
    shapes: [shape],
    arguments: { num_features: [1, 2], track_running_stats: false },
    layout: 'channels_last' as const,
  })),
  { shapes: [[3, 2]], arguments: { num_features: [1, 2], track_running_stats: false }, backward: false },
  { shapes: [[3, 2]], arguments: { num_features: [2, 2] } },
  { shapes: [[3, 2]], arguments: { num_features: [2, 2], track_running_stats: false }, training: [false] },
];

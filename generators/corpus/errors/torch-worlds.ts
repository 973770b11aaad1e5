import type { Arguments, PythonValue } from '../../../oracle/python-value.ts';
import { dtypes } from '../../../oracle/tensor.ts';
import type { Picked } from '../simple-scenario.ts';
import { float, noNumbers, scalar, vector } from './spoilt-values.ts';
import { bothModes, everyRow } from './torch-rows.ts';

const two = [
  [3, 2],
  [2, 2],
];
const everyRank = (shape: readonly number[]): readonly (readonly number[])[] => [shape, shape];

const types = dtypes.flatMap((dtype) => dtypes.map((parameterDtype) => ({ dtype, parameterDtype })));
const parts: readonly Arguments[] = [{}, { affine: false }];
const tensors: readonly PythonValue[] = [vector([0.5]), vector([0.5, 0.25]), scalar(0.5)];

/** Errors of a world of two in which every rank raises, so that none waits for another; and what a synchronised group lets pass. */
export const torchWorldErrors: readonly Picked[] = [
  ...[[2], [], [3, 0], [0, 0]].flatMap((shape) => everyRow({ shapes: everyRank(shape) })),
  ...[...noNumbers, ...tensors].flatMap((eps) => bothModes({ shapes: two }, { eps })),
  ...everyRow({ shapes: two }, { eps: 'tiny' }),
  ...[...noNumbers.slice(1), ...tensors].flatMap((momentum) => bothModes({ shapes: two }, { momentum })),
  ...everyRow({ shapes: two }, { momentum: 'tiny' }),
  ...[0, false, -1, float(0), float(-2.5), float(-50)].flatMap((eps) => everyRow({ shapes: two }, { eps })),
  // A variance of nothing.
  ...[0, -1].map((eps) => ({ shapes: two, dataClass: 'constant' as const, arguments: { num_features: 2, eps } })),
  ...types.flatMap((pair) =>
    [true, false].flatMap((tracks) =>
      parts.map((given) => ({
        shapes: two,
        ...pair,
        arguments: { num_features: 2, track_running_stats: tracks, ...given },
      })),
    ),
  ),
  ...everyRow({ shapes: everyRank([1, 2]) }),
  ...everyRow({ shapes: two, groups: [] }, { eps: -1 }),
  ...everyRow({ shapes: everyRank([1, 2]), groups: [] }),
  ...everyRow({ shapes: two }, { eps: 'tiny', momentum: 'tiny' }),
  // Not a group: looked at in training only, and one that counts as False is none.
  ...['nonsense', vector([1, 2])].flatMap((group) => everyRow({ shapes: two }, { process_group: group })),
  ...[true, 5, float(0.5), [0, 1]].flatMap((group) => bothModes({ shapes: two }, { process_group: group })),
  ...[false, 0, '', []].map((group) => ({ shapes: two, arguments: { num_features: 2, process_group: group } })),
  // The counter and the attribute.
  ...[{}, { momentum: null }].map((given) => ({
    shapes: two,
    arguments: { num_features: 2, ...given },
    state: { numBatchesTracked: -1 },
  })),
  ...[true, false].flatMap((tracks) =>
    [[true], [false]].map((training) => ({
      shapes: two,
      training,
      arguments: { num_features: 2, track_running_stats: tracks },
      assign: { trackRunningStats: !tracks },
    })),
  ),
  // The constructor.
  ...[
    {},
    { num_features: -1 },
    { num_features: 'a' },
    { num_features: 2, gamma_init: 'ones' },
    { num_features: 2, dtype: 'x' },
  ].map((given) => ({ shapes: two, arguments: given })),
  // Other channel counts where nothing synchronises; a group that synchronises would read past the end.
  ...[[true], [false]].map((training) => ({ shapes: everyRank([2, 3]), groups: [], training, arguments: { num_features: 2 } })),
  { shapes: everyRank([2, 3]), training: [false], arguments: { num_features: 2 } },
  { shapes: everyRank([2, 3]), training: [false], arguments: { num_features: 2, track_running_stats: false } },
];

/** Worlds in which one rank raises and the others, which do not wait for it, answer. */
export const torchLoneErrors: readonly Picked[] = [
  {
    shapes: [
      [1, 2],
      [3, 2],
    ],
    training: [false],
    arguments: { num_features: 2, track_running_stats: false },
  },
  { shapes: [[3, 2], [2]], training: [false], arguments: { num_features: 2 } },
  {
    shapes: [
      [3, 2],
      [2, 3],
    ],
    training: [false],
    arguments: { num_features: 2 },
  },
  {
    shapes: [
      [3, 2],
      [1, 2],
    ],
    groups: [],
    arguments: { num_features: 2 },
  },
  {
    shapes: [
      [3, 2],
      [2, 2],
      [1, 2],
    ],
    groups: [[0, 1]],
    arguments: { num_features: 2 },
  },
];

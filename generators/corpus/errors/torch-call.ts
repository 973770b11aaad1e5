import type { PythonValue } from '../../../oracle/python-value.ts';
import type { Picked } from '../simple-scenario.ts';
import { float, noNumbers, numbers, scalar, vector } from './spoilt-values.ts';
import { bothModes, everyRow, smallBatch } from './torch-rows.ts';

const tensors: readonly PythonValue[] = [vector([]), vector([0.5]), vector([0.5, 0.25]), scalar(0.5), scalar(0), scalar(-1)];

const epsilons: readonly PythonValue[] = [...noNumbers.slice(1), ...numbers, ...tensors];
const momenta: readonly PythonValue[] = [
  ...noNumbers.slice(2),
  ...tensors.slice(1, 4),
  true,
  float(-0.5),
  float(1.5),
  float(Number.NaN),
];

const oneValue = [[1, 2]];

/** Values of eps and momentum that a call refuses, and others that it takes, in every row; what flips and counts. */
export const torchCallErrors: readonly Picked[] = [
  ...epsilons.flatMap((eps) => bothModes({}, { eps })),
  ...[null, 0, -1, float(Number.NaN), vector([0.5])].flatMap((eps) => everyRow({}, { eps })),
  ...momenta.flatMap((momentum) => bothModes({}, { momentum })),
  ...['', vector([0.5])].flatMap((momentum) => everyRow({}, { momentum })),
  ...[{ affine: false }, { bias: false }].flatMap((given) => [
    ...bothModes({}, { ...given, eps: -1 }),
    ...bothModes({}, { ...given, momentum: 'tiny' }),
  ]),
  // Which of two wrong things is told of.
  ...bothModes({ shapes: oneValue }, { eps: -1, momentum: 'tiny' }),
  ...bothModes({}, { eps: -1, momentum: 'tiny' }),
  ...bothModes({}, { eps: vector([0.5]), momentum: 'tiny' }),
  ...bothModes({ shapes: [[3, 1]] }, { momentum: 'tiny' }),
  ...bothModes({ shapes: [[0, 2]] }, { eps: -1 }),
  ...bothModes({ shapes: [[0, 2]] }, { momentum: 'tiny' }),
  ...bothModes({ shapes: [[2]] }, { eps: -1 }),
  // The counter, and the attribute that decides whether it counts.
  ...[-1, -2, 0].map((numBatchesTracked) => ({
    shapes: smallBatch,
    arguments: { num_features: 2, momentum: null },
    state: { numBatchesTracked },
    training: [true, true],
  })),
  { shapes: smallBatch, arguments: { num_features: 2, momentum: null }, state: { numBatchesTracked: -1 }, training: [false] },
  { shapes: oneValue, arguments: { num_features: 2, momentum: null }, state: { numBatchesTracked: -1 } },
  ...[true, false].flatMap((tracks) =>
    [[true], [false], [true, true]].map((training) => ({
      shapes: smallBatch,
      training,
      arguments: { num_features: 2, track_running_stats: tracks },
      assign: { trackRunningStats: !tracks },
    })),
  ),
  { shapes: oneValue, arguments: { num_features: 2 }, assign: { trackRunningStats: false } },
  { shapes: oneValue, arguments: { num_features: 2 }, assign: { trackRunningStats: false }, training: [false] },
  { shapes: [[3, 3]], arguments: { num_features: 2 }, assign: { trackRunningStats: false } },
  // The state that an error leaves behind: the counter has counted, the buffers are as they were.
  { shapes: oneValue, arguments: { num_features: 2 }, state: { numBatchesTracked: 7 } },
  { shapes: [[3, 3]], arguments: { num_features: 2, momentum: null }, state: { numBatchesTracked: 7 } },
  // Nothing asks for a gradient.
  ...everyRow({ requiresGrad: { x: false, weight: false, bias: false } }),
  ...everyRow({ requiresGrad: { x: false, weight: true, bias: true } }, { affine: false }),
];

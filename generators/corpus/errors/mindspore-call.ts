import type { PythonValue } from '../../../oracle/python-value.ts';
import type { Picked } from '../simple-scenario.ts';
import { bothCellModes, everyCellRow } from './mindspore-rows.ts';
import { float, noNumbers, numbers, scalar, vector } from './spoilt-values.ts';

const lists: readonly PythonValue[] = [['a'], [[1], float(1)], [null, true]];
/** As float32: the smallest, one that rounds to 1, the one above it, and others as `%g` prints them. */
const rounded: readonly PythonValue[] = [1e-45, 1 + 2 ** -25, 1 + 2 ** -23, 123456.7, -1.5e-6].map(float);
const tensors: readonly PythonValue[] = [vector([]), vector([0.5]), vector([0.5, 0.25]), scalar(0.5), scalar(1.5), scalar(0)];
const epsilons: readonly PythonValue[] = [...noNumbers, ...numbers, ...lists, ...rounded, ...tensors];
const momenta: readonly PythonValue[] = [float(Number.NaN), true, false, 0, 1, vector([0.5]), scalar(0.5)];

/** Inputs that keep off empty training batches, which leave leftover memory behind. */
const awkwardShapes: readonly (readonly number[])[] = [
  [],
  [2],
  [3, 2, 2],
  [2, 2, 1, 1, 2],
  [2, 2, 1, 1, 1, 1],
  [3, 1],
  [3, 3],
  [2, 3, 2, 2],
  [1, 3],
  [1, 2],
  [1, 2, 1, 1],
];
const empty: readonly (readonly number[])[] = [
  [0],
  [0, 2, 2],
  [0, 2],
  [0, 2, 2, 2],
  [3, 2, 0, 2],
  [0, 3],
  [3, 0],
  [3, 0, 2, 2],
  [0, 0],
];

/** Values of eps and momentum, shapes and types of inputs that a call refuses, and others that it takes, in every row. */
export const mindsporeCallErrors: readonly Picked[] = [
  ...epsilons.flatMap((eps) => bothCellModes({}, { eps })),
  ...[null, 1, float(0), float(Number.NaN)].flatMap((eps) => everyCellRow({}, { eps })),
  ...momenta.flatMap((momentum) => everyCellRow({}, { momentum })),
  ...awkwardShapes.flatMap((shape) => bothCellModes({ shapes: [shape] })),
  ...[[2], [3, 3], [1, 2]].flatMap((shape) => everyCellRow({ shapes: [shape] })),
  ...empty.flatMap((shape) => [
    { shapes: [shape], training: [null], arguments: { num_features: 2 } },
    { shapes: [shape], training: [true], arguments: { num_features: 2, use_batch_statistics: false } },
  ]),
  ...(['float16', 'bfloat16', 'float64'] as const).flatMap((dtype) => [
    ...everyCellRow({ dtype }),
    ...bothCellModes({ dtype, shapes: [[2, 2, 2, 2]] }),
    ...bothCellModes({ dtype, shapes: [[3, 3]] }),
  ]),
  // Which of two wrong things is told of.
  ...bothCellModes({ shapes: [[3, 2, 2]] }, { eps: 1 }),
  ...bothCellModes({ shapes: [[3, 3]] }, { eps: float(2) }),
  ...everyCellRow({}, { eps: float(2), momentum: float(Number.NaN) }),
  ...everyCellRow({}, { eps: 1, momentum: vector([0.5]) }),
  ...bothCellModes({ shapes: [[3, 3]] }, { momentum: float(Number.NaN) }),
  ...bothCellModes({ dtype: 'float64' }, { momentum: float(Number.NaN) }),
  // Assigned to a cell, they are not looked at.
  ...everyCellRow({ assign: { momentum: 'nonsense', eps: float(2) } }),
];

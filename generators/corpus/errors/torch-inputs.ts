import type { Arguments } from '../../../oracle/python-value.ts';
import { dtypes } from '../../../oracle/tensor.ts';
import type { Picked } from '../simple-scenario.ts';
import { bothModes, everyRow } from './torch-rows.ts';

const awkwardShapes: readonly (readonly number[])[] = [
  [],
  [2],
  [0],
  [1],
  [3, 0],
  [0, 0],
  [3, 0, 2],
  [1, 2],
  [1, 2, 1],
  [1, 2, 1, 1],
  [1, 2, 1, 1, 1],
  [0, 2],
  [0, 2, 2, 2],
  [3, 2, 0],
  [2, 2, 1, 0, 1],
];

/** Other channel counts than two: fewer, more, one value each, no values. */
const otherChannels: readonly (readonly number[])[] = [
  [3, 1],
  [3, 3],
  [3, 3, 2, 2],
  [1, 3],
  [0, 1],
  [0, 3],
  [3, 3, 0],
];
const parts: readonly Arguments[] = [{}, { affine: false }, { bias: false }];

/** Every type of an input with every other one of parameters and buffers. */
const mixedTypes = dtypes.flatMap((dtype) =>
  dtypes.filter((other) => other !== dtype).map((parameterDtype) => ({ dtype, parameterDtype })),
);

/** Inputs of any number of dimensions, without channels, values or a second value, of other channels and other types, in every row. */
export const torchInputErrors: readonly Picked[] = [
  ...awkwardShapes.flatMap((shape) => everyRow({ shapes: [shape] })),
  ...otherChannels.flatMap((shape) => [...everyRow({ shapes: [shape] }), ...bothModes({ shapes: [shape] }, { affine: false })]),
  ...everyRow({ shapes: [[3, 3]] }, { bias: false }),
  ...[
    [3, 2],
    [0, 2],
  ].flatMap((shape) => parts.flatMap((given) => bothModes({ shapes: [shape] }, { num_features: 0, ...given }))),
  ...mixedTypes.flatMap((types) => everyRow(types)),
  ...mixedTypes.filter(({ dtype }) => dtype === 'float64').flatMap((types) => everyRow(types, { affine: false })),
  ...mixedTypes.slice(0, 6).flatMap((types) => [
    { shapes: [[0, 2]], arguments: { num_features: 2 }, ...types },
    { shapes: [[3, 3]], arguments: { num_features: 2 }, ...types },
  ]),
];

import type { DType } from '../../oracle/tensor.ts';
import type { Machine } from '../../oracle/testing/algorithms/machine.ts';
import { double, flushing, single } from '../../oracle/testing/algorithms/machine.ts';

/** A setting in which every algorithm is tried. */
export interface Lane {
  readonly name: string;
  /** Of inputs and outputs. */
  readonly dtype: DType;
  readonly machine: Machine;
  /** The mode of each step; the last is judged. */
  readonly modes: readonly boolean[];
  /** How much of the asked-for number of elements it gets. */
  readonly share: number;
  /** Numbers and parameters of any exponent of the dtype, instead of the families. */
  readonly anyExponent?: boolean;
}

export const lanes: readonly Lane[] = [
  { name: 'float32', dtype: 'float32', machine: single, modes: [true], share: 1 },
  { name: 'float64', dtype: 'float64', machine: double, modes: [true], share: 1 },
  { name: 'float32, subnormals flushed', dtype: 'float32', machine: flushing, modes: [true], share: 0.1 },
  { name: 'float16, float32 inside', dtype: 'float16', machine: single, modes: [true], share: 0.1 },
  { name: 'bfloat16, float32 inside', dtype: 'bfloat16', machine: single, modes: [true], share: 0.1 },
  { name: 'float32, eval', dtype: 'float32', machine: single, modes: [false], share: 0.1 },
  { name: 'float32, train then eval', dtype: 'float32', machine: single, modes: [true, false], share: 0.1 },
  { name: 'float32, two steps', dtype: 'float32', machine: single, modes: [true, true], share: 0.1 },
  { name: 'float32, any exponent', dtype: 'float32', machine: single, modes: [true], share: 0.02, anyExponent: true },
  { name: 'flushed, any exponent', dtype: 'float32', machine: flushing, modes: [true, true], share: 0.02, anyExponent: true },
  { name: 'flushed, any exponent, eval', dtype: 'float32', machine: flushing, modes: [false], share: 0.02, anyExponent: true },
  { name: 'float64, any exponent', dtype: 'float64', machine: double, modes: [true, false], share: 0.02, anyExponent: true },
];

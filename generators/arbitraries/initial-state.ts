import type { InitialState } from '../../oracle/scenario.ts';
import type { DType, Tensor } from '../../oracle/tensor.ts';
import { pick } from './fill-data.ts';
import type { RandomSource } from './random-source.ts';
import { tensorOf } from './tensor-of.ts';

/** Nothing loaded: the module stays as the constructor made it. */
export const untouchedState: InitialState = {
  weight: null,
  bias: null,
  runningMean: null,
  runningVar: null,
  numBatchesTracked: null,
};

/** What a module has to load into. */
export interface Loadable {
  readonly weight: boolean;
  readonly bias: boolean;
  readonly buffers: boolean;
  readonly counter: boolean;
}

/** Parameters away from 1 and 0, of both signs, and running statistics away from 0 and 1. */
export function drawState(channels: number, dtype: DType, has: Loadable, source: RandomSource): InitialState {
  const draw = (present: boolean, number: () => number): Tensor | null =>
    present ? tensorOf(dtype, [channels], Array.from({ length: channels }, number)) : null;
  return {
    weight: draw(has.weight, () => (0.3 + 2 * source.uniform()) * pick([1, 1, -1], source)),
    bias: draw(has.bias, () => 2 * source.normal()),
    runningMean: draw(has.buffers, () => 1.5 * source.normal()),
    runningVar: draw(has.buffers, () => 0.05 + 3 * source.uniform()),
    numBatchesTracked: has.counter ? source.below(20) : null,
  };
}

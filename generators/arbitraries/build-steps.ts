import type { Step, World } from '../../oracle/scenario.ts';
import type { DType } from '../../oracle/tensor.ts';
import { valuesOf } from '../../oracle/tensor.ts';
import type { DataClass } from './fill-data.ts';
import { channelLaws, fillGradient, fillInput } from './fill-data.ts';
import type { RandomSource } from './random-source.ts';

/** One step before it has data. */
export type StepMode = Omit<Step, 'ranks'>;

/** What the data of all steps have in common. */
export interface DataPlan {
  readonly dtype: DType;
  readonly channels: number;
  readonly spatial: readonly number[];
  readonly batchSizes: readonly number[];
  readonly dataClass: DataClass;
  readonly backward: boolean;
}

/** Steps with fresh data each: the channels keep their laws, the numbers differ from rank to rank and step to step. */
export function buildSteps(modes: readonly StepMode[], world: World, plan: DataPlan, source: RandomSource): readonly Step[] {
  const laws = channelLaws(plan.dataClass, plan.channels, plan.dtype, source);
  return modes.map((mode) => ({
    ...mode,
    ranks: Array.from({ length: world.size }, (_, rank) => {
      const shape = [plan.batchSizes[rank] ?? 1, plan.channels, ...plan.spatial];
      const x = fillInput(plan.dtype, shape, laws, rank, source);
      return { x, gradY: plan.backward ? fillGradient(x, valuesOf(x), laws, source) : null };
    }),
  }));
}

import type { Arguments } from '../../oracle/python-value.ts';
import type { Dialect, Layout, RequiresGrad, Scenario, World } from '../../oracle/scenario.ts';
import type { DType } from '../../oracle/tensor.ts';
import { valuesOf } from '../../oracle/tensor.ts';
import type { DataClass } from '../arbitraries/fill-data.ts';
import { channelLaws, fillGradient, fillInput } from '../arbitraries/fill-data.ts';
import { untouchedState } from '../arbitraries/initial-state.ts';
import { randomSource } from '../arbitraries/random-source.ts';

/** The parts of a hand-picked scenario that matter to it; everything else is plain. */
export interface Picked {
  readonly arguments?: Arguments;
  readonly training?: readonly (boolean | null)[];
  readonly shapes?: readonly (readonly number[])[];
  readonly dtype?: DType;
  readonly parameterDtype?: DType;
  readonly state?: Partial<Scenario['state']>;
  readonly groups?: World['groups'];
  readonly dataClass?: DataClass;
  readonly layout?: Layout;
  /** Whether upstream gradients are given: yes unless told otherwise. */
  readonly backward?: boolean;
  readonly assign?: Scenario['steps'][number]['assign'];
  readonly requiresGrad?: RequiresGrad;
}

/** A scenario with one input shape a rank and gradients. */
export function simpleScenario(dialect: Dialect, picked: Picked): Scenario {
  const source = randomSource(7);
  const shapes = picked.shapes ?? [[4, 3, 2, 2]];
  const dtype = picked.dtype ?? 'float32';
  const laws = channelLaws(picked.dataClass ?? 'ordinary', Math.max(1, shapes[0]?.[1] ?? 1), dtype, source);
  const training = picked.training ?? [true];
  return {
    dialect,
    arguments: picked.arguments ?? { num_features: 3 },
    parameterDtype: picked.parameterDtype ?? 'float32',
    state: { ...untouchedState, ...picked.state },
    world: { size: shapes.length, groups: picked.groups ?? null },
    layout: picked.layout ?? 'contiguous',
    ...(picked.requiresGrad === undefined ? {} : { requiresGrad: picked.requiresGrad }),
    steps: training.map((flag) => ({
      training: flag,
      assign: picked.assign ?? {},
      ranks: shapes.map((shape, rank) => {
        const x = fillInput(dtype, shape, laws, rank, source);
        return { x, gradY: shape.length < 2 || picked.backward === false ? null : fillGradient(x, valuesOf(x), laws, source) };
      }),
    })),
  };
}

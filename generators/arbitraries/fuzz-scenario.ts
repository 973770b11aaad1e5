import fc from 'fast-check';
import type { Dialect, RequiresGrad, Scenario } from '../../oracle/scenario.ts';
import type { DType } from '../../oracle/tensor.ts';
import { sequenceScenario } from '../sequences/sequence-scenario.ts';
import { mindsporeScenario } from './mindspore-scenario.ts';
import { refusedScenario } from './refused-scenario.ts';
import { torchScenario } from './torch-scenario.ts';
import { vastScenario } from './vast-scenario.ts';

const worldSizes = [1, 2, 3, 4, 8];

/** Every pair of input and parameter dtype that torch takes. */
const dtypes: readonly (readonly [DType, DType])[] = [
  ['float32', 'float32'],
  ['float32', 'float32'],
  ['float64', 'float64'],
  ['float16', 'float32'],
  ['bfloat16', 'float32'],
  ['float16', 'float16'],
  ['bfloat16', 'bfloat16'],
];

/** What asks for a gradient: mostly everything. */
const asked: readonly (RequiresGrad | undefined)[] = [
  ...Array.from({ length: 8 }, () => undefined),
  { x: true, weight: false, bias: false },
  { x: false, weight: true, bias: true },
];

/**
 * Anything to ask an implementation of a dialect: mostly what it answers, at times over many steps, often what it refuses, at times at the
 * edge of its sizes.
 */
export function fuzzScenario(dialect: Dialect): fc.Arbitrary<Scenario> {
  const valid =
    dialect === 'torch'
      ? torchScenario({ worldSizes, dtypes, emptyRanks: true })
      : mindsporeScenario({ worldSizes, unsynchronised: false });
  const asking = fc.tuple(valid, fc.constantFrom(...asked)).map(([scenario, requiresGrad]): Scenario => {
    return requiresGrad === undefined ? scenario : { ...scenario, requiresGrad };
  });
  const sequence = fc.boolean().chain((alone) => sequenceScenario(dialect, alone).map(({ scenario }) => scenario));
  return fc.oneof(
    { weight: 10, arbitrary: asking },
    { weight: 3, arbitrary: sequence },
    { weight: 6, arbitrary: refusedScenario(dialect, valid) },
    { weight: 2, arbitrary: vastScenario(dialect) },
  );
}

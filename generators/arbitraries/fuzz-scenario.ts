import fc from 'fast-check';
import type { Dialect, Scenario } from '../../oracle/scenario.ts';
import type { DType } from '../../oracle/tensor.ts';
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

/** Anything to ask an implementation of a dialect: mostly what it answers, often what it refuses, at times at the edge of its sizes. */
export function fuzzScenario(dialect: Dialect): fc.Arbitrary<Scenario> {
  const valid =
    dialect === 'torch'
      ? torchScenario({ worldSizes, dtypes, emptyRanks: true })
      : mindsporeScenario({ worldSizes, unsynchronised: false });
  return fc.oneof(
    { weight: 12, arbitrary: valid },
    { weight: 6, arbitrary: refusedScenario(dialect, valid) },
    { weight: 2, arbitrary: vastScenario(dialect) },
  );
}

import type { PythonValue } from '../../../oracle/python-value.ts';
import type { Claim } from '../claim.ts';
import { claimsOf } from '../claims-of.ts';
import type { Concern } from '../concerns.ts';
import { gives } from '../concerns.ts';
import { examine } from '../examine.ts';
import { defect, withArgument } from '../hypotheses.ts';
import type { ConstructedQuantity } from '../look.ts';
import { lookAtConstructor } from '../look.ts';
import { isInitialiser } from '../ordinary.ts';

/** Documented too, and they always raise. */
const raising = new Set<PythonValue | undefined>(['xavier_uniform', 'he_uniform']);

function isDocumented(argument: string): Concern {
  return ({ scenario }) => {
    const value = scenario.arguments[argument];
    return value !== undefined && (raising.has(value) || isInitialiser(value, scenario));
  };
}

const initialisers: readonly (readonly [number, string, string, ConstructedQuantity])[] = [
  [6, 'gamma_init', 'gamma', 'weight'],
  [7, 'beta_init', 'beta', 'bias'],
  [8, 'moving_mean_init', 'moving_mean', 'runningMean'],
  [9, 'moving_var_init', 'moving_variance', 'runningVar'],
];

/** The rows of the table of parameters that MindSpore alone has. */
export const initialiserClaims: readonly Claim[] = claimsOf(
  'Parameters',
  initialisers.map(([row, argument, parameter, quantity]) => ({
    id: `parameters/${argument}`,
    place: `row ${row}`,
    text: `${argument} sets what ${parameter} is at first in MindSpore; torch does not know it.`,
    condition: {
      words: 'unless it is xavier_uniform or he_uniform',
      otherwise: 'it raises',
      includes: ({ scenario }) => !raising.has(scenario.arguments[argument]),
    },
    examinations: [
      examine('torch', { concerns: gives(argument), look: lookAtConstructor([]), fails: withArgument(argument, undefined) }),
      examine('mindspore', {
        concerns: isDocumented(argument),
        look: lookAtConstructor([quantity]),
        holds: defect('documented-initialisers-accepted'),
        fails: withArgument(argument, undefined),
      }),
    ],
  })),
);

import type { PythonValue } from '../../../oracle/python-value.ts';
import { isFloat, numberIn } from '../../../oracle/python-value.ts';
import type { Claim } from '../claim.ts';
import { findingsOn } from '../claims-of.ts';
import type { Concern } from '../concerns.ts';
import { all, differentiates, hasGroup, hasInput, not, visits } from '../concerns.ts';
import { examine } from '../examine.ts';
import { constructing, defect, raising, ruledBy, withArgument } from '../hypotheses.ts';
import { lookAt, lookAtConstructor } from '../look.ts';
import { isFraction } from '../ordinary.ts';

function argument(name: string, is: (value: PythonValue) => boolean): Concern {
  return ({ scenario }) => {
    const value = scenario.arguments[name];
    return value !== undefined && is(value);
  };
}

const isNumber = (value: PythonValue): boolean => numberIn(value) !== undefined;
const isFloatInRange = (value: PythonValue): boolean => isFloat(value) && value.float > 0 && value.float <= 1;
const isBelowZero = (value: PythonValue): boolean => (numberIn(value) ?? 0) < 0;
const isZeroOrLess = (value: PythonValue): boolean => (numberIn(value) ?? 1) <= 0;
const raisesAtOnce = ruledBy((right) => ({
  construct: (scenario) => {
    const { errors, constructed } = right.construct(scenario);
    const error = { type: 'ValueError', message: 'eps checked in the constructor' };
    return { errors: errors.map((raised) => raised ?? error), constructed };
  },
}));

/** Findings on what arguments are taken. */
export const findingsOnArguments: readonly Claim[] = findingsOn('arguments', [
  {
    id: 'beyond/arguments/torch-eps',
    text: 'torch, a rank alone: eps of 0 or less raises ValueError where the batch normalises; in evaluation 0 passes.',
    examinations: [
      examine('torch', {
        concerns: all(argument('eps', isZeroOrLess), not(hasGroup)),
        look: lookAt([]),
        fails: defect('epsilon-unchecked'),
      }),
      examine('torch', {
        concerns: all(
          argument('eps', (value) => numberIn(value) === 0),
          visits('eval+track'),
        ),
        look: lookAt([]),
        fails: raising(() => true),
      }),
    ],
  },
  {
    id: 'beyond/arguments/torch-eps-unchecked-in-groups',
    text: 'torch, ranks that synchronise: eps is not checked.',
    examinations: [
      examine('torch', {
        concerns: all(argument('eps', isZeroOrLess), hasGroup, visits('train+track', 'train+notrack')),
        look: lookAt([]),
        fails: raising(({ sharing }) => sharing > 1),
      }),
    ],
  },
  {
    id: 'beyond/arguments/mindspore-eps',
    text: 'MindSpore: eps must be a float in (0, 1], and the constructor does not look at it: the first call raises.',
    examinations: [
      examine('mindspore', {
        concerns: all(
          argument('eps', (value) => !isFloatInRange(value)),
          not(hasGroup),
        ),
        look: lookAt([]),
        fails: raisesAtOnce,
      }),
    ],
  },
  {
    id: 'beyond/arguments/torch-momentum',
    text: 'torch: momentum is not checked; numbers below 0 and above 1, NaN and infinities follow the formula.',
    examinations: [
      examine('torch', {
        concerns: all(argument('momentum', isNumber), not(argument('momentum', isFraction)), visits('train+track')),
        look: lookAt(['runningMean', 'runningVar'], ['train+track']),
        fails: defect('momentum-out-of-range-refused'),
      }),
    ],
  },
  {
    id: 'beyond/arguments/mindspore-momentum',
    text: 'MindSpore: a momentum below 0 or above 1 raises ValueError in the constructor.',
    examinations: [
      examine('mindspore', {
        concerns: all(argument('momentum', (value) => isBelowZero(value) || (numberIn(value) ?? 0) > 1)),
        look: lookAtConstructor([]),
        fails: defect('momentum-unchecked'),
      }),
    ],
  },
  {
    id: 'beyond/arguments/momentum-none-averages',
    text: 'torch: momentum None is a cumulative average, each new batch weighed by 1 / num_batches_tracked.',
    examinations: [
      examine('torch', {
        concerns: all(
          argument('momentum', (value) => value === null),
          visits('train+track'),
        ),
        look: lookAt(['runningMean', 'runningVar'], ['train+track']),
        fails: defect('momentum-none-is-one-tenth'),
      }),
    ],
  },
  {
    id: 'beyond/arguments/momentum-none-raises',
    text: 'MindSpore: momentum None raises TypeError.',
    examinations: [
      examine('mindspore', {
        concerns: argument('momentum', (value) => value === null),
        look: lookAtConstructor([]),
        fails: withArgument('momentum', undefined),
      }),
    ],
  },
  {
    id: 'beyond/arguments/documented-initialisers-raise',
    text: 'MindSpore: xavier_uniform and he_uniform, which its page names as initialisers, always raise ValueError.',
    examinations: [
      examine('mindspore', {
        concerns: ({ scenario }) =>
          Object.values(scenario.arguments).some((value) => value === 'xavier_uniform' || value === 'he_uniform'),
        look: lookAtConstructor([]),
        fails: defect('documented-initialisers-accepted'),
      }),
    ],
  },
  {
    id: 'beyond/arguments/torch-any-dimensions',
    text: 'torch: input of any number of dimensions from 2 on is accepted.',
    examinations: [
      examine('torch', {
        concerns: hasInput(({ length }) => length >= 2 && length !== 2 && length !== 4),
        look: lookAt([]),
        fails: raising(({ shape }) => shape.length !== 2 && shape.length !== 4),
      }),
      examine('torch', {
        concerns: hasInput(({ length }) => length < 2),
        look: lookAt([]),
        fails: defect('dimensions-unchecked'),
      }),
    ],
  },
  {
    id: 'beyond/arguments/mindspore-dtypes',
    text: 'MindSpore: input must be float16 or float32; float64 raises TypeError.',
    examinations: [
      examine('mindspore', {
        concerns: ({ scenario }) => scenario.steps.some(({ ranks }) => ranks.some(({ x }) => x.dtype === 'float64')),
        look: lookAt([]),
        fails: defect('dtype-mismatch-accepted'),
      }),
    ],
  },
  {
    id: 'beyond/arguments/bias-false',
    text: 'torch: bias=False, which the document does not show, leaves a weight without a bias.',
    examinations: [
      examine('torch', {
        concerns: all(
          argument('bias', (value) => value === false),
          not(argument('affine', (value) => value === false)),
        ),
        look: lookAtConstructor(['weight', 'bias']),
        fails: defect('bias-false-keeps-bias'),
      }),
      examine('torch', {
        concerns: all(
          argument('bias', (value) => value === false),
          not(argument('affine', (value) => value === false)),
        ),
        look: lookAtConstructor(['weight', 'bias']),
        fails: defect('bias-false-drops-weight'),
      }),
    ],
  },
  {
    id: 'beyond/arguments/affine-false-in-torch',
    text: 'torch: affine=False leaves neither weight nor bias.',
    examinations: [
      examine('torch', {
        concerns: argument('affine', (value) => value === false),
        look: lookAtConstructor(['weight', 'bias']),
        fails: defect('affine-false-keeps-parameters'),
      }),
    ],
  },
  {
    id: 'beyond/arguments/affine-false-in-mindspore',
    text: 'MindSpore: affine=False keeps gamma and beta, as their initialisers make them, and trains neither.',
    examinations: [
      examine('mindspore', {
        concerns: argument('affine', (value) => value === false),
        look: lookAtConstructor(['weight', 'bias']),
        fails: constructing(() => ({ weight: null, bias: null })),
      }),
      examine('mindspore', {
        concerns: all(
          argument('affine', (value) => value === false),
          differentiates,
        ),
        look: lookAt(['gradWeight', 'gradBias']),
        fails: defect('affine-false-trains'),
      }),
    ],
  },
]);

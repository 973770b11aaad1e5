import { isFloat, isList, isTensor, numberIn } from '../../../oracle/python-value.ts';
import type { Scenario } from '../../../oracle/scenario.ts';
import type { Claim } from '../claim.ts';
import { claimsOf } from '../claims-of.ts';
import type { Concern } from '../concerns.ts';
import { all, gives, hasGroup, not, updatingRows, visits } from '../concerns.ts';
import { examine, examineDifference } from '../examine.ts';
import { asked, withArgument } from '../hypotheses.ts';
import { lookAt, lookAtConstructor } from '../look.ts';
import { hasOrdinaryInputs, isEpsilon, isFraction, isOrdinaryBut } from '../ordinary.ts';
import { tellsStatisticsApart } from '../telling.ts';
import { translateDialect } from '../translate-dialect.ts';
import { dimensionsExamination } from './dimensions.ts';

const dialects = ['torch', 'mindspore'] as const;
const buffers = lookAt(['runningMean', 'runningVar']);
const ported = asked(translateDialect);

/** Whether a case gives no argument but these. */
function givesOnly(...names: readonly string[]): Concern {
  return ({ scenario }) => Object.keys(scenario.arguments).every((name) => names.includes(name));
}

/** num_features alone, in the other framework. */
const portedFeatures = asked((scenario) => {
  const { num_features: features } = scenario.arguments;
  const given = features === undefined ? {} : { num_features: features };
  return translateDialect({ ...scenario, arguments: given });
});

const otherFeatures = asked((scenario) => {
  const features = scenario.arguments['num_features'];
  const other = typeof features === 'number' ? features + 1 : 1;
  return { ...scenario, arguments: { ...scenario.arguments, num_features: other } };
});

// Four tebibytes of float32.
const mostChannels = 2 ** 40;

/** A whole number of channels that a machine has memory for, or a value that neither framework takes. */
const isChannelCountOfBoth: Concern = ({ scenario }) => {
  const features = scenario.arguments['num_features'];
  return typeof features !== 'number' || (features >= 1 && features <= mostChannels);
};

/** Whether an argument is a list or a Tensor: what each makes of those is no question of meaning. */
function givesSeveral(name: string): Concern {
  return ({ scenario }) => {
    const value = scenario.arguments[name] ?? null;
    return isList(value) || isTensor(value);
  };
}

const otherEpsilon = asked((scenario) => {
  const eps = numberIn(scenario.arguments['eps']) ?? 1e-5;
  return { ...scenario, arguments: { ...scenario.arguments, eps: { float: eps > 0 && eps < 0.5 ? eps + 0.25 : 0.125 } } };
});

/** A float in (0, 1], or a value that both refuse with the same kind of error: no number at all, and a float too small for the row. */
const isEpsilonOfBoth: Concern = (seen) => {
  const { eps } = seen.scenario.arguments;
  if (eps === undefined || numberIn(eps) === undefined) return true;
  if (!isFloat(eps) || Number.isNaN(eps.float)) return false;
  if (eps.float > 0) return isEpsilon(eps);
  // torch checks nothing where it synchronises, and lets zero pass where it does not need the batch.
  return visits('eval+track', 'none+eval')(seen) ? eps.float < 0 : !hasGroup(seen);
};

const hasMomentumOfBoth: Concern = ({ scenario }) => {
  const { momentum } = scenario.arguments;
  return momentum === undefined || isFraction(momentum);
};

const otherAffine = asked((scenario) => ({
  ...scenario,
  arguments: { ...scenario.arguments, affine: scenario.arguments['affine'] === false },
}));

/** The argument for the statistics, turned: track_running_stats, or use_batch_statistics between None and True. */
function otherStatistics(scenario: Scenario): Scenario {
  const name = scenario.dialect === 'torch' ? 'track_running_stats' : 'use_batch_statistics';
  const given = scenario.arguments[name];
  const other = scenario.dialect === 'torch' ? given === false : given === true ? null : true;
  return { ...scenario, arguments: { ...scenario.arguments, [name]: other } };
}

function opposite(name: string): (scenario: Scenario) => Scenario {
  return (scenario) => ({ ...scenario, arguments: { ...scenario.arguments, [name]: scenario.arguments[name] === false } });
}

/** The rows of the table of parameters that both frameworks have, and the row of the input. */
export const parameterClaims: readonly Claim[] = claimsOf('Parameters', [
  {
    id: 'parameters/num_features',
    place: 'row 1',
    text: 'num_features means the same in both: one weight, bias and pair of statistics for each of so many channels.',
    condition: {
      words: 'unless it is a whole number below 1, or one of more channels than memory holds',
      otherwise: 'torch takes it, or raises another error than MindSpore',
      includes: isChannelCountOfBoth,
    },
    examinations: dialects.map((dialect) =>
      examine(dialect, {
        concerns: all(
          givesOnly('num_features', 'eps'),
          not(givesSeveral('num_features')),
          ({ scenario }) => scenario.parameterDtype === 'float32',
        ),
        look: lookAtConstructor(['weight', 'bias', 'runningMean', 'runningVar']),
        holds: portedFeatures,
        fails: otherFeatures,
      }),
    ),
  },
  {
    id: 'parameters/eps',
    place: 'row 2',
    text: 'eps means the same in both.',
    condition: {
      words: 'for a float that is in (0, 1] as a float32, and for values that both refuse',
      otherwise: 'torch takes it and MindSpore does not, or their errors are of other types',
      includes: isEpsilonOfBoth,
    },
    examinations: dialects.map((dialect) =>
      examine(dialect, {
        concerns: all(givesOnly('num_features', 'eps'), not(givesSeveral('eps')), hasOrdinaryInputs),
        look: lookAt(['y']),
        holds: ported,
        fails: otherEpsilon,
      }),
    ),
  },
  {
    id: 'parameters/momentum/1',
    place: 'row 3, sentence 1',
    text: 'momentum does the same in both, but is 0.1 by default in torch and 0.9 in MindSpore.',
    examinations: dialects.map((dialect) =>
      examine(dialect, {
        concerns: all(not(gives('momentum')), visits(...updatingRows)),
        look: buffers,
        fails: withArgument('momentum', { float: dialect === 'torch' ? 0.9 : 0.1 }),
      }),
    ),
  },
  {
    id: 'parameters/momentum/2',
    place: 'row 3, sentence 2',
    text: "One minus torch's momentum is MindSpore's, the defaults included.",
    condition: {
      words: 'for a number from 0 to 1',
      otherwise: 'torch takes it and MindSpore does not',
      includes: hasMomentumOfBoth,
    },
    examinations: dialects.map((dialect) =>
      examine(dialect, {
        concerns: all(isOrdinaryBut('momentum'), hasOrdinaryInputs, visits('train+track', 'none+train')),
        look: buffers,
        holds: ported,
        fails: asked((scenario) => translateDialect(scenario, 'the same')),
      }),
    ),
  },
  {
    id: 'parameters/affine',
    place: 'row 4',
    text: 'affine means the same in both.',
    condition: {
      words: 'for True',
      otherwise:
        'torch has no weight and bias where it is falsy, and MindSpore keeps both untrained where it is False and refuses all else',
      includes: ({ scenario }) => scenario.arguments['affine'] === undefined || scenario.arguments['affine'] === true,
    },
    examinations: dialects.map((dialect) =>
      examine(dialect, {
        concerns: all(isOrdinaryBut('affine'), hasOrdinaryInputs, not(hasGroup)),
        look: lookAtConstructor(['weight', 'bias'], ['gradWeight', 'gradBias']),
        holds: ported,
        fails: otherAffine,
      }),
    ),
  },
  {
    id: 'parameters/statistics/1',
    place: 'row 5, sentence 1',
    text: 'track_running_stats and use_batch_statistics have the same function.',
    condition: {
      words: 'of True and None',
      otherwise: 'of False and True, MindSpore keeps and updates statistics that torch does not have',
      includes: ({ scenario }) =>
        scenario.arguments['track_running_stats'] !== false && scenario.arguments['use_batch_statistics'] !== true,
    },
    examinations: dialects.map((dialect) =>
      examine(dialect, {
        concerns: all(isOrdinaryBut(), hasOrdinaryInputs),
        look: lookAt(['y', 'runningMean', 'runningVar']),
        holds: ported,
        fails: asked(otherStatistics),
      }),
    ),
  },
  {
    id: 'parameters/statistics/2',
    place: 'row 5, sentence 2',
    text: 'Each value of track_running_stats and of use_batch_statistics brings another behaviour.',
    examinations: dialects.map((dialect) => {
      const name = dialect === 'torch' ? 'track_running_stats' : 'use_batch_statistics';
      return examineDifference(dialect, {
        concerns: all(
          isOrdinaryBut(),
          hasOrdinaryInputs,
          tellsStatisticsApart,
          ({ scenario }) => typeof scenario.arguments[name] === 'boolean',
        ),
        look: lookAtConstructor(['runningMean'], ['y', 'runningMean', 'runningVar']),
        fails: asked(opposite(name)),
      });
    }),
  },
]);

/** The row of the input. */
export const inputClaims: readonly Claim[] = claimsOf('Input', [
  {
    id: 'input',
    place: 'single input',
    text: 'The input is the only one, input in torch and x in MindSpore, where it is 2-D or 4-D.',
    examinations: [dimensionsExamination],
  },
]);

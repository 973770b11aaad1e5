import type { PythonValue } from '../../../oracle/python-value.ts';
import { repr } from '../../../oracle/python-value.ts';
import type { Dialect } from '../../../oracle/scenario.ts';
import type { Claim } from '../claim.ts';
import { claimsOf } from '../claims-of.ts';
import type { Concern } from '../concerns.ts';
import { all, assignsNothing, gives, hasGroup, not } from '../concerns.ts';
import { examine } from '../examine.ts';
import { asked, withArgument } from '../hypotheses.ts';
import type { Look } from '../look.ts';
import { lookAt, lookAtConstructor } from '../look.ts';

/** A default of a constructor: what the document prints, another value, and where the two show. */
interface Default {
  readonly dialect: Dialect;
  readonly name: string;
  readonly value: PythonValue;
  readonly other: PythonValue;
  readonly look: Look;
}

const frameworks: Readonly<Record<Dialect, string>> = { torch: 'torch', mindspore: 'MindSpore' };
const float = (value: number): PythonValue => ({ float: value });
const buffers = lookAt(['runningMean', 'runningVar']);
const parameterGradients = lookAt(['gradWeight', 'gradBias']);

const defaults: readonly Default[] = [
  { dialect: 'torch', name: 'eps', value: float(1e-5), other: float(1e-3), look: lookAt(['y']) },
  { dialect: 'torch', name: 'momentum', value: float(0.1), other: float(0.9), look: buffers },
  { dialect: 'torch', name: 'affine', value: true, other: false, look: lookAtConstructor(['weight', 'bias']) },
  { dialect: 'torch', name: 'track_running_stats', value: true, other: false, look: lookAtConstructor(['runningMean']) },
  { dialect: 'mindspore', name: 'eps', value: float(1e-5), other: float(1e-3), look: lookAt(['y']) },
  { dialect: 'mindspore', name: 'momentum', value: float(0.9), other: float(0.1), look: buffers },
  { dialect: 'mindspore', name: 'affine', value: true, other: false, look: parameterGradients },
  { dialect: 'mindspore', name: 'gamma_init', value: 'ones', other: 'zeros', look: lookAtConstructor(['weight']) },
  { dialect: 'mindspore', name: 'beta_init', value: 'zeros', other: 'ones', look: lookAtConstructor(['bias']) },
  { dialect: 'mindspore', name: 'moving_mean_init', value: 'zeros', other: 'ones', look: lookAtConstructor(['runningMean']) },
  { dialect: 'mindspore', name: 'moving_var_init', value: 'ones', other: 'zeros', look: lookAtConstructor(['runningVar']) },
  { dialect: 'mindspore', name: 'use_batch_statistics', value: null, other: true, look: lookAt(['y', 'runningMean']) },
];

const sharesByDefault: Concern = (seen) => seen.scenario.world.groups === null && hasGroup(seen);

/** What the two constructors take, and their defaults. */
export const signatureClaims: readonly Claim[] = claimsOf('Signatures', [
  ...(['torch', 'mindspore'] as const).map((dialect) => ({
    id: `signature/${dialect}/num_features`,
    place: `${frameworks[dialect]}, num_features`,
    text: `num_features of ${frameworks[dialect]} has no default.`,
    examinations: [
      examine(dialect, {
        concerns: not(gives('num_features')),
        look: lookAtConstructor([]),
        fails: withArgument('num_features', 3),
      }),
    ],
  })),
  ...defaults.map(({ dialect, name, value, other, look }) => ({
    id: `signature/${dialect}/${name}`,
    place: `${frameworks[dialect]}, ${name}`,
    text: `${name} of ${frameworks[dialect]} is ${repr(value)} unless given.`,
    examinations: [
      examine(dialect, {
        concerns: all(not(gives(name)), assignsNothing),
        look,
        fails: withArgument(name, other),
      }),
    ],
  })),
  {
    id: 'signature/torch/process_group',
    place: 'torch, process_group',
    text: 'process_group of torch is None unless given, and None is all ranks.',
    examinations: [
      examine('torch', {
        concerns: sharesByDefault,
        look: lookAt(['y']),
        fails: asked((scenario) => ({ ...scenario, world: { size: scenario.world.size, groups: [] } })),
      }),
    ],
  },
  {
    id: 'signature/mindspore/process_groups',
    place: 'MindSpore, process_groups',
    text: 'process_groups of MindSpore is None unless given.',
    examinations: [],
    untestable: 'One process cannot show it, and several cannot construct the module with None on a CPU.',
  },
]);

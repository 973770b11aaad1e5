import { layouts } from '../../oracle/scenario.ts';
import { torchStateTable } from '../../oracle/state-tables.ts';
import type { Constraint, CoverageModel } from './model.ts';
import { never } from './model.ts';
import { sharedConstraints, sharedParameters } from './shared-parameters.ts';

const halves = ['float16', 'bfloat16', 'float16 throughout', 'bfloat16 throughout'];
const collectives = ['collective-threads', 'collective-gloo'];
const untracked = ['train+notrack', 'eval+notrack'];

const loneValue = 'one value per channel raises where no other rank shares: among the errors';

const constraints: readonly Constraint[] = [
  ...sharedConstraints,
  never('other lanes are for several ranks', { world: '1', lane: ['global-batch', ...collectives] }),
  never('eight processes on two cores take too long to record', { world: '8', lane: 'collective-gloo' }),
  never('a concatenated batch raises where ranks that synchronise do not', { lane: 'global-batch', eps: 'invalid' }),
  never('a concatenated batch of half inputs is not what ranks that synchronise compute', {
    lane: 'global-batch',
    dtype: halves,
  }),
  never('an empty rank sends the half type where the others send float32, and the collective crashes', {
    lane: collectives,
    dtype: halves,
    split: 'empty rank',
  }),
  never('half inputs without buffers raise in the synchronised path: among the errors', {
    lane: collectives,
    dtype: halves,
    row: 'train+notrack',
  }),
  never('half inputs without buffers raise in the synchronised path: among the errors', {
    lane: collectives,
    dtype: halves,
    row: 'eval+notrack',
    steps: ['other mode', 'there and back', 'attribute midway'],
  }),
  never('half inputs raise in the synchronised path once the attribute is off: among the errors', {
    lane: collectives,
    dtype: halves,
    steps: 'attribute midway',
  }),
  never('inputs of two or three dimensions have no channels-last layout', { layout: 'channels_last', dimensions: ['2', '3'] }),
  never(loneValue, { split: 'one sample a rank', dimensions: '2', world: '1' }),
  never(loneValue, { split: 'one sample a rank', dimensions: '2', row: 'eval+notrack' }),
  never(loneValue, { split: 'one sample a rank', dimensions: '2', groups: ['two groups', 'a rank alone'] }),
  never(loneValue, {
    split: 'one sample a rank',
    dimensions: '2',
    row: 'train+notrack',
    steps: ['other mode', 'there and back'],
  }),
  never('one sample in two dimensions is not strided', { split: 'one sample a rank', dimensions: '2', layout: 'strided' }),
  never('a module with neither parameters nor buffers has nothing to load', {
    row: untracked,
    affine: 'off',
    state: 'loaded',
  }),
  never('a module with neither parameters nor buffers has nothing to load', {
    row: untracked,
    affine: 'off',
    steps: 'checkpoint midway',
  }),
];

/** What torch's goldens are designed over. float64 is no dtype of it: every case of float32 is recorded in float64 too. */
export const torchModel: CoverageModel = {
  parameters: [
    { name: 'row', values: torchStateTable.map(({ key }) => key) },
    { name: 'lane', values: ['module', 'global-batch', ...collectives] },
    ...sharedParameters,
    { name: 'dimensions', values: ['2', '3', '4', '5'] },
    { name: 'dtype', values: ['float32', ...halves] },
    { name: 'momentum', values: ['default', 'None', '0', '1', '0.5', 'tiny', 'out of range'] },
    { name: 'eps', values: ['default', '1e-12', '1', 'invalid'], invalid: ['invalid'] },
    { name: 'affine', values: ['on', 'off', 'no bias'] },
    { name: 'state', values: ['constructed', 'loaded'] },
    { name: 'layout', values: layouts },
  ],
  constraints,
};

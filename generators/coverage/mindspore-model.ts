import { mindsporeStateTable } from '../../oracle/state-tables.ts';
import type { Constraint, CoverageModel } from './model.ts';
import { never } from './model.ts';
import { sharedConstraints, sharedParameters } from './shared-parameters.ts';

const constraints: readonly Constraint[] = [
  ...sharedConstraints,
  never('other lanes are for several ranks', { world: '1', lane: ['global-batch', 'processes'] }),
  never('the row is that of the training flag', { row: 'none+train', flag: ['off', 'untouched'] }),
  never('the row is that of the training flag', { row: 'none+eval', flag: 'on' }),
  never('an empty batch leaves leftover memory in the moving mean, and no kernel here synchronises one', { split: 'empty rank' }),
  never('synchronised training has no kernel on a CPU', { lane: 'processes', row: ['none+train', 'batch'] }),
  never('synchronised training has no kernel on a CPU', {
    lane: 'processes',
    steps: ['other mode', 'there and back', 'attribute midway'],
  }),
  never('process_groups None raises outside training on a world of several: among the errors', {
    lane: 'processes',
    groups: 'all',
  }),
  never('process_groups of unequal sizes raise: among the errors', {
    lane: 'processes',
    world: ['3', '4', '8'],
    groups: 'a rank alone',
  }),
  never('a rank that would synchronise checks epsilon in its constructor: among the errors', {
    lane: 'processes',
    eps: 'invalid',
  }),
  never('eight processes on two cores take too long to record', { world: '8', lane: 'processes' }),
];

/** What MindSpore's goldens are designed over. */
export const mindsporeModel: CoverageModel = {
  parameters: [
    { name: 'row', values: mindsporeStateTable.map(({ key }) => key) },
    { name: 'flag', values: ['on', 'off', 'untouched'] },
    { name: 'lane', values: ['module', 'global-batch', 'processes'] },
    ...sharedParameters,
    { name: 'dimensions', values: ['2', '4'] },
    { name: 'dtype', values: ['float32', 'float16'] },
    { name: 'momentum', values: ['default', '0', '1', '0.5', 'tiny', 'out of range'], invalid: ['out of range'] },
    { name: 'eps', values: ['default', '1e-12', '1', 'invalid'], invalid: ['invalid'] },
    { name: 'affine', values: ['on', 'off'] },
    { name: 'state', values: ['loaded', 'default', 'zeros', 'ones', 'normal', 'uniform', 'number', 'object', 'tensor'] },
  ],
  constraints,
};

import type { DataClass } from '../arbitraries/fill-data.ts';
import { dataClasses } from '../arbitraries/fill-data.ts';
import type { Constraint, Parameter } from './model.ts';
import { never } from './model.ts';

/** What a step sequence does after its first step, which is in the row of the case. */
export const stepPatterns = ['single', 'again', 'other mode', 'there and back', 'attribute midway', 'checkpoint midway'] as const;
export type StepPattern = (typeof stepPatterns)[number];

export const splits = ['even', 'uneven', 'one sample a rank', 'empty rank'] as const;
export type Split = (typeof splits)[number];

export const groupings = ['all', 'two groups', 'a rank alone'] as const;
export type Grouping = (typeof groupings)[number];

export const backwards = ['all', 'none', 'x alone', 'parameters alone'] as const;
export type Backward = (typeof backwards)[number];

const peculiar = dataClasses.filter((dataClass) => dataClass !== 'ordinary');
const worlds = ['1', '2', '3', '4', '8'];

/** What both dialects vary: the world, the data, the steps, and what is differentiated. */
export const sharedParameters: readonly Parameter[] = [
  { name: 'world', values: worlds },
  { name: 'split', values: splits },
  { name: 'groups', values: groupings },
  { name: 'data', values: dataClasses satisfies readonly DataClass[] },
  { name: 'steps', values: stepPatterns },
  { name: 'backward', values: backwards },
];

export const sharedConstraints: readonly Constraint[] = [
  never('a module in one process is a world of one', { world: worlds.slice(1), lane: 'module' }),
  never('one rank has nothing to split unevenly', { world: '1', split: 'uneven' }),
  never('an empty batch has no data of any kind', { world: '1', split: 'empty rank', data: peculiar }),
  never('one value a channel is of no kind', { world: '1', split: 'one sample a rank', dimensions: '2', data: peculiar }),
  never('one rank has no groups', { world: '1', groups: ['two groups', 'a rank alone'] }),
  never('of two ranks, one alone leaves another alone', { world: '2', groups: 'a rank alone' }),
  never('of three ranks, two groups leave a rank alone', { world: '3', groups: 'two groups' }),
  never('neither x nor a parameter asks for a gradient', { backward: 'parameters alone', affine: 'off' }),
];

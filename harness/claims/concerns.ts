import type { Scenario } from '../../oracle/scenario.ts';
import { elementCount } from '../../oracle/tensor.ts';
import type { SeenCase } from './seen-case.ts';
import { trainingFlags } from './training-flags.ts';

// Which cases a claim is about: predicates over the scenario, never over the answer.

export type Concern = (seen: SeenCase) => boolean;

/** Rows in which running statistics are updated. */
export const updatingRows: readonly string[] = ['train+track', 'none+train', 'batch'];

export function all(...concerns: readonly Concern[]): Concern {
  return (seen) => concerns.every((concern) => concern(seen));
}

export function not(concern: Concern): Concern {
  return (seen) => !concern(seen);
}

export const everyCase: Concern = () => true;

export function gives(name: string): Concern {
  return ({ scenario }) => name in scenario.arguments;
}

/** Whether a step is governed by one of the rows. */
export function visits(...rows: readonly string[]): Concern {
  return (seen) => seen.rows.some((row) => rows.includes(row));
}

/** Whether some ranks belong to one group: whether they synchronise is for the row to say. */
export const hasGroup: Concern = ({ sets }) => sets.some((set) => set.length > 1);

export const assignsNothing: Concern = ({ scenario }) => scenario.steps.every(({ assign }) => Object.keys(assign).length === 0);

export const differentiates: Concern = ({ scenario }) =>
  scenario.steps.some(({ ranks }) => ranks.some(({ gradY }) => gradY !== null));

/** Whether the input of some rank, in some step, has a shape that `is`. */
export function hasInput(is: (shape: readonly number[]) => boolean): Concern {
  return ({ scenario }) => scenario.steps.some(({ ranks }) => ranks.some(({ x }) => is(x.shape)));
}

/** How many values a channel has in an input of `shape`. */
export function valuesPerChannel(shape: readonly number[]): number {
  return elementCount(shape.filter((_, axis) => axis !== 1));
}

export const isEmpty = (shape: readonly number[]): boolean => valuesPerChannel(shape) === 0;
export const hasLoneValue = (shape: readonly number[]): boolean => shape.length > 1 && valuesPerChannel(shape) === 1;

/** How many values a channel has over the ranks of a set, in the first step. */
export function valuesOfSet({ steps }: Scenario, set: readonly number[]): number {
  return set.reduce((sum, rank) => sum + valuesPerChannel(steps[0]?.ranks[rank]?.x.shape ?? []), 0);
}

/** Whether use_batch_statistics of MindSpore says other than the training flag in some step. */
export const overrulesFlag: Concern = ({ scenario, rows }) =>
  trainingFlags(scenario).some((flag, step) => rows[step] === (flag ? 'moving' : 'batch'));

/** Whether no two ranks of a group have values to share. */
export const nobodyShares: Concern = ({ scenario, sets }) =>
  sets.every((set) => set.filter((rank) => valuesOfSet(scenario, [rank]) > 0).length < 2);

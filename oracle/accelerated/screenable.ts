import type { NormalisedSet } from '../answer-set.ts';
import type { ExpectedTensor } from '../trace.ts';
import { channelCount, mostParts, partCount } from './pack.ts';
import { largestMagnitude } from './segment-facts.ts';

/** Why a question goes to the exact core at once. */
export const refusals = [
  'float64',
  'not finite',
  'empty',
  'too many channels',
  'grade B',
  'drawn parameters',
  'no answer',
] as const;
export type Refusal = (typeof refusals)[number];

/**
 * Why a set is nothing for a screen, or null. float32 says nothing of float64; NaN and infinities are told on the host, since kernels may be
 * compiled as if there were none; a group of empty batches has no statistics; every channel takes room in tables of an adapter's size; grade B
 * asks for sums that no kernel forms.
 */
export function refusalOf(set: NormalisedSet, mostElements: number): Refusal | null {
  const { inputs, module, workingDtype, behaviour, grade } = set;
  if (grade === 'B') return 'grade B';
  const tensors = inputs.flatMap(({ x, gradY }) => (gradY === null ? [x] : [x, gradY]));
  if (workingDtype === 'float64' || tensors.some(({ dtype }) => dtype === 'float64')) return 'float64';
  if (inputs.every(({ x }) => channelCount(x) === 0)) return 'empty';
  if (partCount(set) > mostParts(mostElements)) return 'too many channels';
  const { weight, bias, runningMean, runningVar } = module;
  const isDrawn = (tensor: ExpectedTensor | null): boolean => tensor !== null && tensor.bounds.some((bound) => bound !== 0);
  if (isDrawn(weight) || isDrawn(bias)) return 'drawn parameters';
  const read = behaviour.normaliseWith === 'running' || behaviour.buffers === 'update' ? [runningMean, runningVar] : [];
  const state = [weight, bias, ...read].flatMap((tensor) => (tensor === null ? [] : [tensor.values]));
  const isFinite = tensors.every((tensor) => largestMagnitude(tensor) < Number.POSITIVE_INFINITY);
  return isFinite && state.every((values) => values.every(Number.isFinite)) ? null : 'not finite';
}

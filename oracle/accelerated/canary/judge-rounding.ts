import type { ExactPair } from './exact-pair.ts';
import { isFaithful, roundPair, ulp32 } from './float32.ts';
import { refusal } from './launch-probe.ts';

/** What an operation should have answered, in words and as a number. */
export interface ExactAnswer {
  readonly words: string;
  readonly exact: ExactPair;
}

/**
 * The unit roundoff of an operation: 2^-24 where every answer is the float32 next to the exact one, 2^-23 where some are only one of
 * the two beside it. Anything else throws.
 */
export function judgeRounding(got: Float32Array, answers: readonly ExactAnswer[]): number {
  let unitRoundoff = 2 ** -24;
  for (const [index, { words, exact }] of answers.entries()) {
    const value = got[index] ?? Number.NaN;
    const nearest = roundPair(exact);
    if (value === nearest) continue;
    if (!isFaithful(exact, value)) throw refusal(`${words} to be ${nearest}, or its neighbour`, `${value}`);
    unitRoundoff = 2 ** -23;
  }
  return unitRoundoff;
}

/** The worst error of an operation in units in the last place, 0.5 where all are rounded right; never less than `promised` else. */
export function judgeUlps(got: Float32Array, answers: readonly ExactAnswer[], promised: number): number {
  let worst = 0.5;
  for (const [index, { words, exact }] of answers.entries()) {
    const value = got[index] ?? Number.NaN;
    if (value === roundPair(exact)) continue;
    if (!Number.isFinite(value)) throw refusal(`${words} to be ${exact.high}`, `${value}`);
    worst = Math.max(worst, promised, Math.abs(value - exact.high) / ulp32(exact.high));
  }
  return worst;
}

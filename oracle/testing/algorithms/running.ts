import type { Machine } from './machine.ts';
import type { Moments } from './moments.ts';

/** How running statistics take in those of a batch. */
export interface Running {
  readonly blend: (old: number, fresh: number, factor: number, machine: Machine) => number;
  readonly unbiased: (moments: Moments, machine: Machine) => number;
}

const weighted: Running['blend'] = (old, fresh, factor, { round }) => {
  const share = round(factor);
  return round(round(round(1 - share) * old) + round(share * fresh));
};

/** 1 - factor computed in float64, by Python. */
const weightedOutside: Running['blend'] = (old, fresh, factor, { round }) =>
  round(round(round(1 - factor) * old) + round(round(factor) * fresh));

const stepping: Running['blend'] = (old, fresh, factor, { round }) => round(old + round(round(factor) * round(fresh - old)));

const fused: Running['blend'] = (old, fresh, factor, { round, multiplyAdd }) =>
  multiplyAdd(round(1 - factor), old, round(round(factor) * fresh));

const fromSquares: Running['unbiased'] = ({ squares, count }, { round }) => round(squares / (count - 1));
const byRatio: Running['unbiased'] = ({ variance, count }, { round }) => round(variance * round(count / (count - 1)));
const byCounts: Running['unbiased'] = ({ variance, count }, { round }) => round(round(variance * count) / (count - 1));

export const weightedRunning: Running = { blend: weighted, unbiased: fromSquares };

export const runningForms: Readonly<Record<string, Running>> = {
  weighted: weightedRunning,
  'weighted, by the ratio of counts': { blend: weightedOutside, unbiased: byRatio },
  'a step towards the new': { blend: stepping, unbiased: byCounts },
  'fused multiply-add': { blend: fused, unbiased: byRatio },
};

import type { Finding } from '../model.ts';
import { formatCount, formatMagnitude } from './format-number.ts';

/** Where a finding is: `step 2, rank 1, at [0, 3]`. */
export function describePlace(finding: Finding): string {
  const step = finding.step === 0 ? 'constructor' : `step ${finding.step}`;
  const rank = finding.rank === null ? [] : [`rank ${finding.rank}`];
  const at = finding.at === null ? [] : [`at [${finding.at.join(', ')}]`];
  return [step, ...rank, ...at].join(', ');
}

/** An expected or actual value in full: the shortest decimal that reads back to the same number, or the text itself. */
export function describeValue(value: number | string | null): string {
  if (value === null) return 'none';
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The error against its bound: `8.33e-2, bound 1.2e-6 (69,400 times the bound)`; empty where the quantity is not a number. */
export function describeError(finding: Finding): string {
  if (finding.error === null) return '';
  const error = formatMagnitude(finding.error);
  if (finding.bound === null) return error;
  const bound = `${error}, bound ${formatMagnitude(finding.bound)}`;
  const ratio = Number(finding.error) / Number(finding.bound);
  return Number.isFinite(ratio) && ratio > 1 ? `${bound} (${describeRatio(ratio)} times the bound)` : bound;
}

/** How much of the quantity is wrong: `2 of 4 elements outside`; empty for what has no elements. */
export function describeExtent(finding: Finding): string {
  if (finding.at === null && finding.elements <= 1) return '';
  return `${formatCount(finding.mismatches)} of ${formatCount(finding.elements)} elements outside`;
}

function describeRatio(ratio: number): string {
  if (ratio >= 1e6) return ratio.toExponential(1).replace('e+', 'e');
  return ratio < 10 ? String(Math.ceil(ratio * 100) / 100) : formatCount(Number(ratio.toPrecision(3)));
}

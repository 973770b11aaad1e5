import type { Drift, ReportNumber } from '../model.ts';
import { formatCount, formatQuantity } from './format-number.ts';

/** What two golden sets share, and how much of it is the same. */
export function describeShared({ a, b, shared, identical, onlyA, onlyB }: Drift): string {
  const same = `${formatCount(identical)} of ${formatQuantity(shared, 'shared scenario')} answered alike to the bit`;
  const alone = [
    ...(onlyA > 0 ? [`${formatCount(onlyA)} in ${a} alone`] : []),
    ...(onlyB > 0 ? [`${formatCount(onlyB)} in ${b} alone`] : []),
  ];
  return [same, ...alone].join(', ');
}

/** What is left out of all counts, in a sentence; empty where nothing is. */
export function describeConsequences({ consequences }: Drift): string {
  if (consequences === 0) return '';
  return `${formatCount(consequences)} ${consequences === 1 ? 'quantity differs' : 'quantities differ'} only because one of the two raised an error before: not counted here.`;
}

/** A share in percent; all of them only where they are all. */
export function describeShare(part: number, whole: number): string {
  if (part === whole) return '100%';
  return `${Math.min(99.99, (100 * part) / whole).toFixed(2)}%`;
}

/** Whether two answers are farther apart than two that conform can be. */
export function isBeyondBounds(units: ReportNumber): boolean {
  return typeof units === 'string' || units > 2;
}

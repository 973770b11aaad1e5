import type { ScreenSummary } from '../model.ts';
import { formatCount, formatQuantity } from './format-number.ts';
import { formatShare } from './format-share.ts';
import { showControls } from './show-controls.ts';

/** Who decided how much: `942,029 of 1,859,464 elements decided by the screen (50.7%, compensated sums), the others by the exact core`. */
export function describeScreen({ elements, arithmetic }: ScreenSummary): string {
  const { screened, adjudicated } = elements;
  const all = screened + adjudicated;
  const share = all === 0 ? '' : `${formatShare(screened, all)}, `;
  return `${formatCount(screened)} of ${formatQuantity(all, 'element')} decided by the screen (${share}${arithmetic} sums), the others by the exact core`;
}

/** `3,930 cases by the screen alone, 900 by both, 2,048 by the exact core alone (float64 1,733, not finite 286, empty 29)`. */
export function describeScreenedCases({ cases, refusals }: ScreenSummary): string {
  const reasons = refusals.map(({ reason, cases: count }) => `${showControls(reason)} ${formatCount(count)}`);
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return `${formatQuantity(cases.screen, 'case')} by the screen alone, ${formatCount(cases.both)} by both, ${formatCount(cases.core)} by the exact core alone${why}`;
}

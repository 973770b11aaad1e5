import type { PredictedErrors } from '../model.ts';
import { formatCount } from './format-number.ts';
import { showControls } from './show-controls.ts';

const mostNamed = 4;

/** `57 of 60 keys, not met: torch/no-channels, torch/size-type`; nothing where there is no catalogue. The report's JSON names all. */
export function describeErrorKeys({ keys, otherWords }: PredictedErrors): string {
  const { predicted, total, missing } = keys;
  if (total === 0) return '';
  const named = missing.slice(0, mostNamed).map(showControls).join(', ');
  const more = missing.length > mostNamed ? ` and ${formatCount(missing.length - mostNamed)} more` : '';
  const words = otherWords === 0 ? '' : `, ${formatCount(otherWords)} in other words`;
  return `${formatCount(predicted)} of ${formatCount(total)} keys${missing.length === 0 ? '' : `, not met: ${named}${more}`}${words}`;
}

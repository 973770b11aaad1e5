import type { ReportNumber } from '../model.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** A small bar for a share of a whole; a share above one, or none that is a number, fills it in the colour of failure. */
export function drawBar(share: ReportNumber): Markup {
  const isOver = typeof share === 'string' || share > 1;
  const width = isOver ? 100 : share > 0 ? Math.max(1, Math.round(share * 1000) / 10) : 0;
  return markup`<span class="bar${isOver ? ' over' : ''}" aria-hidden="true"><i style="width:${width}%"></i></span>`;
}

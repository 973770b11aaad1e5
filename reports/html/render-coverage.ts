import type { CoverageAxis, Report } from '../model.ts';
import { formatCount } from '../text/format-number.ts';
import { drawBar } from './bar.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

const shownAtOnce = 12;

/** What varies over the cases: a small list of bars for each axis, relative to its most frequent value. */
export function renderCoverage({ coverage }: Report): Markup | null {
  if (coverage.length === 0) return null;
  return markup`<section id="coverage"><h2>Coverage</h2><div class="axes">${coverage.map((axis) => renderAxis(axis))}</div></section>`;
}

function renderAxis({ axis, values }: CoverageAxis): Markup {
  const most = Math.max(1, ...values.map(({ cases }) => cases));
  const rows = values.map(
    ({ value, cases }) => markup`<tr${cases === 0 ? markup` class="unsure"` : null}><td><code>${value}</code></td>
<td>${drawBar(cases / most)}</td><td class="number">${formatCount(cases)}</td></tr>`,
  );
  const rest = rows.slice(shownAtOnce);
  return markup`<div><table class="axis"><caption>${axis}</caption><tbody>${rows.slice(0, shownAtOnce)}</tbody></table>
${rest.length === 0 ? null : markup`<details><summary>${formatCount(rest.length)} more</summary><table class="axis"><tbody>${rest}</tbody></table></details>`}</div>`;
}

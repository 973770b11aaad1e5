import type { CombinationCoverage, Report } from '../model.ts';
import { formatCount } from '../text/format-number.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** What the cases are designed over, the combinations of three values that they reach, and why others cannot be had. */
export function renderCombinations({ combinations }: Report): Markup | null {
  if (combinations.length === 0) return null;
  return markup`<section id="combinations"><h2>Combinations of three values</h2>
<p>Counted by what the cases themselves say. A case that raises covers only combinations with what it raises for; float64 asks what float32 asks, and is not counted apart.</p>
${combinations.map(renderDialect)}</section>`;
}

function renderDialect({ dialect, parameters, possible, covered, missing, holes }: CombinationCoverage): Markup {
  const isWhole = covered === possible;
  const lacking = formatCount(possible - covered);
  return markup`<details><summary><b>${dialect}</b>: <span class="${isWhole ? 'good' : 'unsure'}">${formatCount(covered)} of ${formatCount(possible)}</span> possible combinations of ${formatCount(parameters.length)} parameters</summary>
<div class="scroll"><table><caption>Parameters and values</caption><tbody>${parameters.map(
    ({ name, values }) => markup`<tr><td>${name}</td><td class="words">${values.join(', ')}</td></tr>`,
  )}</tbody></table></div>
${missing.length === 0 ? null : markup`<div class="scroll"><table><caption>Missing (${formatCount(missing.length)} of ${lacking})</caption><tbody>${missing.map((one) => markup`<tr><td><code>${one}</code></td></tr>`)}</tbody></table></div>`}
<div class="scroll"><table><caption>Impossible, and why</caption><tbody>${holes.map(
    ({ reason, combinations }) =>
      markup`<tr><td class="words">${reason}</td><td class="number">${formatCount(combinations)}</td></tr>`,
  )}</tbody></table></div></details>`;
}

import type { DriftCell, DriftDifference, Report } from '../model.ts';
import { describeConsequences, describeShare, describeShared, isBeyondBounds } from '../text/describe-drift.ts';
import { describeValue } from '../text/describe-finding.ts';
import { formatCount, formatMagnitude } from '../text/format-number.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** Two golden sets held against each other: the numbers quantity by quantity, then everything else that differs. */
export function renderDrift({ drift }: Report): Markup | null {
  if (drift === null) return null;
  const { a, b, cells, differences } = drift;
  const consequences = describeConsequences(drift);
  return markup`<section id="drift"><h2>From <code>${a}</code> to <code>${b}</code> <small>${describeShared(drift)}</small></h2>
<div class="scroll"><table><caption>Numbers</caption><thead><tr><th scope="col">row</th><th scope="col">quantity</th><th scope="col" class="number">elements</th>
<th scope="col" class="number">of the same bits</th><th scope="col" class="number">others</th><th scope="col" class="number">undecided</th>
<th scope="col" class="number">farthest, in bounds</th></tr></thead>
<tbody>${cells.map((cell) => renderNumbers(cell))}</tbody></table></div>
<p class="quiet">A bound is what one conforming answer may be from the reference, its last rounding included: two that conform are at most 2 bounds apart. Undecided:
elements that differ where the bound says nothing. ${consequences}</p>
${differences.length === 0 ? null : renderDifferences(differences)}</section>`;
}

function renderNumbers({ dialect, row, quantity, elements, identical, undecided, worst }: DriftCell): Markup {
  const isBad = worst !== null && isBeyondBounds(worst.units);
  return markup`<tr><td class="name">${dialect} ${row}</td><td class="name"><code>${quantity}</code></td><td class="number">${formatCount(elements)}</td>
<td class="number">${describeShare(identical, elements)}</td><td class="number">${formatCount(elements - identical)}</td><td class="number">${formatCount(undecided)}</td>
<td class="number${isBad ? ' bad' : ''}" title="${worst?.case ?? ''}">${worst === null ? '-' : formatMagnitude(worst.units)}</td></tr>
`;
}

function renderDifferences(differences: readonly DriftDifference[]): Markup {
  return markup`<div class="scroll"><table><caption>What else differs</caption><thead><tr><th scope="col">kind</th><th scope="col">quantity</th>
<th scope="col" class="number">scenarios</th><th scope="col">from</th><th scope="col">to</th></tr></thead>
<tbody>${differences.map(
    ({ kind, quantity, a, b, cases, firstCase }) => markup`<tr><td>${kind}</td><td class="name"><code>${quantity}</code></td>
<td class="number" title="${firstCase}">${formatCount(cases)}</td><td class="words">${describeValue(a)}</td><td class="words">${describeValue(b)}</td></tr>
`,
  )}</tbody></table></div>`;
}

import type { KnownDifferenceResult, Report } from '../model.ts';
import { formatCount } from '../text/format-number.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** The differences that versions are known to have: where each shows, why, and which are out of date. */
export function renderKnownDifferences({ knownDifferences }: Report): Markup | null {
  if (knownDifferences.length === 0) return null;
  return markup`<section id="known"><h2>Known differences</h2>
<div class="scroll"><table><thead><tr><th scope="col">golden set</th><th scope="col">difference</th><th scope="col" class="number">cases</th>
<th scope="col" class="number">findings</th><th scope="col">why</th><th scope="col">tracked</th></tr></thead>
<tbody>${knownDifferences.map((known) => renderKnown(known))}</tbody></table></div>
<p class="quiet">Their findings fail no case. One that the whole golden set no longer shows fails the run.</p></section>`;
}

function renderKnown({ id, goldenSet, reason, issue, cases, findings, firstCase, outdated }: KnownDifferenceResult): Markup {
  const why = outdated ? markup`<td class="words bad">✗ no longer differs</td>` : markup`<td class="words">${reason}</td>`;
  return markup`<tr><td class="name"><code>${goldenSet}</code></td><td class="name"><code>${id}</code></td>
<td class="number" title="${firstCase ?? ''}">${formatCount(cases)}</td><td class="number">${formatCount(findings)}</td>${why}<td>${issue}</td></tr>
`;
}

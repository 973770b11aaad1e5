import type { Report } from '../model.ts';
import { formatQuantity } from '../text/format-number.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** The sentences of the source document with their verdicts and the cases that are their evidence. */
export function renderClaims({ claims }: Report): Markup | null {
  if (claims.length === 0) return null;
  return markup`<section id="claims"><h2>Claims of the document</h2>
<div class="scroll"><table><thead><tr><th scope="col">claim</th><th scope="col">place</th><th scope="col">verdict</th><th scope="col">evidence</th></tr></thead>
<tbody>${claims.map(
    ({ id, place, verdict, evidence }) => markup`<tr><td><code>${id}</code></td><td class="words">${place}</td><td>${verdict}</td>
<td>${renderEvidence(evidence)}</td></tr>
`,
  )}</tbody></table></div></section>`;
}

function renderEvidence(evidence: readonly string[]): Markup {
  if (evidence.length === 0) return markup`<span class="quiet">none</span>`;
  const list = evidence.map((id) => markup`<li><code>${id}</code></li>`);
  return markup`<details><summary>${formatQuantity(evidence.length, 'case')}</summary><ul>${list}</ul></details>`;
}

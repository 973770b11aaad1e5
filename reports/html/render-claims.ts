import { describeClaims, undecidedClaims } from '../judge-claims.ts';
import type { ClaimEvidence, ClaimResult, ClaimVerdict, Report } from '../model.ts';
import { formatCount, formatQuantity } from '../text/format-number.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** What the source document says and what it leaves out, part by part, with verdicts and the cases that prove them. */
export function renderClaims(report: Report): Markup | null {
  const { claims } = report;
  if (claims.length === 0) return null;
  const undecided = undecidedClaims(report);
  const decided = claims.filter((claim) => !undecided.includes(claim));
  return markup`<section id="claims"><h2>Claims of the document <small>${describeClaims(report)}</small></h2>
<p class="quiet">Computed from recorded traces: a case supports a claim where its trace is what the claim says and not what would be otherwise. Of a gate, small
cases are heard alone; <code>syncbn-oracle claims</code> hears all.</p>
${decided.length === 0 ? null : renderTable(decided)}
${
  undecided.length === 0
    ? null
    : markup`<details><summary>${formatQuantity(undecided.length, 'claim')} that these cases do not decide</summary>${renderTable(undecided)}</details>`
}</section>`;
}

function renderTable(claims: readonly ClaimResult[]): Markup {
  const parts = [...Map.groupBy(claims, ({ part }) => part)];
  return markup`<div class="scroll"><table class="claims"><thead><tr><th scope="col">claim</th><th scope="col">verdict</th><th scope="col" class="number">for</th><th scope="col" class="number">against</th></tr></thead>
${parts.map(
  ([part, own]) => markup`<tbody><tr><th scope="rowgroup" colspan="4">${part}</th></tr>
${own.map(renderClaim)}</tbody>
`,
)}</table></div>`;
}

function renderClaim(claim: ClaimResult): Markup {
  const { id, place, text, verdict, note, supporting, contradicting } = claim;
  return markup`<tr><td class="words">${text} <small>${place === '' ? null : `${place} · `}<code>${id}</code></small>${note === null ? null : markup`<p>${note}</p>`}
${supporting.cases + contradicting.cases === 0 ? null : markup`<details><summary>evidence</summary>${renderEvidence('for', supporting)}${renderEvidence('against', contradicting)}</details>`}</td>
<td class="${classOf(verdict)}">${verdict}</td>${renderCount(supporting.cases)}${renderCount(contradicting.cases)}</tr>
`;
}

function renderCount(cases: number): Markup {
  return cases === 0 ? markup`<td class="number quiet">0</td>` : markup`<td class="number">${formatCount(cases)}</td>`;
}

function renderEvidence(side: string, { cases, first }: ClaimEvidence): Markup | null {
  if (cases === 0) return null;
  const list = first.map(({ replay }) => markup`<li><code>${replay}</code><button type="button" class="copy">copy</button></li>`);
  const more = cases > first.length ? markup`<li class="quiet">and ${formatCount(cases - first.length)} more</li>` : null;
  return markup`<p class="quiet">${side}</p><ul>${list}${more}</ul>`;
}

function classOf(verdict: ClaimVerdict): string {
  if (verdict === 'confirmed') return 'name good';
  if (verdict === 'refuted') return 'name bad';
  return verdict === 'refined' ? 'name unsure' : 'name quiet';
}

import { describeMutants, escapesOf } from '../judge-mutants.ts';
import type { MutantResult, Report, SuiteVerdict, ToleranceResult } from '../model.ts';
import { formatCount } from '../text/format-number.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { renderKillMatrix } from './render-kill-matrix.ts';

/** The known defects: whether each was caught and how soon, what is certified, what others would have noticed; then the kill matrix. */
export function renderMutants(report: Report): Markup | null {
  const { mutants, tolerances } = report;
  if (mutants.length === 0) return null;
  const grades = mutants[0]?.certificates.map(({ grade }) => grade) ?? [];
  return markup`<section id="mutants"><h2>Mutants <small>${describeMutants(report)}</small></h2>
<div class="scroll"><table class="mutants"><caption>Who notices a known defect</caption><thead><tr><th scope="col">defect</th><th scope="col">status</th>
<th scope="col" class="number">first kill</th><th scope="col" class="number">killing cases</th><th scope="col" class="number">of</th><th scope="col" class="number">fuzzing</th>
${grades.map((grade) => markup`<th scope="col" class="number">certified ${grade}</th>`)}<th scope="col">assert_close</th><th scope="col">1e-3</th>
<th scope="col">torch's suite</th><th scope="col">MindSpore's suite</th></tr></thead>
<tbody>${mutants.map((mutant) => renderMutant(mutant, report))}</tbody></table></div>
<p class="quiet">First kill and fuzzing: how many cases it took. Certified: cases in which no answer conforms both to the mutant and to the reference. The suites are
those of the frameworks, as described in public sources.</p>
${tolerances.length === 0 ? null : markup`<ul>${tolerances.map((tolerance) => renderTolerance(tolerance))}</ul>`}
${renderKillMatrix(report)}</section>`;
}

function renderMutant(mutant: MutantResult, { summary, interrupted }: Report): Markup {
  const { id, defect, references, firstKill, firstCase, fuzz, certificates } = mutant;
  const escapes = interrupted ? [] : escapesOf(mutant, summary);
  const status =
    escapes.length === 0
      ? markup`<td class="status good">✓ caught</td>`
      : markup`<td class="status bad">✗ not caught <small>${escapes.join('; ')}</small></td>`;
  return markup`<tr><th scope="row"><code>${id}</code> <small>${[defect, ...references].join(' · ')}</small></th>${status}
<td class="number" title="${firstCase ?? ''}">${renderPlace(firstKill)}</td><td class="number">${formatCount(mutant.killingCases)}</td><td class="number">${formatCount(mutant.cases)}</td>
<td class="number">${fuzz === null ? '-' : fuzz.firstKill === null ? `none of ${formatCount(fuzz.cases)}` : renderPlace(fuzz.firstKill)}</td>
${certificates.map(
  ({ cases, firstCase: proof, quantity }) =>
    markup`<td class="number${cases === 0 ? ' unsure' : ''}" title="${[quantity, proof].filter((part) => part !== null).join(': ')}">${formatCount(cases)}</td>`,
)}${renderNoticed(mutant.assertClose)}${renderNoticed(mutant.rtol1e3)}${renderSuite(mutant.suites.torch)}${renderSuite(mutant.suites.mindspore)}</tr>
`;
}

function renderPlace(place: number | null): string {
  return place === null ? '-' : formatCount(place);
}

function renderNoticed(noticed: boolean | null): Markup {
  if (noticed === null) return markup`<td class="quiet">-</td>`;
  return noticed ? markup`<td>killed</td>` : markup`<td class="unsure">lives</td>`;
}

function renderSuite(verdict: SuiteVerdict): Markup {
  if (verdict === 'killed') return markup`<td>killed</td>`;
  return verdict === 'survived' ? markup`<td class="unsure">lives</td>` : markup`<td class="quiet" title="${verdict}">-</td>`;
}

function renderTolerance({ name, mutants, killed, recorded, rejected }: ToleranceResult): Markup {
  const share = recorded === 0 ? '' : ` (${((100 * rejected) / recorded).toFixed(1)}%)`;
  return markup`<li><code>${name}</code> kills ${formatCount(killed)} of ${formatCount(mutants)} and rejects ${formatCount(rejected)} of ${formatCount(recorded)} recorded answers that are right${share}.</li>
`;
}

import type { CaseResult, Report } from '../model.ts';
import { formatCount, formatSeconds } from '../text/format-number.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

const shownAtMost = 20_000;
const openedUpTo = 40;

/** All cases in a table that filters by text (with script) and by what did not pass (without). */
export function renderCases(report: Report): Markup | null {
  const { cases, findings } = report;
  if (cases.length === 0) return null;
  const firstFinding = new Map(findings.map((finding, index) => [finding.case, index + 1] as const).toReversed());
  const listed = listCases(cases);
  const left = cases.length - listed.length;
  return markup`<section id="cases"><h2>Cases</h2>
<details${cases.length <= openedUpTo ? markup` open` : null}><summary>All ${formatCount(cases.length)} cases</summary>
<div class="filter"><input id="filter" class="scripted" type="search" placeholder="words of the id, row, method or reason" aria-label="Filter the cases">
<label><input type="checkbox" id="not-passed"> only what did not pass</label> <output class="scripted" id="shown"></output></div>
<div class="scroll"><table class="cases"><thead><tr><th scope="col">status</th><th scope="col">case</th><th scope="col">rows</th><th scope="col">method</th>
<th scope="col" class="number">elements</th><th scope="col" class="number">time</th></tr></thead>
<tbody>${listed.map((result) => renderCase(result, firstFinding.get(result.id)))}</tbody></table></div>
${left > 0 ? markup`<p class="quiet">${formatCount(left)} more passed cases are in report.json.</p>` : null}</details></section>`;
}

function renderCase(result: CaseResult, finding: number | undefined): Markup {
  const id = finding === undefined ? markup`${result.id}` : markup`<a href="#finding-${finding}">${result.id}</a>`;
  const reason = result.reason === null ? null : markup`<small>${result.reason}</small>`;
  return markup`<tr class="${result.status}"><td>${result.status}</td><td class="id">${id}${reason}</td><td>${result.rows.join(', ')}</td><td>${result.method}</td><td class="number">${formatCount(result.elements)}</td><td class="number">${formatSeconds(result.seconds)}</td></tr>
`;
}

/** Everything that did not pass, and as many of the passed cases as a browser bears. */
function listCases(cases: readonly CaseResult[]): readonly CaseResult[] {
  let room = shownAtMost - cases.filter((result) => result.status !== 'passed').length;
  return cases.filter((result) => {
    if (result.status !== 'passed') return true;
    room -= 1;
    return room >= 0;
  });
}

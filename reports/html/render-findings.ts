import type { Finding, Report } from '../model.ts';
import { describeError, describeExtent, describePlace, describeValue } from '../text/describe-finding.ts';
import { formatCount } from '../text/format-number.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** Each finding as a card: where, expected, actual, error and bound, hint, replay. */
export function renderFindings({ findings, summary, diagnoses }: Report): Markup | null {
  if (summary.findings === 0 && findings.length === 0) return null;
  const more = summary.findings - findings.length;
  return markup`<section id="findings"><h2>Findings <small>${formatCount(summary.findings)}</small></h2>
${diagnoses.length === 0 ? null : renderDiagnoses(diagnoses)}
${findings.map((finding, index) => renderFinding(finding, index))}
${more > 0 ? markup`<p>${formatCount(more)} more findings were counted but not kept. Raise <code>--max-findings</code> to see them.</p>` : null}
</section>`;
}

function renderDiagnoses(diagnoses: Report['diagnoses']): Markup {
  return markup`<p>The answers that differ are consistent with:</p>
<ul class="diagnoses">${diagnoses.map(
    ({ mutant, defect, explained, failing }) =>
      markup`<li>${defect} <small>(<code>${mutant}</code>, ${formatCount(explained)} of ${formatCount(failing)} failing cases looked at)</small></li>
`,
  )}</ul>`;
}

function renderFinding(finding: Finding, index: number): Markup {
  const error = describeError(finding);
  const extent = describeExtent(finding);
  return markup`<article class="finding" id="finding-${index + 1}">
<h3><code>${finding.quantity}</code> ${describePlace(finding)}${extent === '' ? null : markup` <small>${extent}</small>`}</h3>
<p class="case"><code>${finding.case}</code> <small>${finding.dialect}, ${finding.method}, ${finding.row}</small></p>
<dl><dt>expected</dt><dd class="value">${describeValue(finding.expected)}</dd>
<dt>actual</dt><dd class="value bad">${describeValue(finding.actual)}</dd>
${error === '' ? null : markup`<dt>error</dt><dd>${error}</dd>`}
${finding.hint === '' ? null : markup`<dt>hint</dt><dd>${finding.hint}</dd>`}
<dt>replay</dt><dd class="replay"><code>${finding.replay}</code><button type="button" class="copy">copy</button></dd></dl>
</article>
`;
}

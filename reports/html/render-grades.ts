import { meets } from '../meets-grade.ts';
import type { Graded, QuantityGrade, Report } from '../model.ts';
import { formatCount } from '../text/format-number.ts';
import { formatShare } from '../text/format-share.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

const meanings: Readonly<Record<Graded, string>> = {
  'A+': 'as exact as two passes in any order',
  A: 'as exact as Welford or merged ranks',
  B: 'as exact as one pass: unfit for a mean that is large against the deviation',
  fail: 'outside every class of correct algorithms',
};

/** The grade of each quantity, how many channels are in each class, and the case that decided it. */
export function renderGrades({ grades, summary }: Report): Markup | null {
  if (grades.length === 0) return null;
  const counts = ['A+', 'A', 'B', 'fail', 'uninformative'] as const;
  return markup`<section id="grades"><h2>Grades <small>${summary.requiredGrade} or better is required</small></h2>
<div class="scroll"><table><thead><tr><th scope="col">dialect</th><th scope="col">quantity</th><th scope="col">grade</th>
${counts.map((name) => markup`<th scope="col" class="number">${name}</th>`)}<th scope="col" class="number">typical</th><th scope="col">decided by</th></tr></thead>
<tbody>${grades.map(
    (
      one,
    ) => markup`<tr><td>${one.dialect}</td><td class="name"><code>${one.quantity}</code></td>${renderGrade(one, summary.requiredGrade)}
${counts.map((name) => markup`<td class="number">${formatCount(one.channels[name])}</td>`)}${renderTypical(one)}<td class="id decision">${renderDecision(one)}</td></tr>
`,
  )}</tbody></table></div>
<p class="quiet">Counted in channels of a tensor. ${Object.entries(meanings)
    .map(([grade, meaning]) => `${grade}: ${meaning}.`)
    .join(' ')} Uninformative: the bounds say nothing.</p>
<p class="quiet">Typical: how many elements would also pass if the rounding errors of a sum were independent, so that they grew with the square root of the number of its terms and not
with that number. A label of quality that decides nothing: correct code that adds in sequence leaves that bound on constant channels and ramps.</p></section>`;
}

function renderGrade({ grade }: QuantityGrade, required: Graded): Markup {
  if (grade === null) return markup`<td class="unsure">none</td>`;
  return meets(grade, required) ? markup`<td class="good">${grade}</td>` : markup`<td class="bad">${grade}</td>`;
}

function renderTypical({ typical }: QuantityGrade): Markup {
  const { within, of } = typical;
  const words = `${formatCount(within)} of ${formatCount(of)} elements: a label, it decides nothing`;
  return markup`<td class="number quiet" title="${words}">${formatShare(within, of)}</td>`;
}

function renderDecision({ grade, decidedBy }: QuantityGrade): Markup | null {
  if (decidedBy === null || grade === 'A+') return null;
  const { step, rank, channel } = decidedBy;
  const place = [`step ${step}`, ...(rank === null ? [] : [`rank ${rank}`]), ...(channel === null ? [] : [`channel ${channel}`])];
  return markup`<code>${decidedBy.case}</code><small>${place.join(', ')}</small>`;
}

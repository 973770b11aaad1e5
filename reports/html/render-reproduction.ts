import type { ReproducedQuantity, Report, Reproduction } from '../model.ts';
import { describeChange, describeReproduction, describeWords } from '../text/describe-reproduction.ts';
import { formatCount, formatUse } from '../text/format-number.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** What each framework answered when it was asked again: what has changed around it, a row a quantity, and the words. */
export function renderReproduction({ reproduction }: Report): Markup | null {
  if (reproduction.length === 0) return null;
  return markup`<section id="reproduction"><h2>Recorded again</h2>
${reproduction.map((one) => renderOne(one))}
<p class="quiet">Bit-identical: any NaN is the same as any other, 0 and -0 are not. Outside: what came now is outside the acceptance interval of the reference (grade A).
The largest difference is that between then and now, in acceptance bounds; two right answers may be two of them apart, and more where the type itself is coarser than the bound. Not measured: elements that differ where the bound is
zero or says nothing.</p></section>`;
}

function renderOne(one: Reproduction): Markup {
  return markup`<h3>${describeReproduction(one)}</h3>
${one.ended === null ? null : markup`<p class="bad">${one.ended}</p>`}
${one.changes.length === 0 ? null : markup`<ul>${one.changes.map((change) => markup`<li class="unsure">${describeChange(change)}</li>`)}</ul>`}
${
  one.quantities.length === 0
    ? null
    : markup`<div class="scroll"><table><thead><tr><th scope="col">quantity</th><th scope="col" class="number">elements</th><th scope="col" class="number">bit-identical</th>
<th scope="col" class="number">outside</th><th scope="col" class="number">not measured</th><th scope="col" class="number">largest difference</th><th scope="col">in case</th></tr></thead>
<tbody>${one.quantities.map((quantity) => renderQuantity(quantity))}</tbody></table></div>
<p>${describeWords(one)}</p>`
}`;
}

function renderQuantity({ quantity, elements, identical, outside, unmeasured, largest }: ReproducedQuantity): Markup {
  const isSame = identical === elements;
  return markup`<tr><td class="name"><code>${quantity}</code></td><td class="number">${formatCount(elements)}</td><td class="number ${isSame ? 'good' : 'unsure'}">${formatCount(identical)}</td>
<td class="number${outside > 0 ? ' bad' : ''}">${formatCount(outside)}</td><td class="number">${formatCount(unmeasured)}</td>
<td class="number">${largest === null ? '-' : formatUse(largest.bounds)}</td><td class="id">${largest?.case ?? null}</td></tr>
`;
}

import type { MutantResult, Report } from '../model.ts';
import { killsByQuantity, rowsKilledIn } from '../summarise-kills.ts';
import { formatCount } from '../text/format-number.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** The kill matrix: a table a dialect, mutants by quantities, with the rows of the state table in which they are killed. */
export function renderKillMatrix({ mutants }: Report): Markup | null {
  const dialects = [...new Set(mutants.flatMap(({ kills }) => kills.map(({ dialect }) => dialect)))];
  if (dialects.length === 0) return null;
  return markup`${dialects.map((dialect) => renderDialect(dialect, mutants))}
<p class="quiet">Cases that kill a mutant by a quantity. A case that visits several rows counts in each.</p>`;
}

function renderDialect(dialect: string, mutants: readonly MutantResult[]): Markup {
  const own = mutants.filter((mutant) => mutant.dialects.includes(dialect));
  const totals = own.map((mutant) => new Map(killsByQuantity(mutant, dialect).map(({ name, cases }) => [name, cases])));
  const quantities = [...new Set(totals.flatMap((total) => [...total.keys()]))].toSorted();
  return markup`<div class="scroll"><table class="kills"><caption>Kill matrix, ${dialect}.nn.SyncBatchNorm</caption><thead><tr><th scope="col">mutant</th>
${quantities.map((quantity) => markup`<th scope="col" class="number">${quantity}</th>`)}<th scope="col">rows</th></tr></thead>
<tbody>${own.map(
    (mutant, index) => markup`<tr><th scope="row"><code>${mutant.id}</code></th>
${quantities.map((quantity) => renderCount(totals[index]?.get(quantity) ?? 0))}<td>${rowsKilledIn(mutant, dialect).join(', ')}</td></tr>
`,
  )}</tbody></table></div>`;
}

function renderCount(cases: number): Markup {
  return cases === 0 ? markup`<td class="number quiet">0</td>` : markup`<td class="number">${formatCount(cases)}</td>`;
}

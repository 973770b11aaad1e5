import { explainRowSum, groupCells } from '../group-cells.ts';
import type { StateTable } from '../group-cells.ts';
import type { BoundUse, Cell, Report } from '../model.ts';
import { formatCount, formatUse } from '../text/format-number.ts';
import { drawBar } from './bar.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** The two state tables of the document, each row with its status and counts. */
export function renderStateTables(report: Report): Markup | null {
  if (report.cells.length === 0) return null;
  const note = explainRowSum(report);
  return markup`<section id="states"><h2>Status under different parameters</h2>
${groupCells(report.cells).map((table) => renderTable(table))}
<p class="quiet">Bound use is the largest share of an acceptance bound that an answer needed: 1 is the edge.${note === null ? null : ` The rows need not add up to the number of cases: ${note}.`}</p>
</section>`;
}

function renderTable(table: StateTable): Markup {
  return markup`<div class="scroll"><table class="states"><caption>${table.title}</caption>
<thead><tr>${table.columns.map((name) => markup`<th scope="col" class="key"><code>${breakable(name)}</code></th>`)}
<th scope="col" class="status">status</th><th scope="col" class="number">cases</th><th scope="col" class="number">passed</th>
<th scope="col" class="number">failed</th><th scope="col" class="number elements">elements</th><th scope="col" class="use">worst bound use</th></tr></thead>
<tbody>${table.rows.map(({ values, cell }) => renderRow(values, cell))}</tbody></table></div>`;
}

/** A name that a narrow column may break behind its underscores. */
function breakable(name: string): Markup {
  const parts = name.split('_');
  return markup`${parts.map((part, index) => (index === parts.length - 1 ? markup`${part}` : markup`${part}_<wbr>`))}`;
}

function renderRow(values: readonly string[], cell: Cell): Markup {
  return markup`<tr>${values.map((value) => markup`<td><code>${value}</code></td>`)}
${renderStatus(cell)}<td class="number">${formatCount(cell.cases)}</td>
<td class="number">${formatCount(cell.passed)}</td><td class="number${cell.failed > 0 ? ' bad' : ''}">${formatCount(cell.failed)}</td>
<td class="number">${formatCount(cell.elements)}</td><td class="use">${renderUse(cell.worstBoundUse)}</td></tr>
`;
}

function renderStatus(cell: Cell): Markup {
  if (cell.failed > 0) return markup`<td class="status bad">✗ differs</td>`;
  if (cell.passed === 0) return markup`<td class="status unsure">not judged</td>`;
  const left = cell.cases - cell.passed;
  return markup`<td class="status good">✓ as expected${left > 0 ? markup` <small>${formatCount(left)} not judged</small>` : null}</td>`;
}

function renderUse(worst: BoundUse | null): Markup {
  if (worst === null) return markup`<span class="quiet">none</span>`;
  return markup`${drawBar(worst.use)}<span title="${worst.case}"><b>${formatUse(worst.use)}</b> ${worst.quantity}</span>`;
}

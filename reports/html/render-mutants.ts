import type { Report } from '../model.ts';
import { formatCount } from '../text/format-number.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** The planted defects: whether each was caught, and the first case that caught it. */
export function renderMutants({ mutants }: Report): Markup | null {
  if (mutants.length === 0) return null;
  const killed = mutants.filter((mutant) => mutant.killed).length;
  return markup`<section id="mutants"><h2>Mutants <small>${formatCount(killed)} of ${formatCount(mutants.length)} caught</small></h2>
<div class="scroll"><table><thead><tr><th scope="col">planted defect</th><th scope="col">caught</th><th scope="col">certified</th><th scope="col">first case</th></tr></thead>
<tbody>${mutants.map(
    (
      mutant,
    ) => markup`<tr><td><code>${mutant.id}</code></td>${mutant.killed ? markup`<td class="good">✓ caught</td>` : markup`<td class="bad">✗ not caught</td>`}
<td>${mutant.certified ? 'yes' : 'no'}</td><td class="id">${mutant.firstCase === null ? null : markup`<code>${mutant.firstCase}</code>`}</td></tr>
`,
  )}</tbody></table></div></section>`;
}

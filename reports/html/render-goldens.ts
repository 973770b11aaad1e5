import type { GoldenFile, Report } from '../model.ts';
import { formatBytes, formatCount } from '../text/format-number.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** The golden files with what made them and their checksums. */
export function renderGoldens({ goldens }: Report): Markup | null {
  if (goldens.length === 0) return null;
  return markup`<section id="goldens"><h2>Goldens</h2>
<div class="scroll"><table class="goldens"><thead><tr><th scope="col">file</th><th scope="col">framework</th><th scope="col">lane</th><th scope="col">method</th>
<th scope="col" class="number">cases</th><th scope="col" class="number">size</th></tr></thead>
<tbody>${goldens.map((golden) => renderGolden(golden))}</tbody></table></div></section>`;
}

function renderGolden(golden: GoldenFile): Markup {
  const facts = Object.entries(golden.provenance).map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`);
  return markup`<tr><td class="id"><code>${golden.path}</code></td><td>${golden.framework} ${golden.version}</td><td>${golden.lane}</td><td><code>${golden.method}</code></td>
<td class="number">${formatCount(golden.cases)}</td><td class="number">${formatBytes(golden.bytes)}</td></tr>
<tr class="provenance"><td colspan="6"><details><summary>sha256 <code>${golden.sha256}</code></summary><dl class="facts">${facts}</dl></details></td></tr>
`;
}

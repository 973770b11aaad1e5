import type { Report } from '../model.ts';
import { formatCount } from '../text/format-number.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

const worth: ReadonlyMap<string, string> = new Map([
  ['module', 'The framework’s own module in one process.'],
  [
    'collective',
    'torch’s real module, autograd function and process groups; the five leaf kernels that exist only for accelerators are supplied for the CPU.',
  ],
  [
    'global-batch',
    'The framework’s real kernel on the concatenated batch of the group; parameter gradients are group sums, not one a rank.',
  ],
  ['shim', 'MindSpore’s real mint module with its missing kernels and collectives supplied.'],
  ['model', 'A lowering as read in the framework’s sources: never a recording.'],
  ['device', 'A real run on several devices.'],
]);

/** How the expected answers were obtained, what each way is worth, and which ways this report has nothing from. */
export function renderMethods({ methods }: Report): Markup | null {
  if (methods.length === 0) return null;
  const seen = new Set(methods.map(({ method }) => method));
  const unseen = [...worth.keys()].filter((method) => !seen.has(method));
  return markup`<section id="methods"><h2>Methods</h2>
<div class="scroll"><table><thead><tr><th scope="col">method</th><th scope="col" class="number">cases</th><th scope="col" class="number">passed</th>
<th scope="col" class="number">failed</th><th scope="col">what it is worth</th></tr></thead>
<tbody>${methods.map(
    ({
      method,
      cases,
      passed,
      failed,
    }) => markup`<tr><td class="name"><code>${method}</code></td><td class="number">${formatCount(cases)}</td>
<td class="number">${formatCount(passed)}</td><td class="number${failed > 0 ? ' bad' : ''}">${formatCount(failed)}</td><td class="words">${worth.get(method) ?? ''}</td></tr>
`,
  )}</tbody></table></div>
${unseen.length === 0 ? null : markup`<p class="quiet">No case of this report comes from: ${unseen.join(', ')}.</p>`}</section>`;
}

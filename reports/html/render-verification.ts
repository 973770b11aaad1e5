import { describeVerification } from '../judge-verify.ts';
import type { GoldenProblem, Report } from '../model.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** What is wrong with the goldens, file by file; that nothing is, in a sentence. */
export function renderVerification(report: Report): Markup | null {
  const { verification } = report;
  if (verification === null) return null;
  return markup`<section id="verification"><h2>Verification <small>${describeVerification(report)}</small></h2>
${
  verification.problems.length === 0
    ? markup`<p>Every file is as its manifest says: size, checksum, origin, columns and number of cases. Every case reads, and its id is that of its scenario.</p>`
    : markup`<div class="scroll"><table><thead><tr><th scope="col">file</th><th scope="col">case</th><th scope="col">problem</th></tr></thead>
<tbody>${verification.problems.map((problem) => renderProblem(problem))}</tbody></table></div>`
}</section>`;
}

function renderProblem({ path, case: id, problem }: GoldenProblem): Markup {
  return markup`<tr class="problem"><td class="id"><code>${path}</code></td><td class="id">${id}</td><td class="words">${problem}</td></tr>
`;
}

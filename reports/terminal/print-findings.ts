import type { ChalkInstance } from 'chalk';

import type { Finding, Report } from '../model.ts';
import { describeError, describeExtent, describePlace, describeValue } from '../text/describe-finding.ts';
import { formatCount, formatQuantity } from '../text/format-number.ts';
import { showControls } from '../text/show-controls.ts';

/** Each finding as a block of lines, then how many the report leaves out. */
export function printFindings(report: Report, chalk: ChalkInstance): readonly string[] {
  const blocks = report.findings.flatMap((finding, index) => [...(index === 0 ? [] : ['']), ...printFinding(finding, chalk)]);
  if (report.diagnoses.length > 0) blocks.push('', ...printDiagnoses(report, chalk));
  const more = report.summary.findings - report.findings.length;
  if (more <= 0) return blocks;
  const note = `... and ${formatQuantity(more, 'more finding')}: report.json lists every case that failed, --max-findings keeps more`;
  return [...blocks, ...(blocks.length > 0 ? [''] : []), note];
}

const mostDiagnoses = 5;

function printDiagnoses({ diagnoses }: Report, chalk: ChalkInstance): readonly string[] {
  return diagnoses.slice(0, mostDiagnoses).map(({ defect, explained, failing }) => {
    const share = `${formatCount(explained)} of ${formatQuantity(failing, 'failing case')} looked at`;
    return `${chalk.yellow('consistent with:')} ${showControls(defect)} ${chalk.dim(`(${share})`)}`;
  });
}

function printFinding(finding: Finding, chalk: ChalkInstance): readonly string[] {
  const show = showControls;
  const extent = describeExtent(finding);
  const error = describeError(finding);
  const place = [show(`${finding.quantity}: ${describePlace(finding)}`), ...(extent === '' ? [] : [chalk.dim(extent)])];
  return [
    `${chalk.red.bold('FAILED')} ${chalk.bold(show(finding.case))}   ${chalk.dim(show(`${finding.method}, ${finding.row}`))}`,
    `  ${place.join('   ')}`,
    `    ${chalk.dim('expected')}  ${show(describeValue(finding.expected))}`,
    `    ${chalk.dim('actual  ')}  ${chalk.red(show(describeValue(finding.actual)))}`,
    ...(error === '' ? [] : [`    ${chalk.dim('error   ')}  ${error}`]),
    ...(finding.hint === '' ? [] : [`  ${chalk.yellow('hint:')} ${show(finding.hint)}`]),
    `  ${chalk.cyan('replay:')} ${show(finding.replay)}`,
  ];
}

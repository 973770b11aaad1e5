import type { ChalkInstance } from 'chalk';

import { describeReference } from '../describe-reference.ts';
import { isVerification } from '../judge-verify.ts';
import type { Report } from '../model.ts';
import { summariseGoldens } from '../summarise-goldens.ts';
import { formatCount, formatQuantity } from '../text/format-number.ts';
import { showControls } from '../text/show-controls.ts';

/** What ran, what was judged, and against what. */
export function printHeader(report: Report, chalk: ChalkInstance): readonly string[] {
  const [verb = ''] = report.command.replace(/^syncbn-oracle\s+/u, '').split(' ');
  const goldens = summariseGoldens(report.goldens).map(({ framework, version, cases }, index) => {
    return `${framework} ${version} (${index === 0 ? formatQuantity(cases, 'case') : formatCount(cases)})`;
  });
  const facts = [
    ...(isVerification(report) ? [] : [['reference', describeReference(report)]]),
    ...(goldens.length === 0 ? [] : [['goldens', goldens.join(', ')]]),
  ].map(([name = '', value = '']) => `${chalk.dim(`${name}:`)} ${showControls(value)}`);
  const { name, version } = report.implementation;
  const judged = [
    `${chalk.dim('judged:')} ${showControls(`${name} ${version}`)}`,
    ...(report.seed === null ? [] : [`${chalk.dim('seed:')} ${report.seed}`]),
  ];
  return [[chalk.bold(showControls(`syncbn-oracle ${verb}`)), ...facts].join('   '), judged.join('   ')];
}

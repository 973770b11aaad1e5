import type { ChalkInstance } from 'chalk';

import type { Report } from '../model.ts';
import { formatCount, formatQuantity } from '../text/format-number.ts';
import { showControls } from '../text/show-controls.ts';

/** Everything that is counted over the whole run: methods, predicted errors, claims, mutants, uninformative elements. */
export function printTallies(report: Report, chalk: ChalkInstance): readonly string[] {
  const first = [printMethods(report, chalk), printErrors(report, chalk)].filter((part) => part !== '').join('      ');
  return [first, printClaims(report), printMutants(report, chalk), printUninformative(report, chalk)].filter(
    (line) => line !== '',
  );
}

function printMethods({ methods }: Report, chalk: ChalkInstance): string {
  if (methods.length === 0) return '';
  const counts = methods.map(({ method, cases, failed }) => {
    const count = `${showControls(method)} ${formatCount(cases)}`;
    return failed === 0 ? count : `${count} ${chalk.red(`(${formatCount(failed)} failed)`)}`;
  });
  return `methods: ${counts.join(' · ')}`;
}

function printErrors({ summary }: Report, chalk: ChalkInstance): string {
  const { predicted, raised } = summary.errorsPredicted;
  if (raised === 0) return '';
  const text = `errors predicted: ${formatCount(predicted)} of ${formatCount(raised)}`;
  return predicted === raised ? text : chalk.red(text);
}

function printClaims({ claims }: Report): string {
  if (claims.length === 0) return '';
  const verdicts = [...Map.groupBy(claims, (claim) => claim.verdict)];
  return `claims: ${verdicts.map(([verdict, own]) => `${showControls(verdict)} ${formatCount(own.length)}`).join(' · ')}`;
}

function printMutants({ mutants }: Report, chalk: ChalkInstance): string {
  if (mutants.length === 0) return '';
  const alive = mutants.filter((mutant) => !mutant.killed).map((mutant) => showControls(mutant.id));
  const text = `mutants: ${formatCount(mutants.length - alive.length)} of ${formatCount(mutants.length)} caught`;
  return alive.length === 0 ? text : `${text}, ${chalk.red(`not caught: ${alive.join(', ')}`)}`;
}

function printUninformative({ summary }: Report, chalk: ChalkInstance): string {
  if (summary.uninformative === 0) return '';
  return chalk.dim(
    `apart: ${formatQuantity(summary.uninformative, 'element')} whose bound says nothing, accepted but not counted as passed`,
  );
}

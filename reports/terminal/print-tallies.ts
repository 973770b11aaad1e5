import type { ChalkInstance } from 'chalk';

import { describeClaims, isClaimsRun } from '../judge-claims.ts';
import { describeMutants, escapedMutants } from '../judge-mutants.ts';
import { gradeOrder, meets } from '../meets-grade.ts';
import type { Graded, Report } from '../model.ts';
import { describeErrorKeys } from '../text/describe-error-keys.ts';
import { describeScreen, describeScreenedCases } from '../text/describe-screen.ts';
import { formatCount, formatQuantity } from '../text/format-number.ts';
import { formatShare } from '../text/format-share.ts';
import { showControls } from '../text/show-controls.ts';

/** Everything that is counted over the whole run: methods, predicted errors, grades, claims, mutants, uninformative elements. */
export function printTallies(report: Report, chalk: ChalkInstance): readonly string[] {
  const first = [printMethods(report, chalk), printErrors(report, chalk)].filter((part) => part !== '').join('      ');
  return [
    first,
    ...printScreen(report, chalk),
    printGrades(report, chalk),
    printTypical(report, chalk),
    printCombinations(report),
    printClaims(report),
    printMutants(report, chalk),
    ...printTolerances(report),
    ...printSuites(report),
    printUninformative(report, chalk),
  ].filter((line) => line !== '');
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
  const keys = describeErrorKeys(summary.errorsPredicted);
  return `${predicted === raised ? text : chalk.red(text)}${keys === '' ? '' : ` (${keys})`}`;
}

/** Who decided how much, and what went wrong on the way. */
function printScreen({ screen }: Report, chalk: ChalkInstance): readonly string[] {
  if (screen === null) return [];
  const lost =
    screen.lost === null ? [] : [chalk.yellow(`the adapter was lost, the exact core went on: ${showControls(screen.lost)}`)];
  return [`screen: ${describeScreen(screen)}`, `        ${describeScreenedCases(screen)}`, ...lost];
}

/** `grades: torch A+ (running_var A), mindspore A+`: the grade most quantities have, and apart those that have a worse one. */
function printGrades({ grades, summary }: Report, chalk: ChalkInstance): string {
  const parts = [...Map.groupBy(grades, ({ dialect }) => dialect)].flatMap(([dialect, own]) => {
    const best = gradeOrder.find((grade) => own.some((one) => one.grade === grade));
    if (best === undefined) return [];
    const worse = own.filter(({ grade }) => grade !== null && grade !== best);
    const apart = worse.map(({ quantity, grade }) => `${showControls(quantity)} ${paintGrade(grade, summary, chalk)}`);
    const rest = apart.length === 0 ? '' : ` (${apart.join(', ')})`;
    return [`${showControls(dialect)} ${paintGrade(best, summary, chalk)}${rest}`];
  });
  if (parts.length === 0) return '';
  return `grades: ${parts.join(' · ')}, required ${summary.requiredGrade}`;
}

/** `typical: 99.9% of 638,008 elements, were rounding errors independent (a label, it decides nothing)`. */
function printTypical({ grades }: Report, chalk: ChalkInstance): string {
  const [within, of] = (['within', 'of'] as const).map((part) => grades.reduce((sum, { typical }) => sum + typical[part], 0));
  if (within === undefined || of === undefined || of === 0) return '';
  const share = `${formatShare(within, of)} of ${formatQuantity(of, 'element')}`;
  return chalk.dim(`typical: ${share}, were rounding errors independent (a label, it decides nothing)`);
}

function paintGrade(grade: Graded | null, { requiredGrade }: Report['summary'], chalk: ChalkInstance): string {
  const text = grade ?? 'none';
  return grade === null || meets(grade, requiredGrade) ? text : chalk.red(text);
}

/** `claims: 44 claims of the document: 30 confirmed, 13 refined, 1 refuted; 40 findings beyond it: 40 confirmed`. */
function printClaims(report: Report): string {
  return report.claims.length === 0 || isClaimsRun(report) ? '' : `claims: ${describeClaims(report)}`;
}

/** `combinations of three values: torch 36,407 of 36,407 · mindspore 32,173 of 32,173`. */
function printCombinations({ combinations }: Report): string {
  if (combinations.length === 0) return '';
  const parts = combinations.map(
    ({ dialect, possible, covered }) => `${showControls(dialect)} ${formatCount(covered)} of ${formatCount(possible)}`,
  );
  return `combinations of three values: ${parts.join(' · ')}`;
}

function printMutants(report: Report, chalk: ChalkInstance): string {
  if (report.mutants.length === 0) return '';
  const escaped = escapedMutants(report).map(({ id }) => showControls(id));
  const text = `mutants: ${describeMutants(report)}`;
  return escaped.length === 0 ? text : `${text}, ${chalk.red(`not caught: ${escaped.join(', ')}`)}`;
}

/** `assert_close: kills 131 of 142, rejects 497 of 2,012 right answers (24.7%)`. */
function printTolerances({ tolerances }: Report): readonly string[] {
  return tolerances.map(({ name, mutants, killed, recorded, rejected }) => {
    const share = recorded === 0 ? '' : ` (${((100 * rejected) / recorded).toFixed(1)}%)`;
    return `${showControls(name)}: kills ${formatCount(killed)} of ${formatCount(mutants)}, rejects ${formatCount(rejected)} of ${formatCount(recorded)} right answers${share}`;
  });
}

/** `torch's own suite, as described: 60 of 120 live`. */
function printSuites({ mutants }: Report): readonly string[] {
  return (['torch', 'mindspore'] as const).flatMap((suite) => {
    const verdicts = mutants.map(({ suites }) => suites[suite]).filter((one) => one === 'killed' || one === 'survived');
    const alive = verdicts.filter((verdict) => verdict === 'survived').length;
    return verdicts.length === 0
      ? []
      : [`the suite of ${suite}, as described: lets ${formatCount(alive)} of ${formatCount(verdicts.length)} live`];
  });
}

function printUninformative({ summary }: Report, chalk: ChalkInstance): string {
  if (summary.uninformative === 0) return '';
  return chalk.dim(
    `apart: ${formatQuantity(summary.uninformative, 'element')} whose bound says nothing, accepted but not counted as passed`,
  );
}

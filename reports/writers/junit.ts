import { create } from 'xmlbuilder2';

import { escapedMutants, escapesOf, isMutantsRun } from '../judge-mutants.ts';
import { outdatedDifferences } from '../judge-report.ts';
import type { CaseResult, Finding, GoldenProblem, Report } from '../model.ts';
import { describeError, describeExtent, describePlace, describeValue } from '../text/describe-finding.ts';
import { showControls, showControlsInLines } from '../text/show-controls.ts';

type Builder = ReturnType<typeof create>;

/** The report as JUnit XML: a suite for each dialect and first state-table row, a test case for each case. */
export function writeJunit(report: Report): string {
  const findings = Map.groupBy(report.findings, (finding) => finding.case);
  const suites = Map.groupBy(report.cases, ({ dialect, rows }) => `${dialect}.${rows[0] ?? 'constructor'}`);
  const document = create({ version: '1.0', encoding: 'UTF-8' });
  const root = document.ele('testsuites', {
    name: `${report.tool.name} ${report.tool.version}`,
    ...countAll(report),
    time: report.seconds.toFixed(3),
  });
  for (const [name, cases] of suites) addSuite(root, name, cases, findings, report);
  if (isMutantsRun(report)) addMutants(root, report);
  addVerification(root, report);
  addKnownDifferences(root, report);
  return `${document.end({ prettyPrint: true })}\n`;
}

function addSuite(
  root: Builder,
  name: string,
  cases: readonly CaseResult[],
  findings: ReadonlyMap<string, readonly Finding[]>,
  report: Report,
): void {
  const seconds = cases.reduce((sum, result) => sum + result.seconds, 0);
  const counts = countCases(cases);
  const suite = root.ele('testsuite', {
    name: showAttribute(name),
    ...counts,
    time: seconds.toFixed(3),
    timestamp: showAttribute(report.startedAt),
  });
  const properties = suite.ele('properties');
  for (const [key, value] of listProperties(report)) properties.ele('property', { name: key, value: showAttribute(value) });
  for (const result of cases) addCase(suite, name, result, findings.get(result.id) ?? []);
}

function addCase(suite: Builder, suiteName: string, result: CaseResult, findings: readonly Finding[]): void {
  const test = suite.ele('testcase', {
    name: showAttribute(result.id),
    classname: showAttribute(`${suiteName}.${result.method}`),
    time: result.seconds.toFixed(3),
  });
  const message = showAttribute(result.reason ?? '');
  if (result.status === 'skipped' || result.status === 'known') test.ele('skipped', { message });
  if (result.status !== 'failed' && result.status !== 'errored') return;
  const type = findings[0]?.quantity ?? result.status;
  const text = findings.length === 0 ? (result.reason ?? '') : findings.map((finding) => describe(finding)).join('\n\n');
  test
    .ele(result.status === 'failed' ? 'failure' : 'error', { message, type: showAttribute(type) })
    .txt(escapeAmpersands(showControlsInLines(text)));
}

/** A test case for each mutant of a run about mutants: it fails where the mutant escaped. */
function addMutants(root: Builder, report: Report): void {
  const suite = root.ele('testsuite', {
    name: 'mutants',
    ...countMutants(report),
    time: report.seconds.toFixed(3),
    timestamp: showAttribute(report.startedAt),
  });
  const properties = suite.ele('properties');
  for (const [key, value] of listProperties(report)) properties.ele('property', { name: key, value: showAttribute(value) });
  const escaped = new Set(escapedMutants(report));
  for (const mutant of report.mutants) {
    const test = suite.ele('testcase', { name: showAttribute(mutant.id), classname: 'mutants', time: '0.000' });
    if (!escaped.has(mutant)) continue;
    const message = showAttribute(escapesOf(mutant, report.summary).join('; '));
    test.ele('failure', { message, type: 'escaped' }).txt(escapeAmpersands(showControlsInLines(mutant.defect)));
  }
}

/** A test case for each known difference: it fails where it no longer differs. */
function addKnownDifferences(root: Builder, report: Report): void {
  if (report.knownDifferences.length === 0) return;
  const suite = root.ele('testsuite', {
    name: 'known differences',
    ...countKnown(report),
    time: '0.000',
    timestamp: showAttribute(report.startedAt),
  });
  for (const { goldenSet, id, reason, outdated } of report.knownDifferences) {
    const test = suite.ele('testcase', {
      name: showAttribute(`${goldenSet} ${id}`),
      classname: 'known differences',
      time: '0.000',
    });
    if (outdated)
      test.ele('failure', { message: 'no longer differs', type: 'outdated' }).txt(escapeAmpersands(showControlsInLines(reason)));
  }
}

function countKnown(report: Report): Counts {
  return { tests: report.knownDifferences.length, failures: outdatedDifferences(report).length, errors: 0, skipped: 0 };
}

function countMutants(report: Report): Counts {
  return { tests: report.mutants.length, failures: escapedMutants(report).length, errors: 0, skipped: 0 };
}

/** A test case for each golden file of a verification: it fails where something is wrong with it. */
function addVerification(root: Builder, report: Report): void {
  const counts = countFiles(report);
  if (counts.tests === 0) return;
  const suite = root.ele('testsuite', {
    name: 'goldens',
    ...counts,
    time: report.seconds.toFixed(3),
    timestamp: showAttribute(report.startedAt),
  });
  for (const [path, problems] of problemsByFile(report)) {
    const test = suite.ele('testcase', { name: showAttribute(path), classname: 'goldens', time: '0.000' });
    const [first] = problems;
    if (first === undefined) continue;
    const text = problems.map(({ case: id, problem }) => (id === null ? problem : `${id}: ${problem}`)).join('\n');
    test
      .ele('failure', { message: showAttribute(first.problem), type: 'broken' })
      .txt(escapeAmpersands(showControlsInLines(text)));
  }
}

/** Every file of a verification, and whatever else has a problem, with its problems. */
function problemsByFile({ verification, goldens }: Report): ReadonlyMap<string, readonly GoldenProblem[]> {
  if (verification === null) return new Map();
  const problems = Map.groupBy(verification.problems, ({ path }) => path);
  return new Map([...goldens.map(({ path }) => [path, problems.get(path) ?? []] as const), ...problems]);
}

function countFiles(report: Report): Counts {
  const files = [...problemsByFile(report).values()];
  return { tests: files.length, failures: files.filter((problems) => problems.length > 0).length, errors: 0, skipped: 0 };
}

function countAll(report: Report): Counts {
  const cases = isMutantsRun(report) ? countMutants(report) : countCases(report.cases);
  const parts = [cases, countFiles(report), countKnown(report)];
  const sum = (count: keyof Counts): number => parts.reduce((total, part) => total + part[count], 0);
  return { tests: sum('tests'), failures: sum('failures'), errors: sum('errors'), skipped: sum('skipped') };
}

function describe(finding: Finding): string {
  const error = describeError(finding);
  const extent = describeExtent(finding);
  return [
    `${finding.quantity}: ${describePlace(finding)}${extent === '' ? '' : `; ${extent}`}`,
    `expected: ${describeValue(finding.expected)}`,
    `actual: ${describeValue(finding.actual)}`,
    ...(error === '' ? [] : [`error: ${error}`]),
    ...(finding.hint === '' ? [] : [`hint: ${finding.hint}`]),
    `replay: ${finding.replay}`,
  ].join('\n');
}

function listProperties(report: Report): readonly (readonly [string, string])[] {
  return [
    ['command', report.command],
    ['implementation', `${report.implementation.name} ${report.implementation.version}`],
    ['reference', report.environment.reference],
    ['interrupted', String(report.interrupted)],
    ...(report.seed === null ? [] : [['seed', String(report.seed)] as const]),
  ];
}

function showAttribute(text: string): string {
  return escapeAmpersands(showControls(text));
}

/** xmlbuilder2 passes on what looks like an entity (`&nbsp;`, `&#0;`), but these texts mean themselves. */
function escapeAmpersands(text: string): string {
  return text.replaceAll('&', '&amp;');
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

function countCases(cases: readonly CaseResult[]): Counts {
  const count = (status: CaseResult['status']): number => cases.filter((result) => result.status === status).length;
  return { tests: cases.length, failures: count('failed'), errors: count('errored'), skipped: count('skipped') + count('known') };
}

import type { RunContext } from './describe-run.ts';
import { describeRun } from './describe-run.ts';
import { mindsporeStateTable, torchStateTable } from '../../oracle/state-tables.ts';
import { measureCoverage } from '../../generators/coverage/measure-coverage.ts';
import { coverageModels } from '../../generators/coverage/plan-covering.ts';
import { catalogue } from '../../oracle/errors/catalogue.ts';
import { dialects } from '../../oracle/scenario.ts';
import type {
  BoundUse,
  CaseStatus,
  Cell,
  CombinationCoverage,
  CoverageAxis,
  Finding,
  KnownDifferenceResult,
  MethodCount,
  Report,
} from '../../reports/model.ts';
import { reportNumber } from '../../reports/model.ts';
import type { Grade } from '../../oracle/accept/grade.ts';
import { gradeQuantities, worstGrade } from './grade-quantities.ts';
import type { JudgedCase } from './judge-case.ts';
import type { ScreenFacts } from './summarise-screen.ts';
import { summariseScreen } from './summarise-screen.ts';

/** What the report says that no case decides. */
export interface ReportContext extends RunContext {
  readonly maxFindings: number;
  readonly requiredGrade: Grade;
  /** What the document says, decided by the same cases. */
  readonly claims: Report['claims'];
  /** Where the known differences show that were taken out of the judged cases. */
  readonly knownDifferences: readonly KnownDifferenceResult[];
  /** What the failing cases are consistent with, and the words for each of them that has any. */
  readonly diagnoses: Report['diagnoses'];
  readonly hints: ReadonlyMap<string, string>;
  /** Of an accelerated reference, where one was asked. */
  readonly screen?: ScreenFacts | null;
}

/** In the order in which reports list them. */
const methods = ['module', 'collective', 'global-batch'];

/** Adds up judged cases to the report of a gate. */
export function buildReport(judged: readonly JudgedCase[], context: ReportContext): Report {
  const having = (status: CaseStatus): number => judged.filter(({ result }) => result.status === status).length;
  const grades = gradeQuantities(judged);
  const findings = judged.flatMap((one) => one.findings);
  return {
    ...describeRun(context),
    implementation: { name: 'the float64 reference of syncbn-oracle', version: context.toolVersion },
    seed: null,
    summary: {
      cases: judged.length,
      passed: having('passed'),
      failed: having('failed'),
      errored: having('errored'),
      skipped: having('skipped'),
      known: having('known'),
      elements: sum(judged, ({ result }) => result.elements),
      uninformative: sum(judged, ({ uninformative }) => uninformative),
      findings: findings.length,
      worstBoundUse: worstBoundUse(judged, () => true),
      grade: worstGrade(grades),
      requiredGrade: context.requiredGrade,
      errorsPredicted: predictedErrors(judged, context),
    },
    screen: context.screen ? summariseScreen(judged, context.screen) : null,
    methods: methodCounts(judged),
    grades,
    cells: [
      ...torchStateTable.map((row) =>
        cell(judged, 'torch', row.key, [
          ['training', pythonBool(row.training)],
          ['track_running_stats', pythonBool(row.trackRunningStats)],
        ]),
      ),
      ...mindsporeStateTable.map((row) =>
        cell(judged, 'mindspore', row.key, [
          ['use_batch_statistics', row.useBatchStatistics === null ? 'None' : pythonBool(row.useBatchStatistics)],
          ['set_train', row.training === 'either' ? 'either' : pythonBool(row.training)],
        ]),
      ),
    ].filter(({ dialect }) => context.files.some((file) => file.framework === dialect)),
    coverage: coverage(judged),
    combinations: combinations(judged),
    claims: context.claims,
    mutants: [],
    tolerances: [],
    knownDifferences: context.knownDifferences,
    drift: null,
    cases: judged.map(({ result }) => result),
    diagnoses: context.diagnoses,
    findings: findings.slice(0, context.maxFindings).map((finding) => withHint(finding, context.hints)),
  };
}

/** The errors among the cases that were predicted, and which of the catalogue's keys they have: those of the frameworks whose files were judged. */
function predictedErrors(judged: readonly JudgedCase[], context: ReportContext): Report['summary']['errorsPredicted'] {
  const frameworks = new Set(context.files.map((file) => file.framework));
  const keys = catalogue.map(({ key }) => key).filter((key) => frameworks.has(key.slice(0, key.indexOf('/'))));
  const met = new Set<string>(judged.flatMap(({ errorKeys }) => errorKeys));
  const missing = keys.filter((key) => !met.has(key));
  return {
    predicted: judged.filter(({ predicted }) => predicted).length,
    raised: judged.filter(({ raised }) => raised).length,
    otherWords: judged.filter(({ comparisons }) => comparisons.some(({ note }) => note !== null)).length,
    keys: { predicted: keys.length - missing.length, total: keys.length, missing },
  };
}

/** What the case is consistent with says more than what its quantity alone suggests. */
function withHint(finding: Finding, hints: ReadonlyMap<string, string>): Finding {
  return { ...finding, hint: hints.get(finding.case) ?? finding.hint };
}

function cell(judged: readonly JudgedCase[], dialect: string, row: string, columns: Cell['columns']): Cell {
  const visiting = judged.filter(({ result }) => result.dialect === dialect && result.rows.includes(row));
  const decided = visiting.filter(({ result }) => result.status === 'passed' || result.status === 'failed');
  const failed = visiting.filter(({ findings }) => findings.some((finding) => finding.row === row)).length;
  const elements = sum(visiting, ({ comparisons }) =>
    comparisons.reduce(
      (total, comparison) => (comparison.row === row ? total + comparison.elements - comparison.uninformative : total),
      0,
    ),
  );
  return {
    dialect,
    row,
    columns,
    cases: visiting.length,
    passed: decided.length - failed,
    failed,
    elements,
    worstBoundUse: worstBoundUse(visiting, (comparison) => comparison.row === row),
  };
}

/** The largest bound use among the comparisons that `counts`; null where none was a number. */
function worstBoundUse(
  judged: readonly JudgedCase[],
  counts: (comparison: JudgedCase['comparisons'][number]) => boolean,
): BoundUse | null {
  let worst: { use: number; quantity: string; case: string } | null = null;
  for (const { result, comparisons } of judged) {
    for (const comparison of comparisons) {
      if (counts(comparison) && comparison.boundUse > (worst?.use ?? 0)) {
        worst = { use: comparison.boundUse, quantity: comparison.quantity, case: result.id };
      }
    }
  }
  return worst && { ...worst, use: reportNumber(worst.use) };
}

function methodCounts(judged: readonly JudgedCase[]): readonly MethodCount[] {
  const present = new Set(judged.map(({ result }) => result.method));
  return methods
    .filter((method) => present.has(method))
    .map((method) => {
      const own = judged.filter(({ result }) => result.method === method);
      const having = (status: CaseStatus): number => own.filter(({ result }) => result.status === status).length;
      return { method, cases: own.length, passed: having('passed'), failed: having('failed') };
    });
}

function coverage(judged: readonly JudgedCase[]): readonly CoverageAxis[] {
  const axes = [...new Set(judged.flatMap((one) => Object.keys(one.axes)))];
  return axes.map((axis) => {
    const counts = new Map<string, number>();
    for (const one of judged) {
      const value = one.axes[axis];
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const values = [...counts].map(([value, cases]) => ({ value, cases }));
    return { axis, values: values.toSorted((a, b) => (a.value < b.value ? -1 : 1)) };
  });
}

/** Of each dialect that was judged: what raised unasked covers nothing but itself, and float64 twins ask what float32 has asked. */
function combinations(judged: readonly JudgedCase[]): readonly CombinationCoverage[] {
  return dialects.flatMap((dialect) => {
    const own = judged.filter(({ result }) => result.dialect === dialect);
    if (own.length === 0) return [];
    return [
      {
        dialect,
        ...measureCoverage(
          coverageModels[dialect],
          own.map(({ assignment }) => assignment),
        ),
      },
    ];
  });
}

function pythonBool(value: boolean): string {
  return value ? 'True' : 'False';
}

function sum<Item>(items: readonly Item[], measure: (item: Item) => number): number {
  return items.reduce((total, item) => total + measure(item), 0);
}

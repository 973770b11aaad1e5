import { parseCaseId } from '../../generators/case-id.ts';
import { classifyCase } from '../../generators/coverage/classify-case.ts';
import type { Assignment } from '../../generators/coverage/model.ts';
import type { Grade } from '../../oracle/accept/grade.ts';
import type { ErrorKey } from '../../oracle/errors/catalogue.ts';
import { keyOfMessage } from '../../oracle/errors/catalogue.ts';
import { frameworkVersions } from '../../oracle/framework-versions.ts';
import type { Dialect, Scenario } from '../../oracle/scenario.ts';
import { rowsVisited } from '../../oracle/answer-scenario.ts';
import { GoldenError, messageOf } from '../../goldens/format/golden-error.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { goldenId, goldenSetOf } from '../../goldens/golden-sets.ts';
import type { CaseResult, Finding } from '../../reports/model.ts';
import { reportNumber } from '../../reports/model.ts';
import type { Comparison, Method } from './compare-traces.ts';
import { hint } from './hint.ts';
import type { ErrorWords } from './compare-errors.ts';
import type { GradedComparison } from './judge-trace.ts';
import { judgeTrace } from './judge-trace.ts';
import type { Screened } from './screen-cases.ts';

/** Who judged a case: the screen, the exact core, or both, each some channels; and why the screen left all of it to the core. */
export interface Judge {
  readonly by: 'screen' | 'both' | 'core';
  readonly refusal: string | null;
}

/** What judging one case found, with what the report adds up. */
export interface JudgedCase {
  readonly result: CaseResult;
  readonly goldenSet: string;
  readonly findings: readonly Finding[];
  readonly comparisons: readonly (GradedComparison & { readonly row: string })[];
  readonly uninformative: number;
  /** Who judged it. */
  readonly judge: Judge;
  /** Whether the golden holds an error, and whether the reference predicted it. */
  readonly raised: boolean;
  readonly predicted: boolean;
  /** What the catalogue calls its errors, if they were predicted. */
  readonly errorKeys: readonly ErrorKey[];
  /** What the case varies over, for the coverage. */
  readonly axes: Readonly<Record<string, string>>;
  /** What it has of each parameter of its dialect's coverage model. */
  readonly assignment: Assignment;
}

/** Computes the reference's answer to a golden scenario and holds the golden trace against it: it fails where its grade is worse than `required`. `screened`: what an accelerated reference found of it. */
export function judgeCase(
  golden: GoldenCase,
  required: Grade,
  replayOf: (id: string) => string,
  screened: Screened | null = null,
): JudgedCase {
  const started = performance.now();
  const { scenario, trace } = golden.decode();
  const { dialect } = scenario;
  const method = methodOf(golden.file.method);
  let rows: readonly string[] = [];
  let comparisons: JudgedCase['comparisons'] = [];
  let assignment: Assignment = {};
  let unanswered: string | null = null;
  try {
    checkId(golden, scenario);
    rows = rowsVisited(scenario);
    assignment = classifyCase(scenario, golden.file.lane);
    const options = {
      errorWords: errorWordsOf(golden, dialect),
      ...(screened && 'undecided' in screened && { screening: screened }),
    };
    comparisons = judgeTrace(scenario, method, trace, required, options).map((comparison) =>
      Object.assign(comparison, { row: rows[Math.max(0, comparison.step - 1)] ?? '' }),
    );
  } catch (error) {
    if (error instanceof GoldenError) throw error;
    // One question without an answer must not hide the others.
    unanswered = `the reference gave no answer: ${messageOf(error)}`;
  }
  const findings = comparisons.flatMap((comparison) => toFinding(golden.id, dialect, method, comparison, replayOf));
  const errors = comparisons.filter(({ quantity }) => quantity === 'error');
  const raised = [...trace.construction, ...trace.steps.flatMap((step) => step.ranks.map((rank) => rank.error))].filter(
    (error) => error !== null,
  );
  const predicted = raised.length > 0 && unanswered === null && errors.every((error) => error.difference === null);
  const keys = raised.map(({ message }) => keyOfMessage(dialect, message)).filter((key) => key !== null);
  const first = findings[0];
  const difference = first === undefined ? null : `${first.quantity}: expected ${first.expected}, got ${first.actual}`;
  return {
    goldenSet: goldenSetOf(golden.file.framework, golden.file.version),
    result: {
      id: golden.id,
      dialect,
      method,
      rows: [...new Set(rows)],
      status: unanswered === null ? (first === undefined ? 'passed' : 'failed') : 'errored',
      // What the bounds say nothing of was not judged.
      elements: comparisons.reduce((sum, { elements, uninformative }) => sum + elements - uninformative, 0),
      seconds: (performance.now() - started) / 1000,
      reason: unanswered ?? difference ?? comparisons.find(({ note }) => note !== null)?.note ?? null,
    },
    findings,
    comparisons,
    uninformative: comparisons.reduce((sum, { uninformative }) => sum + uninformative, 0),
    judge: judgeOf(screened, comparisons),
    raised: raised.length > 0,
    predicted,
    errorKeys: predicted ? [...new Set(keys)] : [],
    assignment,
    axes: {
      'world size': String(scenario.world.size),
      groups: scenario.world.groups === null ? 'all ranks' : 'given',
      dtype: scenario.steps[0]?.ranks[0]?.x.dtype ?? 'none',
      'input dimensions': String(scenario.steps[0]?.ranks[0]?.x.shape.length ?? 0),
      'memory layout': scenario.layout,
      steps: String(scenario.steps.length),
      backward: scenario.steps.every((step) => step.ranks.every((rank) => rank.gradY === null)) ? 'no' : 'yes',
    },
  };
}

function judgeOf(screened: Screened | null, comparisons: JudgedCase['comparisons']): Judge {
  if (screened === null) return { by: 'core', refusal: null };
  if ('refusal' in screened) return { by: 'core', refusal: screened.refusal };
  if (screened.undecided.size === 0) return { by: 'screen', refusal: null };
  const some = comparisons.some((comparison) => comparison.screened > 0);
  return some ? { by: 'both', refusal: null } : { by: 'core', refusal: 'undecided' };
}

/** Another version may say the same in other words. */
export function errorWordsOf({ file }: GoldenCase, dialect: Dialect): ErrorWords {
  return file.version === frameworkVersions[dialect] ? 'same' : 'any';
}

/** A case id holds a digest of its scenario: one that belongs to another scenario was changed after it was recorded. Foreign ids hold none. */
function checkId({ id, file }: GoldenCase, scenario: Scenario): void {
  if (parseCaseId(id) === undefined) return;
  const own = goldenId(scenario, file);
  if (own === id) return;
  throw new GoldenError(
    'invalid-case',
    file.path,
    `case ${id}: Expected a scenario with this id, got ${own}. Restore the file, or record it again.`,
  );
}

/** The method that a golden file names; throws a RangeError where there is none. */
export function methodOf(method: string): Method {
  if (method === 'module' || method === 'collective' || method === 'global-batch') return method;
  throw new RangeError(`Expected method module, collective or global-batch, got ${method}.`);
}

function toFinding(
  id: string,
  dialect: string,
  method: string,
  comparison: Comparison & { readonly row: string },
  replayOf: (id: string) => string,
): readonly Finding[] {
  const { difference } = comparison;
  if (difference === null) return [];
  const numeric = (value: number | string): number | string => (typeof value === 'number' ? reportNumber(value) : value);
  const { expected, actual, bound } = difference;
  return [
    {
      case: id,
      dialect,
      method,
      row: comparison.row,
      quantity:
        comparison.group === null ? comparison.quantity : `${comparison.quantity} over ranks ${comparison.group.join(',')}`,
      step: comparison.step,
      rank: comparison.rank,
      at: difference.at,
      expected: numeric(expected),
      actual: numeric(actual),
      error: typeof expected === 'number' && typeof actual === 'number' ? reportNumber(Math.abs(actual - expected)) : null,
      bound: bound === null ? null : reportNumber(bound),
      mismatches: difference.mismatches,
      elements: comparison.elements,
      hint: hint(comparison),
      replay: replayOf(id),
    },
  ];
}

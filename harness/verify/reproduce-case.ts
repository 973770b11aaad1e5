import { answerScenario, rowsVisited } from '../../oracle/answer-scenario.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { ExpectedTrace, Trace } from '../../oracle/trace.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { goldenId } from '../../goldens/golden-sets.ts';
import { messageOf } from '../../goldens/format/golden-error.ts';
import type { CaseResult, Finding } from '../../reports/model.ts';
import { reportNumber } from '../../reports/model.ts';
import { withDrawnState } from '../engine/drawn-state.ts';
import type { ComparedNumbers, ComparedQuantity, ComparedWords } from './compare-recordings.ts';
import { compareRecordings } from './compare-recordings.ts';

/** What came of asking for a golden's scenario again: the case as it answers now, or why there is none. */
export type Answered = { readonly golden: GoldenCase } | { readonly reason: string };

/** A case recorded then and now. */
export interface ReproducedCase {
  readonly result: CaseResult;
  readonly findings: readonly Finding[];
  /** Empty where it was not answered. */
  readonly compared: readonly ComparedQuantity[];
}

/** Compares a golden with what came of asking again: it fails where a word differs, or a number beyond its acceptance bound. */
export function reproduceCase(golden: GoldenCase, answered: Answered, replay: string): ReproducedCase {
  const started = performance.now();
  const { scenario, trace } = golden.decode();
  const rows = rowsVisited(scenario);
  const about = { id: golden.id, dialect: scenario.dialect, method: golden.file.method, rows: [...new Set(rows)] };
  const errored = (reason: string): ReproducedCase => ({
    result: { ...about, status: 'errored', elements: 0, seconds: (performance.now() - started) / 1000, reason },
    findings: [],
    compared: [],
  });
  if ('reason' in answered) return errored(answered.reason);
  let now: ReturnType<GoldenCase['decode']>;
  try {
    now = answered.golden.decode();
  } catch (error) {
    return errored(`the recorder gave something else than an answer: ${messageOf(error)}`);
  }
  if (goldenId(now.scenario, golden.file) !== golden.id) return errored('the recorder answered another scenario');
  const compared = compareRecordings(scenario.dialect, trace, now.trace, referenceOf(scenario, now.trace));
  const findings = compared.flatMap((quantity) => {
    const finding = toFinding(golden, scenario.dialect, rows, quantity, replay);
    return finding === null ? [] : [finding];
  });
  const [first] = findings;
  return {
    result: {
      ...about,
      status: first === undefined ? 'passed' : 'failed',
      elements: compared.reduce((sum, one) => sum + (one.compared.kind === 'numbers' ? one.compared.elements : 1), 0),
      seconds: (performance.now() - started) / 1000,
      reason: first === undefined ? null : `${first.quantity}: recorded ${first.expected}, now ${first.actual}`,
    },
    findings,
    compared,
  };
}

/** The reference's answer, to what a random initialiser has made now; null where it has none: then no bound allows a difference. */
function referenceOf(scenario: Scenario, now: Trace): ExpectedTrace | null {
  try {
    return answerScenario(withDrawnState(scenario, now));
  } catch {
    return null;
  }
}

function toFinding(
  golden: GoldenCase,
  dialect: string,
  rows: readonly string[],
  { step, rank, group, name, compared }: ComparedQuantity,
  replay: string,
): Finding | null {
  const difference = compared.kind === 'numbers' ? differenceOf(compared) : wordsOf(compared);
  if (difference === null) return null;
  return {
    case: golden.id,
    dialect,
    method: golden.file.method,
    row: rows[Math.max(0, step - 1)] ?? '',
    quantity: group === '' ? name : `${name} over ranks ${group}`,
    step,
    rank,
    ...difference,
    hint: 'The framework does not answer as it did when the golden was recorded: look at what has changed since.',
    replay,
  };
}

type Difference = Pick<Finding, 'at' | 'expected' | 'actual' | 'error' | 'bound' | 'mismatches' | 'elements'>;

function differenceOf({ worst, shape, outside, elements }: ComparedNumbers): Difference | null {
  if (worst === null) return null;
  const { index, recorded, now, bound } = worst;
  return {
    at: coordinates(index, shape),
    expected: reportNumber(recorded),
    actual: reportNumber(now),
    error: reportNumber(Math.abs(now - recorded)),
    bound: bound === null ? null : reportNumber(bound),
    mismatches: outside,
    elements,
  };
}

function wordsOf({ recorded, now }: ComparedWords): Difference | null {
  if (recorded === now) return null;
  return { at: null, expected: recorded, actual: now, error: null, bound: null, mismatches: 1, elements: 1 };
}

/** Where a row-major index lies in a tensor of this shape. */
function coordinates(index: number, shape: readonly number[]): readonly number[] {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, extent) => product * extent, 1));
  return shape.map((extent, axis) => Math.floor(index / (strides[axis] ?? 1)) % extent);
}

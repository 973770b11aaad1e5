import { mindsporeStateTable, torchStateTable } from '../../oracle/state-tables.ts';
import type { CaseResult, Drift, DriftCell, DriftDifference, Report } from '../../reports/model.ts';
import { reportNumber } from '../../reports/model.ts';
import type { RecordingComparison } from './compare-recordings.ts';
import type { ComparedCase } from './compare-sets.ts';
import type { RunContext } from './describe-run.ts';
import { describeRun } from './describe-run.ts';
import { nothingJudged } from './nothing-judged.ts';

/** What the report says of a comparison of golden sets that no case decides. */
export interface DriftContext extends RunContext {
  /** The golden set that the other is held against, and the other. */
  readonly sets: readonly [string, string];
  readonly onlyA: number;
  readonly onlyB: number;
}

type Compared = ComparedCase['comparisons'][number];

/** The report of a comparison of golden sets: a scenario passes where nothing but bits inside the bounds differs. */
export function reportDrift(compared: readonly ComparedCase[], context: DriftContext): Report {
  const cases = compared.map(resultOf);
  const failed = cases.filter(({ status }) => status === 'failed').length;
  const [before, after] = context.sets;
  const nothing = nothingJudged('A');
  return {
    ...describeRun(context),
    implementation: { name: after, version: `against ${before}` },
    seed: null,
    ...nothing,
    summary: {
      ...nothing.summary,
      cases: cases.length,
      passed: cases.length - failed,
      failed,
      elements: cases.reduce((sum, { elements }) => sum + elements, 0),
      uninformative: compared.flatMap(({ comparisons }) => comparisons).reduce((sum, { undecided }) => sum + undecided, 0),
    },
    drift: describeDrift(compared, context),
    cases,
  };
}

function resultOf({ id, dialect, method, rows, comparisons, seconds }: ComparedCase): CaseResult {
  const first = comparisons.find(isBeyond);
  const difference = first?.difference;
  return {
    id,
    dialect,
    method,
    rows,
    status: first === undefined ? 'passed' : 'failed',
    elements: comparisons.reduce((sum, { elements }) => sum + elements, 0),
    seconds,
    reason: first === undefined ? null : `${first.quantity}: from ${difference?.a} to ${difference?.b}`,
  };
}

/** Whether a comparison shows more than two conforming answers may differ by. */
function isBeyond({ difference, units }: RecordingComparison): boolean {
  return difference !== null && (difference.kind !== 'numbers' || units > 2);
}

function describeDrift(compared: readonly ComparedCase[], { sets: [a, b], onlyA, onlyB }: DriftContext): Drift {
  const isIdentical = ({ comparisons }: ComparedCase): boolean => comparisons.every(({ difference }) => difference === null);
  return {
    a,
    b,
    shared: compared.length,
    identical: compared.filter(isIdentical).length,
    onlyA,
    onlyB,
    consequences: compared.reduce((sum, { consequences }) => sum + consequences, 0),
    cells: numberCells(compared),
    differences: groupDifferences(compared),
  };
}

/** A cell for each row and quantity that is a tensor: the constructor's, then in the order of the state tables. */
function numberCells(compared: readonly ComparedCase[]): readonly DriftCell[] {
  const rows = [...torchStateTable, ...mindsporeStateTable].map(({ key }) => key);
  const flat = compared.flatMap(({ id, dialect, comparisons }) =>
    comparisons.filter(({ isTensor }) => isTensor).map((comparison) => ({ id, dialect, comparison })),
  );
  const cells = [
    ...Map.groupBy(flat, ({ dialect, comparison }) => `${dialect} ${comparison.row} ${comparison.quantity}`).values(),
  ];
  return cells
    .flatMap((own): DriftCell | readonly DriftCell[] => {
      const [first] = own;
      if (first === undefined) return [];
      const sum = (measure: (comparison: Compared) => number): number =>
        own.reduce((total, { comparison }) => total + measure(comparison), 0);
      const worst = own.reduce((most, one) => (one.comparison.units > most.comparison.units ? one : most), first);
      return {
        dialect: first.dialect,
        row: first.comparison.row,
        quantity: first.comparison.quantity,
        elements: sum(({ elements }) => elements),
        identical: sum(({ identical }) => identical),
        undecided: sum(({ undecided }) => undecided),
        worst: worst.comparison.units === 0 ? null : { units: reportNumber(worst.comparison.units), case: worst.id },
      };
    })
    .toSorted((x, y) => rows.indexOf(x.row) - rows.indexOf(y.row));
}

/** What is more than bits inside the bounds, once for each way in which it differs, the most frequent first. Of numbers the farthest apart is shown. */
function groupDifferences(compared: readonly ComparedCase[]): readonly DriftDifference[] {
  const groups = new Map<string, { readonly shown: Compared; readonly cases: Set<string> }>();
  for (const { id, comparisons } of compared) {
    for (const comparison of comparisons.filter(isBeyond)) {
      const { difference, quantity, units } = comparison;
      const texts = difference?.kind === 'numbers' ? [] : [difference?.a, difference?.b];
      const key = JSON.stringify([difference?.kind, quantity, ...texts]);
      const group = groups.get(key);
      const isFarther = group !== undefined && units > group.shown.units;
      groups.set(key, {
        shown: group === undefined || isFarther ? comparison : group.shown,
        cases: (group?.cases ?? new Set()).add(id),
      });
    }
  }
  return [...groups.values()]
    .flatMap(({ shown: { quantity, difference }, cases }): DriftDifference | readonly DriftDifference[] => {
      if (difference === null) return [];
      const { kind, a, b } = difference;
      const value = (given: number | string): number | string => (typeof given === 'number' ? reportNumber(given) : given);
      return { kind, quantity, a: value(a), b: value(b), cases: cases.size, firstCase: [...cases][0] ?? '' };
    })
    .toSorted((x, y) => y.cases - x.cases);
}

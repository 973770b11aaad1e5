import type { KnownDifference } from '../../goldens/format/known-differences.ts';
import type { KnownDifferenceResult } from '../../reports/model.ts';
import { followsError } from './follows-error.ts';
import type { JudgedCase } from './judge-case.ts';

type Compared = JudgedCase['comparisons'][number];

/** What is left of judged cases when known differences are taken out, and where each of those shows. */
export interface SettledCases {
  readonly judged: readonly JudgedCase[];
  readonly known: readonly KnownDifferenceResult[];
}

/**
 * Takes what is known out of the findings: a case in which nothing else differs is known to differ, not failed. `known` has the differences
 * of each golden set; `complete` says whether every case of the sets was judged, so that one that shows nowhere is out of date.
 */
export function settleKnown(
  judged: readonly JudgedCase[],
  known: ReadonlyMap<string, readonly KnownDifference[]>,
  complete: boolean,
): SettledCases {
  const entries = [...known].flatMap(([goldenSet, own]) =>
    own.map((difference) => ({ goldenSet, difference, cases: [] as string[], findings: 0 })),
  );
  const settled = judged.map((one) => {
    const own = entries.filter(({ goldenSet }) => goldenSet === one.goldenSet);
    const { explained, rest } = settleCase(
      one,
      own.map(({ difference }) => difference),
    );
    for (const entry of own) {
      const findings = [...explained.values()].filter((difference) => difference === entry.difference).length;
      if (findings === 0) continue;
      entry.findings += findings;
      entry.cases.push(one.result.id);
    }
    return rest;
  });
  return {
    judged: settled,
    known: entries.map(({ goldenSet, difference: { id, reason, issue }, cases, findings }) => ({
      id,
      goldenSet,
      reason,
      issue,
      cases: cases.length,
      findings,
      firstCase: cases[0] ?? null,
      outdated: complete && cases.length === 0,
    })),
  };
}

function settleCase(
  judged: JudgedCase,
  known: readonly KnownDifference[],
): { readonly explained: ReadonlyMap<Compared, KnownDifference>; readonly rest: JudgedCase } {
  const { result, comparisons, findings } = judged;
  const differing = comparisons.filter(({ difference }) => difference !== null);
  const explained = explain(result.id, differing, known);
  if (explained.size === 0) return { explained, rest: judged };
  const isLeft = differing.map((comparison) => !explained.has(comparison));
  const left = findings.filter((_, index) => isLeft[index] === true);
  const reasons = new Set([...explained.values()].map(({ id, reason }) => `${id}: ${reason}`));
  const settled = left.length > 0 ? {} : ({ status: 'known', reason: [...reasons].join(' ') } as const);
  const taken = [...explained.keys()].reduce((sum, { elements, uninformative }) => sum + elements - uninformative, 0);
  return {
    explained,
    rest: {
      ...judged,
      result: { ...result, ...settled, elements: result.elements - taken },
      findings: left,
      comparisons: comparisons.filter((comparison) => !explained.has(comparison)),
    },
  };
}

/** The known difference behind each comparison that has one: it matches, or it follows from an error that matches. */
function explain(
  id: string,
  differing: readonly Compared[],
  known: readonly KnownDifference[],
): ReadonlyMap<Compared, KnownDifference> {
  const explained = new Map<Compared, KnownDifference>();
  for (const comparison of differing) {
    const found = known.find((difference) => describes(difference, id, comparison));
    if (found !== undefined) explained.set(comparison, found);
  }
  const errors = [...explained].filter(([{ quantity }]) => quantity === 'error');
  for (const comparison of differing) {
    const cause = errors.find(([{ step }]) => followsError(comparison, step));
    if (cause !== undefined && !explained.has(comparison)) explained.set(comparison, cause[1]);
  }
  return explained;
}

function describes(known: KnownDifference, id: string, { quantity, difference }: Compared): boolean {
  return (
    difference !== null &&
    quantity === known.quantity &&
    matches(known.cases, id) &&
    matches(known.expected, String(difference.expected)) &&
    matches(known.actual, String(difference.actual))
  );
}

/** Whether the whole text is the pattern, in which `*` stands for any text. */
function matches(pattern: string, text: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  if (others.length === 0) return text === pattern;
  const last = others.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let from = first.length;
  for (const part of others) {
    const place = text.indexOf(part, from);
    if (place === -1 || place + part.length > text.length - last.length) return false;
    from = place + part.length;
  }
  return true;
}

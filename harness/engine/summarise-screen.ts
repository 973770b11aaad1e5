import type { ScreenSummary } from '../../reports/model.ts';
import type { JudgedCase } from './judge-case.ts';

/** What a screen was, beside what it found. */
export interface ScreenFacts {
  readonly arithmetic: ScreenSummary['arithmetic'];
  /** What went wrong with the adapter; null where nothing did. */
  readonly lost: string | null;
}

/** Adds up who decided what in judged cases. */
export function summariseScreen(judged: readonly JudgedCase[], { arithmetic, lost }: ScreenFacts): ScreenSummary {
  let [screened, all] = [0, 0];
  const cases = { screen: 0, both: 0, core: 0 };
  const reasons = new Map<string, number>();
  for (const { comparisons, result, judge } of judged) {
    screened += comparisons.reduce((sum, comparison) => sum + comparison.screened, 0);
    all += result.elements;
    cases[judge.by] += 1;
    if (judge.refusal !== null) reasons.set(judge.refusal, (reasons.get(judge.refusal) ?? 0) + 1);
  }
  const refusals = [...reasons].map(([reason, count]) => ({ reason, cases: count }));
  return {
    arithmetic,
    elements: { screened, adjudicated: all - screened },
    cases,
    refusals: refusals.toSorted((a, b) => b.cases - a.cases || (a.reason < b.reason ? -1 : 1)),
    lost,
  };
}

import type { Graded } from '../../oracle/accept/grade.ts';
import { gradedOrder } from '../../oracle/accept/grade.ts';
import type { ChannelCounts, QuantityGrade } from '../../reports/model.ts';
import type { JudgedCase } from './judge-case.ts';

interface Tally {
  readonly channels: Record<keyof ChannelCounts, number>;
  readonly typical: { within: number; of: number };
  grade: Graded | null;
  decidedBy: QuantityGrade['decidedBy'];
}

/**
 * The grade of each quantity of each dialect: the worst among its channels that a bound decides, with the first case that has it.
 * What has no channels (an error, a counter, a None) is in no class: it fails where it differs and else counts for nothing.
 */
export function gradeQuantities(judged: readonly JudgedCase[]): readonly QuantityGrade[] {
  const tallies = new Map<string, Tally & Pick<QuantityGrade, 'dialect' | 'quantity'>>();
  for (const { result, comparisons } of judged) {
    for (const { graded, difference, quantity, step, rank, ...counts } of comparisons) {
      const channels = graded.length === 0 && difference !== null ? ['fail' as const] : graded;
      if (channels.length === 0) continue;
      const key = `${result.dialect} ${quantity}`;
      const tally = tallies.get(key) ?? { ...emptyTally(), dialect: result.dialect, quantity };
      tallies.set(key, tally);
      if (graded.length > 0) addTypical(tally, counts);
      channels.forEach((grade, channel) => {
        tally.channels[grade ?? 'uninformative'] += 1;
        if (grade === null || !isWorse(grade, tally.grade)) return;
        tally.grade = grade;
        tally.decidedBy = { case: result.id, step, rank, channel: graded.length === 0 ? null : channel };
      });
    }
  }
  return [...tallies.values()];
}

/** The worst grade of all quantities; null where no bound said anything. */
export function worstGrade(quantities: readonly QuantityGrade[]): Graded | null {
  return quantities.reduce<Graded | null>((worst, { grade }) => (grade !== null && isWorse(grade, worst) ? grade : worst), null);
}

function addTypical(
  { typical }: Tally,
  counts: Pick<JudgedCase['comparisons'][number], 'elements' | 'uninformative' | 'typical' | 'screened'>,
): void {
  typical.within += counts.typical;
  typical.of += counts.elements - counts.uninformative - counts.screened;
}

function emptyTally(): Tally {
  const channels = { 'A+': 0, A: 0, B: 0, fail: 0, uninformative: 0 };
  return { channels, typical: { within: 0, of: 0 }, grade: null, decidedBy: null };
}

function isWorse(grade: Graded, than: Graded | null): boolean {
  return than === null || gradedOrder.indexOf(grade) > gradedOrder.indexOf(than);
}

import type { Grade } from '../../oracle/accept/grade.ts';
import { grades } from '../../oracle/accept/grade.ts';
import { tensorQuantities } from '../../oracle/trace.ts';
import type { Summit } from './climb.ts';
import type { AlgorithmTally } from './tally.ts';
import { mergeTallies, rejectedIn } from './tally.ts';

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function use(largest: number): string {
  return largest > 1 ? `**${largest.toPrecision(4)}**` : largest.toFixed(3);
}

function informative({ quantities }: AlgorithmTally): number {
  return tensorQuantities.reduce((sum, quantity) => sum + quantities[quantity].informative, 0);
}

function share({ better }: AlgorithmTally, grade: Grade): string {
  const { judged, accepted } = better[grade];
  return judged === 0 ? '' : `${((100 * accepted) / judged).toFixed(1)}%`;
}

const quantityHeads = ['y', 'running mean', 'running var', 'grad_x', 'grad_weight', 'grad_bias'];
const uses = (tally: AlgorithmTally): readonly string[] =>
  tensorQuantities.map((quantity) => use(tally.quantities[quantity].largest));

/** One row an algorithm of one lane: the largest error in units of the bound of its grade, by quantity. */
export function algorithmTable(tallies: readonly AlgorithmTally[], lane: string): string {
  const head = ['algorithm', 'grade', 'values', 'numbers judged', ...quantityHeads, 'false rejects', 'A+ accepts', 'A accepts'];
  const rows = tallies
    .filter((tally) => tally.lane === lane)
    .toSorted((a, b) => grades.indexOf(a.grade) - grades.indexOf(b.grade))
    .map((tally) => [
      tally.algorithm,
      tally.grade,
      String(tally.values),
      String(informative(tally)),
      ...uses(tally),
      String(rejectedIn(tally)),
      share(tally, 'A+'),
      share(tally, 'A'),
    ]);
  return markdown(head, rows);
}

/** One row a lane and grade, over all algorithms of the grade. */
export function laneTable(tallies: readonly AlgorithmTally[]): string {
  const merged = mergeTallies([tallies.map((tally) => ({ ...tally, algorithm: tally.grade }))]);
  const rows = merged.map((tally) => {
    const open = tensorQuantities.reduce((sum, quantity) => sum + tally.quantities[quantity].uninformative, 0);
    const judged = informative(tally);
    const openShare = `${((100 * open) / Math.max(1, open + judged)).toFixed(2)}%`;
    return [tally.lane, tally.grade, String(judged), openShare, ...uses(tally), String(rejectedIn(tally))];
  });
  return markdown(['lane', 'grade', 'numbers judged', 'uninformative', ...quantityHeads, 'false rejects'], rows);
}

/** The highest of a search, by quantity and grade. */
export function summitTable(summits: readonly Summit[]): string {
  const best = tensorQuantities.flatMap((quantity) =>
    grades.flatMap((grade) => {
      const [first] = summits
        .filter((summit) => summit.quantity === quantity && summit.grade === grade)
        .toSorted((a, b) => b.use - a.use);
      return first === undefined ? [] : [first];
    }),
  );
  const rows = best.map(({ quantity, grade, lane, algorithm, use: height, from }) => {
    const sizes = from.channel.map(({ x }) => x.length).join('+');
    return [quantity, grade, use(height), algorithm, lane, sizes];
  });
  return markdown(['quantity', 'grade', 'error/bound', 'algorithm', 'lane', 'values on ranks'], rows);
}

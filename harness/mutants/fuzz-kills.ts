import fc from 'fast-check';
import { fuzzScenario } from '../../generators/arbitraries/fuzz-scenario.ts';
import type { Grade } from '../../oracle/accept/grade.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import type { AskedCase } from './asked-case.ts';
import { askCase } from './asked-case.ts';
import { attemptAnswer } from './hold-mutant.ts';
import { killsOf } from './kills.ts';
import type { Mutant } from './mutant.ts';

/** As many random cases of each dialect. */
export type FuzzCases = Readonly<Record<Dialect, readonly AskedCase[]>>;

/** Random cases: the same for the same seed, whoever is asked. */
export function fuzzCases(count: number, seed: number): FuzzCases {
  const draw = (dialect: Dialect): readonly AskedCase[] =>
    count === 0
      ? []
      : fc
          .sample(fuzzScenario(dialect), { numRuns: count, seed })
          // An implementation that is run shows every rank.
          .map((scenario, index) => askCase(`random case ${index + 1} of seed ${seed}`, scenario, 'module'));
  return { torch: draw('torch'), mindspore: draw('mindspore') };
}

/**
 * How many random cases it takes to kill a mutant; null where they do not. One of several dialects gets their cases in turn, as many
 * in all as one of a single dialect.
 */
export function firstFuzzKill({ dialects, ...mutant }: Mutant, cases: FuzzCases, grade: Grade): number | null {
  const count = Math.max(...dialects.map((dialect) => cases[dialect].length));
  for (let place = 0; place < count; place += 1) {
    const dialect = dialects[place % dialects.length];
    const asked = dialect && cases[dialect][Math.floor(place / dialects.length)];
    if (asked === undefined) return null;
    const answer = attemptAnswer(mutant, asked.scenario, grade);
    if (answer !== null && killsOf(asked, answer, grade).length > 0) return place + 1;
  }
  return null;
}

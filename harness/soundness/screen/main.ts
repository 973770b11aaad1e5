import { cpus } from 'node:os';
import { Command, Option } from 'commander';
import { openGoldens } from '../../../goldens/open-goldens.ts';
import { dialects } from '../../../oracle/scenario.ts';
import { openScreen } from '../../backends/open-screen.ts';
import { defaultGoldens } from '../../cli/default-goldens.ts';
import { startProgress } from '../../cli/progress.ts';
import { parseCount } from '../../cli/parse-option.ts';
import { errorWordsOf, methodOf } from '../../engine/judge-case.ts';
import type { Question } from '../../engine/screen-cases.ts';
import type { VerdictTally } from './compare-verdicts.ts';
import { compareVerdicts, mergeVerdicts } from './compare-verdicts.ts';
import { drawQuestions } from './draw-questions.ts';

/**
 * Run by `npm run soundness:screen`: the verdicts of the exact core alone against those with a screen before it, on the goldens and on
 * random scenarios with right, wrong and borderline answers. Exits 1 where one differs.
 */

interface Options {
  readonly backend: 'webasm' | 'webgpu';
  readonly random: number;
  readonly goldens: boolean;
  readonly seed: number;
  readonly plain: boolean;
  readonly tile?: number;
}

const { backend, random, goldens, seed, plain, tile } = new Command('soundness:screen')
  .addOption(new Option('--backend <backend>', 'what screens').choices(['webasm', 'webgpu']).default('webasm'))
  .option('--random <count>', 'how many random scenarios', parseCount(0, 1e9), 100_000)
  .option('--no-goldens', 'leave out the goldens')
  .option('--seed <number>', 'of the random scenarios', parseCount(0, 2 ** 30), 20_261_124)
  .option('--plain', 'sums without compensation, as on an adapter that loses it', false)
  .option('--tile <elements>', 'as if the adapter took no more at once', parseCount(4096, 2 ** 22))
  .parse()
  .opts<Options>();

// Of questions that share launches.
const batch = 200;
const started = performance.now();
const screen = await openScreen(backend);
const { adapter: name, driver, kind } = screen.description;
const adapter = {
  runner: { ...screen.runner, mostElements: Math.min(screen.runner.mostElements, tile ?? Number.POSITIVE_INFINITY) },
  arithmetic: { ...screen.facts, compensated: screen.facts.compensated && !plain },
};
const cases = goldens ? (await openGoldens(defaultGoldens, null)).cases : [];
const progress = startProgress('questions', cases.length + random, false);

async function compare(questions: readonly Question[]): Promise<VerdictTally> {
  const tally = await compareVerdicts(adapter, questions, 'A');
  for (let count = 0; count < questions.length; count += 1) progress.advance();
  return tally;
}

async function* goldenQuestions(): AsyncGenerator<readonly Question[]> {
  for (let from = 0; from < cases.length; from += batch) {
    yield cases.slice(from, from + batch).map((golden) => {
      const { scenario, trace } = golden.decode();
      return { scenario, trace, method: methodOf(golden.file.method), errorWords: errorWordsOf(golden, scenario.dialect) };
    });
  }
}

async function* randomQuestions(): AsyncGenerator<readonly Question[]> {
  for (let from = 0; from < random; from += batch) {
    const dialect = dialects[(from / batch) % dialects.length] ?? 'torch';
    yield drawQuestions(dialect, Math.min(batch, random - from), seed + from / batch);
  }
}

function report(what: string, tally: VerdictTally): void {
  const { elements, judged, failed } = tally;
  const share = ((100 * elements.screened) / Math.max(1, elements.all)).toFixed(1);
  console.log(
    `${what}: ${tally.cases} cases (${failed} fail), ${elements.all} elements, ${share}% of them decided by the screen; ` +
      `${judged.screen} cases by the screen alone, ${judged.both} by both, ${judged.core} by the core; ${tally.different.length} verdicts differ`,
  );
  for (const { place, core, screened } of tally.different.slice(0, 5))
    console.log(`  ${what} ${place}\n    ${core}\n    ${screened}`);
}

const tallies: VerdictTally[] = [];
for (const [what, questions] of [
  ['goldens', goldenQuestions()],
  ['random', randomQuestions()],
] as const) {
  const own: VerdictTally[] = [];
  for await (const some of questions) own.push(await compare(some));
  if (own.length === 0) continue;
  tallies.push(mergeVerdicts(own));
  report(what, mergeVerdicts(own));
}
progress.stop();
await screen.close();
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
const sums = adapter.arithmetic.compensated ? 'compensated' : 'plain';
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${backend} on ${name} (${driver}, ${kind}), ${sums} sums, seed ${seed}, ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, ${minutes} minutes`,
);
if (tallies.some(({ different }) => different.length > 0)) process.exitCode = 1;

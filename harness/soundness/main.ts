import { availableParallelism, cpus } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { algorithms } from '../../oracle/testing/algorithms/table.ts';
import { startProgress } from '../cli/progress.ts';
import { parseCount } from '../cli/parse-option.ts';
import { lanes } from './lanes.ts';
import { algorithmTable, laneTable, summitTable } from './print-table.ts';
import { mergeTallies, rejectedIn } from './tally.ts';
import type { WorkerMessage, WorkerOrder } from './worker.ts';

/**
 * Run by `npm run soundness`: correct algorithms in every lane, held to the bounds of the grades they are promised, and a search for
 * answers outside them. Exits 1 where a correct answer is rejected; what repeats it is written to --violations.
 */

interface Options {
  readonly elements: number;
  readonly seed: number;
  readonly seconds: number;
  readonly workers: number;
  readonly json?: string;
  readonly violations: string;
}

const options = new Command('soundness')
  .option('--elements <count>', 'values each algorithm normalises', parseCount(1, 1e9), 1_000_000)
  .option('--seed <number>', 'seed of everything drawn', parseCount(0, 2 ** 30), 20_261_122)
  .option('--seconds <count>', 'how long to climb', parseCount(0, 1e6), 120)
  .option('--workers <count>', 'how many threads', parseCount(1, 256), availableParallelism())
  .option('--json <file>', 'write all numbers there')
  .option('--violations <file>', 'write answers that were wrongly rejected there', 'soundness-violations.json')
  .parse()
  .opts<Options>();

type Done = Extract<WorkerMessage, { kind: 'done' }>;

function runWorker(order: WorkerOrder, onValues: (values: number) => void): Promise<Done> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: order });
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'done') resolve(message);
      else onValues(message.values);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`Expected the worker to answer, got exit code ${code}.`)));
  });
}

const started = performance.now();
const total = lanes.reduce((sum, { share }) => sum + share * options.elements, 0);
const progress = startProgress('values in thousands', Math.ceil(total / 1000), false);
let pending = 0;
const advance = (values: number): void => {
  for (pending += values; pending >= 1000; pending -= 1000) progress.advance();
};
const { seed, seconds, workers: parts, elements: values } = options;
const done = await Promise.all(
  Array.from({ length: parts }, (_, part) => runWorker({ part, parts, seed, values, seconds }, advance)),
);
progress.stop();

const tallies = mergeTallies(done.map(({ suites }) => suites.flatMap((suite) => suite.tallies)));
const violations = done.flatMap(({ suites }) => suites.flatMap((suite) => suite.violations));
const summits = done.flatMap(({ climbed }) => climbed.summits);
const broken = [...violations, ...summits.filter(({ use }) => use > 1)];
const rejected = tallies.reduce((sum, tally) => sum + rejectedIn(tally), 0);
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
const machine = `${parts} threads of ${cpus()[0]?.model ?? 'an unknown processor'}, Node ${process.version}`;

console.log(`${new Date().toISOString().slice(0, 10)}, seed ${seed}, ${machine}, ${minutes} minutes\n`);
console.log(`${Object.keys(algorithms).length} algorithms and mixtures of their parts, by lane:\n\n${laneTable(tallies)}\n`);
console.log(`In float32:\n\n${algorithmTable(tallies, 'float32')}\n`);
const evaluations = done.reduce((sum, { climbed }) => sum + climbed.evaluations, 0);
console.log(`The highest of ${evaluations} answers that a climbing search tried in ${seconds} s:\n\n${summitTable(summits)}\n`);
console.log(`${rejected} false rejects; ${broken.length} to look at.`);

if (options.json !== undefined) {
  await writeFileAtomic(options.json, JSON.stringify({ seed, machine, minutes, evaluations, tallies, summits, violations }));
}
if (broken.length > 0) {
  await writeFileAtomic(options.violations, JSON.stringify(broken));
  console.log(`Reproduce with the channels in ${options.violations}.`);
  process.exitCode = 1;
}

import { parentPort, workerData } from 'node:worker_threads';
import { algorithms } from '../../oracle/testing/algorithms/table.ts';
import { climb } from './climb.ts';
import type { ClimbResult } from './climb.ts';
import { suiteSizes } from './draw-case.ts';
import { lanes } from './lanes.ts';
import type { SuiteResult } from './run-suite.ts';
import { runSuite } from './run-suite.ts';

/** What a worker is asked for: its part of every lane, and a search of its own. */
export interface WorkerOrder {
  readonly part: number;
  readonly parts: number;
  readonly seed: number;
  /** Values to normalise by each algorithm, over all parts. */
  readonly values: number;
  /** How long to search. */
  readonly seconds: number;
}

export type WorkerMessage =
  | { readonly kind: 'values'; readonly values: number }
  | { readonly kind: 'done'; readonly suites: readonly SuiteResult[]; readonly climbed: ClimbResult };

const mixtures = 8;
const climbedLanes = new Set(['float32', 'float64', 'float32, eval', 'float32, train then eval', 'float32, two steps']);

function work(order: WorkerOrder, tell: (message: WorkerMessage) => void): void {
  const { part, parts, seed } = order;
  const suites = lanes.map((lane) =>
    runSuite({
      lane,
      algorithms,
      mixtures,
      values: Math.ceil((order.values * lane.share) / parts),
      sizeOf: suiteSizes,
      seed,
      part,
      parts,
      onValues: (values) => tell({ kind: 'values', values }),
    }),
  );
  const end = performance.now() + 1000 * order.seconds;
  const climbed = climb({
    lanes: lanes.filter(({ name }) => climbedLanes.has(name)),
    algorithms,
    seed: seed + part,
    goOn: () => performance.now() < end,
    steps: 400,
  });
  tell({ kind: 'done', suites, climbed });
}

work(workerData, (message) => parentPort?.postMessage(message, []));

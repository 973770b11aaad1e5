import { Bench } from 'tinybench';

/** How long some work took, in milliseconds a run. */
export interface Timing {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly runs: number;
}

/** How often work is run: at least so often, and on until so much time was spent. */
export interface Budget {
  readonly leastRuns: number;
  readonly milliseconds: number;
}

/** Times work, which may be asynchronous, one run after another. It is not warmed up here: run it, or a smaller one, before. */
export async function measure(work: () => unknown, { leastRuns, milliseconds }: Budget): Promise<Timing> {
  const bench = new Bench({
    iterations: leastRuns,
    time: milliseconds,
    warmup: false,
    retainSamples: true,
    throws: true,
    now: () => performance.now(),
  });
  // Told that it is asynchronous, tinybench does not run it once to find out.
  bench.add('work', async () => void (await work()), { async: true });
  const [task] = await bench.run();
  if (task?.result.state !== 'completed') throw new Error(`Expected the work to be timed, got ${task?.result.state}.`);
  return summarise(task.result.latency.samples ?? []);
}

/** The median of the times of several runs, and between what they lie. */
export function summarise(milliseconds: readonly number[]): Timing {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) throw new RangeError('Expected the time of a run, got none.');
  const half = (sorted.length - 1) / 2;
  const [below = least, above = most] = [sorted[Math.floor(half)], sorted[Math.ceil(half)]];
  return { median: (below + above) / 2, least, most, runs: sorted.length };
}

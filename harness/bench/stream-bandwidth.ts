/* oxlint-disable typescript/no-non-null-assertion -- gpu.js compiles the source text: nothing but arithmetic may stand in a kernel. */
import type { Kernel, KernelRunner, KernelThread, Resident } from '../../oracle/accelerated/kernel.ts';
import { summarise } from './measure.ts';

type Row = Float32Array;

/** Reads six resident arrays, `each` numbers of each a thread, neighbours side by side; all of that `rounds` times. */
const stream: Kernel = {
  name: 'stream',
  parameters: {
    a: 'Array',
    b: 'Array',
    c: 'Array',
    d: 'Array',
    e: 'Array',
    f: 'Array',
    width: 'Integer',
    threads: 'Integer',
    each: 'Integer',
    rounds: 'Integer',
  },
  body: function (
    this: KernelThread,
    a: Row,
    b: Row,
    c: Row,
    d: Row,
    e: Row,
    f: Row,
    width: number,
    threads: number,
    each: number,
    rounds: number,
  ): number {
    let sum = 0.0;
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < each; i++) {
        sum =
          sum +
          a[i * threads + this.thread.y * width + this.thread.x]! +
          b[i * threads + this.thread.y * width + this.thread.x]! +
          c[i * threads + this.thread.y * width + this.thread.x]! +
          d[i * threads + this.thread.y * width + this.thread.x]! +
          e[i * threads + this.thread.y * width + this.thread.x]! +
          f[i * threads + this.thread.y * width + this.thread.x]!;
      }
    }
    return sum;
  },
};

const arrays = 6;
const side = 512;
const threads = side * side;
const mostRounds = 2 ** 14;

/** How fast an adapter reads its own memory. */
export interface Bandwidth {
  readonly bytesPerSecond: number;
  /** What is read in a round: more than caches hold, on most adapters. */
  readonly bytes: number;
}

/**
 * Streams resident arrays through a kernel. The time of a launch is subtracted: what counts is by how much more rounds take longer. `null` where
 * that cannot be told from noise.
 */
export async function streamBandwidth(runner: KernelRunner): Promise<Bandwidth | null> {
  const each = Math.max(1, Math.floor(Math.min(runner.mostElements, 2 ** 22) / threads));
  const data = Float32Array.from({ length: each * threads }, (_, index) => (index % 251) / 251);
  const bytes = arrays * data.byteLength;
  const residents: Resident[] = [];
  try {
    for (let index = 0; index < arrays; index += 1) residents.push(await runner.upload(data));
    const time = async (rounds: number): Promise<number> => {
      const times: number[] = [];
      for (let repeat = 0; repeat < 5; repeat += 1) {
        const start = performance.now();
        await runner.run(stream, side, side, [...residents, side, threads, each, rounds]);
        times.push(performance.now() - start);
      }
      return summarise(times).median;
    };
    // Compiles.
    await time(1);
    const once = await time(1);
    for (let rounds = 4; rounds <= mostRounds; rounds *= 4) {
      const longer = await time(rounds);
      if (longer > 4 * once) return { bytesPerSecond: ((rounds - 1) * bytes * 1000) / (longer - once), bytes };
    }
    return null;
  } finally {
    for (const resident of residents) resident.release();
  }
}

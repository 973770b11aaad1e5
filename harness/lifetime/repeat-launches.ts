import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { KernelRunner } from '../../oracle/accelerated/kernel.ts';
import { scaleAndAdd, sumRows } from '../backends/testing/plain-kernels.ts';

/** What a process holds: megabytes, and what keeps it from exiting. */
export interface Holdings {
  readonly megabytes: number;
  readonly handles: number;
}

/** Uploads, launches and releases `count` times over a hundred sizes, and gives what the process held at each tenth of the way. */
export async function repeatLaunches(
  runner: KernelRunner,
  count: number,
  onLaunch: () => void = () => undefined,
): Promise<readonly Holdings[]> {
  const held: Holdings[] = [];
  for (let launch = 1; launch <= count; launch += 1) {
    const rows = 1 + ((launch * 37) % 100);
    const x = new Float32Array(rows * 64).fill(launch % 10);
    const resident = await runner.upload(x);
    const sums =
      launch % 2 === 0
        ? await runner.run(sumRows, 1, rows, [resident, 64])
        : await runner.run(scaleAndAdd, 64, rows, [resident, x, 64, 2]);
    resident.release();
    const due = (launch % 10) * (launch % 2 === 0 ? 64 : 3);
    if (sums.some((sum) => sum !== due))
      throw new Error(`Expected ${due} from launch ${launch}, got ${sums.find((sum) => sum !== due)}.`);
    if (launch % Math.ceil(count / 10) === 0) held.push(await takeStock());
    onLaunch();
  }
  return held;
}

/** Whether the second half of the way added more than what native code keeps for later. */
export function grows(held: readonly Holdings[]): boolean {
  const [middle, end] = [held[Math.floor(held.length / 2) - 1], held.at(-1)];
  if (middle === undefined || end === undefined) return true;
  return end.megabytes - middle.megabytes > 100 || end.handles - middle.handles > 2;
}

/** Node has the function where it is told so, which it can be at any time. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}

/** What is left once garbage has been collected, and buffers that waited for it are gone. */
async function takeStock(): Promise<Holdings> {
  const collect = collector();
  for (let round = 0; round < 3; round += 1) {
    collect();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return {
    megabytes: Math.round(process.memoryUsage.rss() / 2 ** 20),
    handles: process.getActiveResourcesInfo().length,
  };
}

import { answerScenarios } from '../../oracle/accelerated/answer-scenarios.ts';
import type { BackendDescription } from '../backends/open-runner.ts';
import type { Screen } from '../backends/open-screen.ts';
import { adapterOf } from '../backends/open-screen.ts';
import { amount, nameBackend } from './figure.ts';
import { streamBandwidth } from './stream-bandwidth.ts';
import type { KernelCost } from './timed-runner.ts';
import { timedRunner } from './timed-runner.ts';
import type { Workload } from './workloads.ts';
import { describeWorkload, scenariosOf } from './workloads.ts';

/** Prints how fast an adapter reads its memory, and what share of that each kernel reaches over one answer to a workload. */
export async function printKernels(screen: Screen, workload: Workload, print: (line: string) => void): Promise<void> {
  const who = nameBackend(screen.description);
  const bandwidth = await streamBandwidth(screen.runner);
  if (bandwidth === null) {
    print(`bandwidth, ${who}: not measured: longer launches took no longer`);
    return;
  }
  print(
    `bandwidth, ${who}: reads ${gigabytes(bandwidth.bytesPerSecond)} GB/s of its memory, ${amount(bandwidth.bytes / 1e6)} MB over and over`,
  );
  const scenarios = scenariosOf(workload, 'forward and backward');
  const adapter = adapterOf(screen);
  await answerScenarios(adapter, scenarios, 'A+');
  const timed = timedRunner(adapter.runner);
  await answerScenarios({ ...adapter, runner: timed.runner }, scenarios, 'A+');
  print(
    `its kernels, ${describeWorkload(workload)}, forward and backward: bytes are inputs read once and output written; a launch has in it the`,
  );
  print('upload of what is not resident, and the readback of its output');
  print(['kernel'.padEnd(20), 'launches', '      MB', '      ms', '    GB/s', ' of bandwidth'].join(' '));
  const { kind } = screen.description;
  for (const cost of timed.costs()) print(describeKernel(cost, bandwidth.bytesPerSecond, kind));
}

/** A line of the table of kernels; one of a software adapter says so. */
export function describeKernel(
  { name, launches, bytes, milliseconds }: KernelCost,
  bandwidth: number,
  kind: BackendDescription['kind'],
): string {
  const perSecond = (bytes * 1000) / milliseconds;
  const cells = [String(launches), amount(bytes / 1e6), amount(milliseconds), gigabytes(perSecond)];
  const share = `${((100 * perSecond) / bandwidth).toFixed(1)} %`;
  const line = `${name.padEnd(20)} ${cells.map((cell) => cell.padStart(8)).join(' ')} ${share.padStart(13)}`;
  return kind === 'software' ? `${line}   (software)` : line;
}

function gigabytes(bytesPerSecond: number): string {
  return amount(bytesPerSecond / 1e9);
}

import type { GpuMode } from '../backends/gpu-js.ts';
import { BackendError } from '../backends/backend-error.ts';
import type { Screen } from '../backends/open-screen.ts';
import { openScreen } from '../backends/open-screen.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import { UsageError } from '../cli/usage-error.ts';
import type { BenchOptions } from './bench-options.ts';
import { benchHelp, parseBenchOptions } from './bench-options.ts';
import { describeBackend, describeMachine } from './describe-machine.ts';
import { printExactSums } from './exact-sums.ts';
import { printKernels } from './print-kernels.ts';
import { printWorkload } from './print-workload.ts';
import type { BenchScreen } from './print-workload.ts';
import { timeTorch } from './time-torch.ts';
import { workloads } from './workloads.ts';

/** Run by `npm run bench`: what everything that answers or judges costs on this machine. */

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function runBench({ parts, python, software }: BenchOptions): Promise<void> {
  const start = performance.now();
  print(describeMachine(new Date()));
  if (parts.includes('sums')) {
    print('');
    printExactSums(print);
  }
  const asked = workloads.filter(({ name }) => parts.includes(name));
  const torch = asked.length === 0 ? null : await timeTorch(asked, python);
  const wantsBandwidth = parts.includes('bandwidth');
  const backends: readonly GpuMode[] = asked.length > 0 ? ['webasm', 'webgpu'] : wantsBandwidth ? ['webgpu'] : [];
  const screens: BenchScreen[] = [];
  try {
    for (const backend of backends) screens.push(await openOrSay(backend));
    print('');
    for (const one of screens)
      print('screen' in one ? describeBackend(one.screen.description) : `${one.who}: not measured: ${one.reason}`);
    if (torch !== null) print(torch.description);
    for (const workload of asked) await printWorkload(workload, screens, torch?.figures ?? null, software, print);
    if (wantsBandwidth) await printBandwidth(screens, software);
  } finally {
    for (const one of screens) if ('screen' in one) await one.screen.close();
  }
  print(`\n${((performance.now() - start) / 1000).toFixed(0)} s in all`);
}

async function openOrSay(backend: GpuMode): Promise<BenchScreen> {
  try {
    return { screen: await openScreen(backend) };
  } catch (error) {
    if (error instanceof BackendError) return { who: `screen, ${backend}`, reason: error.message };
    throw error;
  }
}

async function printBandwidth(screens: readonly BenchScreen[], software: boolean): Promise<void> {
  print('');
  const workload = workloads.find(({ isLarge }) => isLarge);
  for (const one of screens) {
    if (!('screen' in one)) print(`bandwidth, ${one.who}: not measured: see above`);
    if (!('screen' in one) || one.screen.description.backend !== 'webgpu' || workload === undefined) continue;
    if (isHardware(one.screen) || software) await printKernels(one.screen, workload, print);
    else print('bandwidth, screen, webgpu (software): not measured: software adapter');
  }
}

function isHardware({ description }: Screen): boolean {
  return description.kind === 'hardware';
}

try {
  const options = parseBenchOptions(process.argv.slice(2));
  if (options.help) print(benchHelp);
  else await runBench(options);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitCodes.badUsage;
}

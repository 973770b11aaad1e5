import { parseArgs } from 'node:util';
import { openRunner } from '../backends/open-runner.ts';
import { startProgress } from '../cli/progress.ts';
import { grows, repeatLaunches } from './repeat-launches.ts';
import { repeatRuns } from './repeat-runs.ts';

// Whether backends come and go cleanly: whole processes, device losses, and many launches in one process.
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '200' }, launches: { type: 'string', default: '10000' } },
});
const [runs, launches] = [Number(values.runs), Number(values.launches)];

for (const way of ['webgpu', 'loss', 'webasm'] as const) {
  const progress = startProgress(`runs, ${way}`, runs, false);
  const wrong = await repeatRuns(way, runs, () => progress.advance());
  progress.stop();
  console.log(`${way}: ${runs} processes, ${wrong.length} of them hung, crashed or complained`);
  for (const line of wrong) console.log(`  ${line}`);
  if (wrong.length > 0) process.exitCode = 1;
}
for (const backend of ['webgpu', 'webasm'] as const) {
  const { runner, close } = await openRunner(backend);
  const progress = startProgress(`launches, ${backend}`, launches, false);
  const held = await repeatLaunches(runner, launches, () => progress.advance());
  progress.stop();
  await close();
  const list = held.map(({ megabytes, handles }) => `${megabytes} MB ${handles}`).join(', ');
  console.log(`${backend}: ${launches} launches; held at each tenth, with handles: ${list}`);
  if (grows(held)) {
    console.log('  this grows');
    process.exitCode = 1;
  }
}

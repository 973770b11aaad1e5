import type { KernelRunner } from '../kernel.ts';
import { launchProbe, refusal } from './launch-probe.ts';
import { generator } from './operands.ts';
import { chainProbe } from './probes.ts';

const length = 300;
const chains = 32;
/** More turns than gpu.js gives a loop that it is told nothing of. */
const manyTurns = 5000;

/** Whether sums in a loop keep what they lose, number for number as they should. A loop that ends early throws. */
export async function probeChains(runner: KernelRunner): Promise<boolean> {
  await probeLongLoop(runner);
  const random = generator(0xc4a1);
  const data = Float32Array.from({ length: chains * length }, () => (random() * 2 - 0.7) * 2 ** Math.floor(random() * 20));
  const used = Float32Array.from({ length: chains }, (_, chain) => (chain === 0 ? 0 : Math.floor(random() * (length + 1))));
  const got = await launchProbe(runner, chainProbe, [chains, 2], [data, used, length]);
  let isExact = true;
  for (const [chain, count] of used.entries()) {
    const values = data.subarray(chain * length, chain * length + count);
    const { sum, lost, size } = addUp(values);
    const value = got[chain] ?? Number.NaN;
    // Whatever the order, this many roundings of at most 2^-23 each.
    if (!(Math.abs(value - sum) <= size * count * 2 ** -22)) throw refusal(`a sum of ${count} numbers to be ${sum}`, `${value}`);
    isExact &&= value === sum && got[chains + chain] === lost;
  }
  return isExact;
}

function addUp(values: Float32Array): { readonly sum: number; readonly lost: number; readonly size: number } {
  let [sum, lost, size] = [0, 0, 0];
  for (const value of values) {
    const next = Math.fround(sum + value);
    // What a sum of two float32 loses is a float32, and exact in float64.
    const rest = next - sum;
    lost = Math.fround(lost + (sum - (next - rest) + (value - rest)));
    sum = next;
    size += Math.abs(value);
  }
  return { sum, lost, size };
}

async function probeLongLoop(runner: KernelRunner): Promise<void> {
  const data = Float32Array.from({ length: manyTurns }, (_, index) => 1 + (index % 3));
  const due = data.reduce((sum, value) => sum + value, 0);
  const [sum = Number.NaN] = await launchProbe(runner, chainProbe, [1, 2], [data, Float32Array.of(manyTurns), manyTurns]);
  if (sum !== due) throw refusal(`a loop of ${manyTurns} turns to add up to ${due}`, `${sum}`);
}

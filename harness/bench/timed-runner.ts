import type { KernelRunner } from '../../oracle/accelerated/kernel.ts';

/** What the launches of a kernel took, all together. */
export interface KernelCost {
  readonly name: string;
  readonly launches: number;
  /** What it has to move: each input read once, and its output written. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/** A runner that keeps account, until now, of what each kernel took. */
export interface TimedRunner {
  readonly runner: KernelRunner;
  readonly costs: () => readonly KernelCost[];
}

/** Times the launches of a runner. A launch has in it the upload of inputs that are not resident, the kernel, and the way of its output back. */
export function timedRunner(runner: KernelRunner): TimedRunner {
  const costs = new Map<string, KernelCost>();
  const run: KernelRunner['run'] = async (kernel, width, height, values) => {
    const start = performance.now();
    const output = await runner.run(kernel, width, height, values);
    const { name } = kernel;
    const { launches, bytes, milliseconds } = costs.get(name) ?? { launches: 0, bytes: 0, milliseconds: 0 };
    const read = values.reduce<number>((sum, value) => sum + (typeof value === 'number' ? 0 : value.length), 0);
    costs.set(name, {
      name,
      launches: launches + 1,
      bytes: bytes + 4 * (read + output.length),
      milliseconds: milliseconds + performance.now() - start,
    });
    return output;
  };
  return { runner: { ...runner, run }, costs: () => [...costs.values()] };
}

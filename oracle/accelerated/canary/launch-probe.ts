import type { Kernel, KernelRunner } from '../kernel.ts';
import { AdapterError } from '../kernel.ts';

/** Runs a probe, and sees to it that the output has the numbers it should have. */
export async function launchProbe(
  runner: KernelRunner,
  kernel: Kernel,
  [width, height]: readonly [number, number],
  values: readonly (Float32Array | number)[],
): Promise<Float32Array> {
  const output = await runner.run(kernel, width, height, values);
  if (output.length === width * height) return output;
  throw refusal(`${width * height} numbers of ${kernel.name}`, `${output.length}`);
}

/** An adapter whose arithmetic no certificate can be built on. */
export function refusal(expected: string, got: string): AdapterError {
  return new AdapterError(`Expected ${expected}, got ${got}. This adapter is not used: update its driver, or go without it.`);
}

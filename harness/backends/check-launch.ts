import type { Kernel, Resident } from '../../oracle/accelerated/kernel.ts';
import { AdapterError } from '../../oracle/accelerated/kernel.ts';

/** What a kernel is launched with. */
export type LaunchValue = Float32Array | Resident | number;

/** Throws on a launch that no adapter could do: a `TypeError` where a value is of the wrong kind, an `AdapterError` where it is too large. */
export function checkLaunch(
  kernel: Kernel,
  [width, height]: readonly [number, number],
  values: readonly LaunchValue[],
  mostElements: number,
): void {
  const parameters = Object.entries(kernel.parameters);
  if (values.length !== parameters.length) {
    throw new TypeError(`Expected ${parameters.length} values for the kernel ${kernel.name}, got ${values.length}.`);
  }
  for (const [index, [name, type]] of parameters.entries()) {
    const value = values[index];
    const what = `${name} of the kernel ${kernel.name}`;
    if ((type === 'Array') !== (typeof value === 'object'))
      throw new TypeError(`Expected ${what} to be ${type}, got ${typeof value}.`);
    if (type === 'Integer' && typeof value === 'number' && value !== (value | 0)) {
      throw new TypeError(`Expected ${what} to be a whole number of 32 bits, got ${value}.`);
    }
    if (typeof value === 'object') checkElements(what, value.length, mostElements);
  }
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 0 || height < 0) {
    throw new TypeError(`Expected whole sides of the output of ${kernel.name}, got [${width}, ${height}].`);
  }
  checkElements(`the output of the kernel ${kernel.name}`, width * height, mostElements);
}

/** Throws an `AdapterError` where an array has more elements than the adapter takes. */
export function checkElements(what: string, elements: number, mostElements: number): void {
  if (elements > mostElements) {
    throw new AdapterError(`Expected at most ${mostElements} elements in ${what}, got ${elements}. Split the work.`);
  }
}

import { refusal } from './launch-probe.ts';

/** An operation on the small: what each answer is, where nothing is flushed. */
export interface SmallOperation {
  readonly words: string;
  readonly apply: (a: number, b: number) => number;
}

/** Numbers below 2^-126, or numbers with such a result; those whose result float32 does not hold are left out. */
export const smallPairs: readonly (readonly [number, number])[] = [
  [2 ** -127, 0],
  [0, 2 ** -149],
  [2 ** -140, 2 ** -141],
  [1.5 * 2 ** -126, 2 ** -126],
  [1.25 * 2 ** -126, -(2 ** -126)],
  [2 ** -126, 0.5],
  [3 * 2 ** -126, 0.25],
  [2 ** -100, 2 ** -30],
  [2 ** -130, 2 ** 20],
  [-(2 ** -127), 2 ** 64],
];

/** Whether small numbers become zero, before the operation or after it. What is neither that nor right throws. */
export function judgeDenormals(got: Float32Array, { words, apply }: SmallOperation): boolean {
  let flushes = false;
  for (const [index, [a, b]] of smallPairs.entries()) {
    const value = got[index] ?? Number.NaN;
    const right = apply(a, b);
    if (value === right || Math.fround(right) !== right) continue;
    const flushed = [apply(flush(a), b), apply(a, flush(b)), apply(flush(a), flush(b))].flatMap((one) => [one, flush(one)]);
    if (![...flushed, flush(right)].map(Math.fround).includes(value)) {
      throw refusal(`${words} of ${a} and ${b} to be ${right}, or zero for what is below 2^-126`, `${value}`);
    }
    flushes = true;
  }
  return flushes;
}

function flush(value: number): number {
  return Math.abs(value) < 2 ** -126 ? 0 : value;
}

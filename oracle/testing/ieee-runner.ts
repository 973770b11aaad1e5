import type { KernelRunner, Resident } from '../accelerated/kernel.ts';

type Value = Float32Array | Resident | number;
type Cell = (x: number, y: number, values: readonly Value[]) => number;

const { fround, sqrt } = Math;
const at = (value: Value | undefined, index: number): number =>
  value instanceof Float32Array ? (value[index] ?? 0) : Number.NaN;
const onPairs =
  (operation: (a: number, b: number, c: number) => number): Cell =>
  (x, y, values) => {
    const index = y * Number(values.findLast((value) => typeof value === 'number')) + x;
    return operation(at(values[0], index), at(values[1], index), at(values[2], index));
  };

/** The upper and the lower half of a float32 (Veltkamp). */
function split(value: number): { readonly high: number; readonly low: number } {
  const shifted = fround(value * 4097);
  const high = fround(shifted - fround(shifted - value));
  return { high, low: fround(value - high) };
}

/** What each probe of the canary computes, every operation rounded. */
const cells: Readonly<Record<string, Cell>> = {
  canaryAdd: onPairs((a, b) => a + b),
  canarySubtract: onPairs((a, b) => a - b),
  canaryMultiply: onPairs((a, b) => a * b),
  canaryDivide: onPairs((a, b) => a / b),
  canaryRoot: onPairs((a) => sqrt(a)),
  canaryContract: onPairs((a, b, c) => fround(a * b) + c),
  canaryTwoSum: onPairs((a, b) => {
    const sum = fround(a + b);
    const rest = fround(sum - a);
    return fround(a - fround(sum - rest)) + fround(b - rest);
  }),
  canaryTwoProduct: onPairs((a, b) => {
    const [one, two] = [split(a), split(b)];
    const first = fround(fround(one.high * two.high) - fround(a * b));
    const second = fround(first + fround(one.high * two.low));
    return fround(second + fround(one.low * two.high)) + fround(one.low * two.low);
  }),
  canaryChain: (x, y, [data, used, length]) => {
    let [sum, lost] = [0, 0];
    for (let i = 0; i < at(used, x); i += 1) {
      const value = at(data, x * Number(length) + i);
      const next = fround(sum + value);
      const rest = fround(next - sum);
      lost = fround(lost + fround(fround(sum - fround(next - rest)) + fround(value - rest)));
      sum = next;
    }
    return y === 0 ? sum : lost;
  },
  canaryIndex: (x, y, [data, base, shift]) => at(data, 8 * y + x + Number(base) - Number(shift)),
  canaryLoopIndex: (x, _, [data, base, shift, count]) => {
    let sum = 0;
    for (let i = 0; i < Number(count); i += 1) sum = fround(sum + at(data, Number(base) + i + x - Number(shift)));
    return sum;
  },
};

/** An adapter that follows IEEE 754, for the probes of the canary alone. The tests of the backends hold it against a real one. */
export const ieeeRunner: KernelRunner = {
  mostElements: 2 ** 22,
  upload: async ({ length }) => ({ length, release: () => undefined }),
  run: async (kernel, width, height, values) =>
    Float32Array.from({ length: width * height }, (_, cell) => {
      const compute = cells[kernel.name];
      if (compute === undefined) throw new TypeError(`Expected a probe of the canary, got ${kernel.name}.`);
      return compute(cell % width, Math.floor(cell / width), values);
    }),
};

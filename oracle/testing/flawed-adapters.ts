import type { CanaryFacts } from '../accelerated/canary.ts';
import { neighbour32 } from '../accelerated/canary/float32.ts';
import type { KernelRunner, Resident } from '../accelerated/kernel.ts';

type Values = readonly (Float32Array | Resident | number)[];
/** What an adapter makes of one probe, instead of what is right. */
export type Flaw = (output: Float32Array, values: Values) => Float32Array;

export type Flaws = Readonly<Record<string, Flaw>>;

/** A right adapter, but for what it does to the probes that are named. */
export function withFlaws(right: KernelRunner, flaws: Flaws): KernelRunner {
  return {
    ...right,
    run: async (kernel, width, height, values) => {
      const output = await right.run(kernel, width, height, values);
      return flaws[kernel.name]?.(output, values) ?? output;
    },
  };
}

const rowOf = (values: Values, index: number): Float32Array => {
  const row = values[index];
  return row instanceof Float32Array ? row : new Float32Array(0);
};
/** Changes the answers that a rule picks. */
export const change =
  (pick: (value: number, a: number, b: number, c: number) => number | null): Flaw =>
  (output, values) =>
    output.map(
      (value, index) =>
        pick(value, rowOf(values, 0)[index] ?? 0, rowOf(values, 1)[index] ?? 0, rowOf(values, 2)[index] ?? 0) ?? value,
    );
const flush: Flaw = (output) => output.map((value) => (Math.abs(value) < 2 ** -126 ? 0 : value));
/** The float32 on the other side of the exact answer, where it is none. */
const otherSide = (exact: (a: number, b: number) => number): Flaw =>
  change((value, a, b) => {
    const isPlain = Number.isFinite(value) && Math.abs(value) >= 2 ** -126;
    return isPlain && exact(a, b) !== value ? neighbour32(value, exact(a, b) > value ? 1 : -1) : null;
  });

/** What a canary finds where everything is as IEEE 754 has it. */
export const ieeeFacts: CanaryFacts = {
  unitRoundoff: 2 ** -24,
  compensated: true,
  twoProduct: true,
  contracts: false,
  flushesDenormals: false,
  divisionUlps: 0.5,
  rootUlps: 0.5,
  spreadsNonFinite: true,
};

const roughly: Partial<CanaryFacts> = { unitRoundoff: 2 ** -23, compensated: false, twoProduct: false };

/** Adapters that can be used, and what a canary must find of them beside what IEEE 754 has. */
export const usableAdapters: readonly (readonly [name: string, flaws: Flaws, facts: Partial<CanaryFacts>])[] = [
  ['sums rounded to the other neighbour', { canaryAdd: otherSide((a, b) => a + b) }, roughly],
  ['differences so', { canarySubtract: otherSide((a, b) => a - b) }, roughly],
  ['products so', { canaryMultiply: otherSide((a, b) => a * b) }, roughly],
  ['TwoSum optimised away', { canaryTwoSum: (output) => output.map(() => 0) }, { compensated: false }],
  [
    'TwoSum optimised away in loops',
    { canaryChain: (output, [, , length]) => (length === 300 ? output.map((value, cell) => (cell < 32 ? value : 0)) : output) },
    { compensated: false },
  ],
  [
    'one TwoSum off',
    { canaryTwoSum: (output) => output.map((value, cell) => (cell === 4000 ? value + 1 : value)) },
    { compensated: false },
  ],
  ['TwoProduct optimised away', { canaryTwoProduct: (output) => output.map(() => 0) }, { twoProduct: false }],
  ['a b + c rounded once', { canaryContract: change((_value, a, b, c) => Math.fround(a * b + c)) }, { contracts: true }],
  ['denormal results flushed', { canaryAdd: flush, canarySubtract: flush, canaryMultiply: flush }, { flushesDenormals: true }],
  ['denormal products flushed', { canaryMultiply: flush }, { flushesDenormals: true }],
  ['division one off', { canaryDivide: change((value) => neighbour32(value, 1)) }, { divisionUlps: 2.5 }],
  ['roots two off', { canaryRoot: change((value) => value * (1 + 2 ** -22)) }, { rootUlps: 5 }],
  ['a NaN swallowed', { canaryAdd: change((value) => (Number.isNaN(value) ? 0 : null)) }, { spreadsNonFinite: false }],
  [
    'an overflow clamped',
    { canaryMultiply: change((value) => (value === Infinity ? 3.4028234663852886e38 : null)) },
    { spreadsNonFinite: false },
  ],
  [
    'an infinity lost in a loop',
    { canaryChain: change((value) => (value === Infinity ? 6 : null)) },
    { spreadsNonFinite: false },
  ],
];

const small: Flaw = change((value) => (Math.abs(value) < 2 ** -126 && value !== 0 ? value * 2 : null));

/** Adapters that a canary must refuse, and what it says of them. */
export const refusedAdapters: readonly (readonly [name: string, flaws: Flaws, words: RegExp])[] = [
  [
    'a sum two off',
    { canaryAdd: change((value, a) => (a === 1 ? neighbour32(neighbour32(value, 1), 1) : null)) },
    /a \+ b of 1 and \S+ to be 1\S*, or its neighbour, got/u,
  ],
  [
    'an exact sum one off',
    { canaryAdd: change((value, a, b) => (a === 2 ** 24 && b === -1 ? value + 1 : null)) },
    /a \+ b of 16777216 and -1 to be 16777215/u,
  ],
  [
    'one product in thousands wrong',
    { canaryMultiply: (output) => output.map((value, cell) => (cell === 4000 ? value * 1.01 : value)) },
    /a b of \S+ and \S+ to be/u,
  ],
  [
    'a NaN for a difference',
    { canarySubtract: change((_value, a) => (a === 1 ? Number.NaN : null)) },
    /a - b of 1 and \S+ to be .+ got NaN/u,
  ],
  ['a NaN for a quotient', { canaryDivide: change((_value, _a, b) => (b === 3 ? Number.NaN : null)) }, /a \/ b .+ got NaN/u],
  [
    'an infinite root',
    { canaryRoot: (output) => output.map((value, cell) => (cell === 9 ? Infinity : value)) },
    /the root of .+ got Infinity/u,
  ],
  [
    'a b + c off',
    { canaryContract: change((value, a) => (a === 1 ? value + 1 : null)) },
    /a b \+ c of \S+, \S+ and \S+ to be .+ got/u,
  ],
  ['denormals that are neither kept nor flushed', { canaryMultiply: small }, /or zero for what is below 2\^-126, got/u],
  [
    'an index in float32',
    { canaryIndex: (output, [, base]) => (Number(base) > 2 ** 24 ? output.map((value) => value - 1) : output) },
    /element x \+ 16777217 - 16777214 to be 3 at cell 0, got 2/u,
  ],
  [
    'an index in a loop in float32',
    { canaryLoopIndex: (output) => output.map((value) => value - 5) },
    /added up, to be 25 at cell 0, got 20/u,
  ],
  [
    'loops of a thousand turns',
    { canaryChain: (output, [, , length]) => (Number(length) > 1000 ? output.map((value) => value / 5) : output) },
    /a loop of 5000 turns to add up to/u,
  ],
  [
    'a sum in a loop that is wrong',
    { canaryChain: (output, [, , length]) => (length === 300 ? output.map((value) => value * 1.01) : output) },
    /a sum of \d+ numbers to be /u,
  ],
  ['a short output', { canaryAdd: (output) => output.subarray(1) }, /Expected 4096 numbers of canaryAdd, got 4095/u],
  ['an output of nothing', { canaryIndex: () => new Float32Array(0) }, /Expected 32 numbers of canaryIndex, got 0/u],
  ['zeros everywhere', { canaryIndex: (output) => output.map(() => 0) }, /got 0/u],
];

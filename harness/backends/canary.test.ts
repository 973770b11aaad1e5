import { beforeAll, describe, expect, it } from 'vitest';
import type { CanaryFacts } from '../../oracle/accelerated/canary.ts';
import { runCanary } from '../../oracle/accelerated/canary.ts';
import { neighbour32 } from '../../oracle/accelerated/canary/float32.ts';
import type { KernelRunner, Resident } from '../../oracle/accelerated/kernel.ts';
import { AdapterError } from '../../oracle/accelerated/kernel.ts';
import { compileKernels } from './compile-kernels.ts';
import { loadGpuJs } from './gpu-js.ts';
import { openRunner } from './open-runner.ts';
import { openForTest } from './testing/open-for-test.ts';
import { wholeOutput } from './whole-output.ts';

type Values = readonly (Float32Array | Resident | number)[];
/** What an adapter makes of one probe, instead of what is right. */
type Flaw = (output: Float32Array, values: Values) => Float32Array;

let right: KernelRunner;
beforeAll(async () => {
  right = (await openRunner('webasm')).runner;
});

/** A right adapter, but for what it does to the probes that are named. */
function broken(flaws: Readonly<Record<string, Flaw>>): KernelRunner {
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
const change =
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

const ieee: CanaryFacts = {
  unitRoundoff: 2 ** -24,
  compensated: true,
  twoProduct: true,
  contracts: false,
  flushesDenormals: false,
  divisionUlps: 0.5,
  rootUlps: 0.5,
  spreadsNonFinite: true,
};

describe('the canary', () => {
  it('finds WebAssembly to follow IEEE 754', async () => {
    expect(await runCanary(right)).toEqual(ieee);
  });

  it('finds what holds on the adapter of this machine', async (context) => {
    const { runner, description } = await openForTest('webgpu', context);
    const facts = await runCanary(runner);
    expect(facts.unitRoundoff).toBeLessThanOrEqual(2 ** -23);
    expect({ ...facts, isSwiftShader: description.adapter.includes('swiftshader') }).toMatchObject(
      description.adapter.includes('swiftshader') ? { ...ieee, flushesDenormals: true } : {},
    );
  });

  it.each<[string, Readonly<Record<string, Flaw>>, Partial<CanaryFacts>]>([
    ['sums rounded to the other neighbour', { canaryAdd: otherSide((a, b) => a + b) }, { unitRoundoff: 2 ** -23 }],
    ['differences so', { canarySubtract: otherSide((a, b) => a - b) }, { unitRoundoff: 2 ** -23 }],
    ['products so', { canaryMultiply: otherSide((a, b) => a * b) }, { unitRoundoff: 2 ** -23 }],
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
  ])('says so of an adapter with %s', async (_, flaws, facts) => {
    const found = await runCanary(broken(flaws));
    const spoilt = facts.unitRoundoff === undefined ? {} : { compensated: false, twoProduct: false };
    expect(found).toEqual({ ...ieee, ...spoilt, ...facts });
  });

  it('says how far a division is off, where that is further than WGSL allows', async () => {
    const { divisionUlps } = await runCanary(broken({ canaryDivide: change((value) => value * (1 + 2 ** -20)) }));
    expect(divisionUlps).toBeGreaterThan(7);
    expect(divisionUlps).toBeLessThan(18);
  });

  const small: Flaw = change((value) => (Math.abs(value) < 2 ** -126 && value !== 0 ? value * 2 : null));
  it.each<[string, Readonly<Record<string, Flaw>>, RegExp]>([
    [
      'a sum two off',
      { canaryAdd: change((value, a) => (a === 1 ? neighbour32(neighbour32(value, 1), 1) : null)) },
      /a \+ b for a = 1 and b = .+, or its neighbour, got/u,
    ],
    [
      'an exact sum one off',
      { canaryAdd: change((value, a, b) => (a === 2 ** 24 && b === -1 ? value + 1 : null)) },
      /a \+ b for a = 16777216 and b = -1 = 16777215/u,
    ],
    [
      'one product in thousands wrong',
      { canaryMultiply: (output) => output.map((value, cell) => (cell === 4000 ? value * 1.01 : value)) },
      /a b for a =/u,
    ],
    [
      'a NaN for a difference',
      { canarySubtract: change((_value, a) => (a === 1 ? Number.NaN : null)) },
      /a - b for a = 1 .+ got NaN/u,
    ],
    ['a NaN for a quotient', { canaryDivide: change((_value, _a, b) => (b === 3 ? Number.NaN : null)) }, /a \/ b .+ got NaN/u],
    [
      'an infinite root',
      { canaryRoot: (output) => output.map((value, cell) => (cell === 9 ? Infinity : value)) },
      /the root of .+ got Infinity/u,
    ],
    ['a b + c off', { canaryContract: change((value, a) => (a === 1 ? value + 1 : null)) }, /a b \+ c = .+ got/u],
    ['denormals that are neither kept nor flushed', { canaryMultiply: small }, /or zero for what is below 2\^-126, got/u],
    [
      'an index in float32',
      { canaryIndex: (output, [, base]) => (Number(base) > 2 ** 24 ? output.map((value) => value - 1) : output) },
      /as element x \+ 16777217 - .+ at cell 0, got 2/u,
    ],
    ['an index in a loop in float32', { canaryLoopIndex: (output) => output.map((value) => value - 5) }, /added up, at cell 0/u],
    [
      'loops of a thousand turns',
      { canaryChain: (output, [, , length]) => (Number(length) > 1000 ? output.map((value) => value / 5) : output) },
      /a loop of 5000 turns to add up to/u,
    ],
    [
      'a sum in a loop that is wrong',
      { canaryChain: (output, [, , length]) => (length === 300 ? output.map((value) => value * 1.01) : output) },
      /a sum of \d+ numbers = /u,
    ],
    ['a short output', { canaryAdd: (output) => output.subarray(1) }, /Expected 4096 numbers of canaryAdd, got 4095/u],
    ['an output of nothing', { canaryIndex: () => new Float32Array(0) }, /Expected 32 numbers of canaryIndex, got 0/u],
    ['zeros everywhere', { canaryIndex: (output) => output.map(() => 0) }, /got 0/u],
  ])('refuses an adapter with %s', async (_, flaws, words) => {
    const error = await runCanary(broken(flaws)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AdapterError);
    expect(String(error)).toMatch(words);
    expect(String(error)).toContain('This adapter is not used: update its driver, or go without it.');
  });

  it('finds that plain JavaScript rounds only what it stores', async () => {
    const { GPU } = await loadGpuJs();
    const compile = compileKernels(new GPU({ mode: 'cpu' }));
    const run: KernelRunner['run'] = async (kernel, width, height, values) => {
      const gpuKernel = compile(kernel);
      gpuKernel.setOutput([width, height]);
      return wholeOutput(gpuKernel(...values), width, height);
    };
    expect(await runCanary({ ...right, run })).toEqual({ ...ieee, compensated: false, twoProduct: false, contracts: true });
  });

  it('passes a failed launch on', async () => {
    const failing = { ...right, run: () => Promise.reject(new AdapterError('the device was lost')) };
    await expect(runCanary(failing)).rejects.toThrow('the device was lost');
  });
});

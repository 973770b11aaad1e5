import { productPair, sumPair } from './canary/exact-pair.ts';
import { judgeContraction } from './canary/judge-contraction.ts';
import { judgeDenormals, smallPairs } from './canary/judge-denormals.ts';
import type { ExactAnswer } from './canary/judge-rounding.ts';
import { judgeRounding, judgeUlps } from './canary/judge-rounding.ts';
import { launchProbe } from './canary/launch-probe.ts';
import type { Operands } from './canary/operands.ts';
import { drawOperands, side } from './canary/operands.ts';
import { probeChains } from './canary/probe-chains.ts';
import { probeIndices } from './canary/probe-indices.ts';
import { probeNonFinite } from './canary/probe-non-finite.ts';
import * as probes from './canary/probes.ts';
import type { KernelRunner } from './kernel.ts';

/** How an adapter computes, as far as certificates need it: found on a few thousand operands, not proven. */
export interface CanaryFacts {
  /** Of + - *: 2^-24 where all were rounded right, 2^-23 where some were the other neighbour. */
  readonly unitRoundoff: number;
  /** TwoSum finds what a sum loses, alone and in a loop. */
  readonly compensated: boolean;
  /** Dekker's product finds what a product loses. */
  readonly twoProduct: boolean;
  /** a b + c may be rounded once. */
  readonly contracts: boolean;
  /** Numbers below 2^-126 may become zero. */
  readonly flushesDenormals: boolean;
  /** Errors in units in the last place: 0.5 where all were rounded right, else the worst seen, and at least what WGSL allows. */
  readonly divisionUlps: number;
  readonly rootUlps: number;
  /** NaN and infinities are not lost on the way. */
  readonly spreadsNonFinite: boolean;
}

/** WGSL: a division may be 2.5 ulp off; a root is 1 divided by a reciprocal root that may be 2 ulp off. */
const promisedUlps = { division: 2.5, root: 5 } as const;

/**
 * Tries the arithmetic of an adapter. Rejects with an `AdapterError` where + - * are off by more than a neighbour, a NaN stands where a
 * number was due, an index or a loop is wrong, or an output has the wrong length: nothing can be certified then.
 */
export async function runCanary(runner: KernelRunner): Promise<CanaryFacts> {
  await probeIndices(runner);
  const operands = drawOperands();
  const { a, b, c } = operands;
  const onPairs = (probe: (typeof probes)['addProbe']): Promise<Float32Array> =>
    launchProbe(runner, probe, [side, side], [a, b, side]);
  const sums = judgeRounding(await onPairs(probes.addProbe), answers(operands, 'a + b', sumPair));
  const differences = answers(operands, 'a - b', (one, two) => sumPair(one, -two));
  const subtraction = judgeRounding(await onPairs(probes.subtractProbe), differences);
  const products = judgeRounding(await onPairs(probes.multiplyProbe), answers(operands, 'a b', productPair));
  const unitRoundoff = Math.max(sums, subtraction, products);
  const quotients = answers(operands, 'a / b', (one, two) => ({ high: one / two, low: 0 }));
  const divisionUlps = judgeUlps(await onPairs(probes.divideProbe), quotients, promisedUlps.division);
  const contracted = await launchProbe(runner, probes.contractProbe, [side, side], [a, b, c, side]);
  const chainsAreExact = await probeChains(runner);
  const isRight = unitRoundoff === 2 ** -24;
  return {
    unitRoundoff,
    compensated: isRight && chainsAreExact && findsLosses(await onPairs(probes.twoSumProbe), operands, sumPair),
    twoProduct: isRight && findsLosses(await onPairs(probes.twoProductProbe), operands, productPair),
    contracts: judgeContraction(contracted, operands, unitRoundoff),
    flushesDenormals: await probeDenormals(runner),
    divisionUlps,
    rootUlps: await probeRoots(runner, a),
    spreadsNonFinite: await probeNonFinite(runner),
  };
}

function answers({ a, b }: Operands, words: string, exactly: typeof sumPair): readonly ExactAnswer[] {
  return Array.from(a, (one, index) => {
    const two = b[index] ?? 0;
    return { words: `${words} of ${one} and ${two}`, exact: exactly(one, two) };
  });
}

/** Whether each number is what the operation loses in float32, apart from losses that themselves would be too small for float32. */
function findsLosses(got: Float32Array, { a, b }: Operands, exactly: typeof sumPair): boolean {
  return a.every((one, index) => {
    const { high, low } = exactly(one, b[index] ?? 0);
    return Math.abs(high) < 2 ** -79 || got[index] === high - Math.fround(high) + low;
  });
}

async function probeDenormals(runner: KernelRunner): Promise<boolean> {
  const a = Float32Array.from(smallPairs, ([one]) => one);
  const b = Float32Array.from(smallPairs, ([, two]) => two);
  const tried = [
    { probe: probes.addProbe, words: 'a + b', apply: (one: number, two: number) => one + two },
    { probe: probes.subtractProbe, words: 'a - b', apply: (one: number, two: number) => one - two },
    { probe: probes.multiplyProbe, words: 'a b', apply: (one: number, two: number) => one * two },
  ];
  let flushes = false;
  for (const { probe, ...operation } of tried) {
    const got = await launchProbe(runner, probe, [smallPairs.length, 1], [a, b, smallPairs.length]);
    flushes = judgeDenormals(got, operation) || flushes;
  }
  return flushes;
}

async function probeRoots(runner: KernelRunner, a: Float32Array): Promise<number> {
  const magnitudes = a.map(Math.abs);
  const roots = Array.from(magnitudes, (value) => ({
    words: `the root of ${value}`,
    exact: { high: Math.sqrt(value), low: 0 },
  }));
  return judgeUlps(await launchProbe(runner, probes.rootProbe, [side, side], [magnitudes, side]), roots, promisedUlps.root);
}

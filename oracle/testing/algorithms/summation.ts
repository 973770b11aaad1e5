import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Machine } from './machine.ts';

export type Sum = (terms: readonly number[], machine: Machine) => number;

/** An order of adding, with what becomes of products on the way. */
export interface Reduction {
  readonly sum: Sum;
  /** Sum of left * right. */
  readonly dot: (left: readonly number[], right: readonly number[], machine: Machine) => number;
}

export const sequential: Sum = (terms, { round }) => {
  let sum = 0;
  for (const term of terms) sum = round(sum + term);
  return sum;
};

const reversed: Sum = (terms, { round }) => terms.reduceRight((sum, term) => round(sum + term), 0);

export const pairwise: Sum = (terms, { round }) => {
  const between = (start: number, end: number): number => {
    if (end - start <= 1) return start < end ? (terms[start] ?? 0) : 0;
    const middle = start + ((end - start) >> 1);
    return round(between(start, middle) + between(middle, end));
  };
  return between(0, terms.length);
};

const laneCount = 8;

/** Accumulators side by side, as vector code adds. */
const striped: Sum = (terms, machine) => {
  const lanes = Array.from({ length: laneCount }, () => 0);
  for (const [index, term] of terms.entries()) {
    const lane = index % laneCount;
    lanes[lane] = machine.round((lanes[lane] ?? 0) + term);
  }
  return pairwise(lanes, machine);
};

const blocked: Sum = (terms, machine) => {
  const blocks: number[] = [];
  for (let start = 0; start < terms.length; start += 32) blocks.push(sequential(terms.slice(start, start + 32), machine));
  return sequential(blocks, machine);
};

const orders = new Map<number, Uint32Array>();

/** A random order of so many terms, the same in every run. */
function orderOf(count: number): Uint32Array {
  const known = orders.get(count);
  if (known !== undefined) return known;
  const generator = xoroshiro128plus(count);
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index > 0; index -= 1) {
    const other = uniformInt(generator, 0, index);
    const moved = order[index] ?? 0;
    order[index] = order[other] ?? 0;
    order[other] = moved;
  }
  orders.set(count, order);
  return order;
}

const shuffled: Sum = (terms, { round }) => {
  let sum = 0;
  for (const index of orderOf(terms.length)) sum = round(sum + (terms[index] ?? 0));
  return sum;
};

/** Smallest first. */
const ascending: Sum = (terms, machine) =>
  sequential(
    terms.toSorted((a, b) => Math.abs(a) - Math.abs(b)),
    machine,
  );

const kahan: Sum = (terms, { round }) => {
  let [sum, rest] = [0, 0];
  for (const term of terms) {
    const corrected = round(term - rest);
    const next = round(sum + corrected);
    rest = round(round(next - sum) - corrected);
    sum = next;
  }
  return sum;
};

/** Accumulated in float64. */
const wide: Sum = (terms, { round }) => {
  let sum = 0;
  for (const term of terms) sum += term;
  return round(sum);
};

/** Rounds every product, then adds. */
function rounding(sum: Sum): Reduction {
  const dot: Reduction['dot'] = (left, right, machine) =>
    sum(
      left.map((factor, index) => machine.round(factor * (right[index] ?? 0))),
      machine,
    );
  return { sum, dot };
}

const fusedDot: Reduction['dot'] = (left, right, { multiplyAdd }) =>
  left.reduce((sum, factor, index) => multiplyAdd(factor, right[index] ?? 0, sum), 0);

const fusedStripedDot: Reduction['dot'] = (left, right, machine) => {
  const lanes = Array.from({ length: laneCount }, () => 0);
  for (const [index, factor] of left.entries()) {
    const lane = index % laneCount;
    lanes[lane] = machine.multiplyAdd(factor, right[index] ?? 0, lanes[lane] ?? 0);
  }
  return pairwise(lanes, machine);
};

const wideDot: Reduction['dot'] = (left, right, { round }) =>
  round(left.reduce((sum, factor, index) => sum + factor * (right[index] ?? 0), 0));

export const sequentialReduction: Reduction = rounding(sequential);

/** Every one is a correct way to add. */
export const reductions: Readonly<Record<string, Reduction>> = {
  sequential: sequentialReduction,
  reversed: rounding(reversed),
  pairwise: rounding(pairwise),
  striped: rounding(striped),
  blocked: rounding(blocked),
  shuffled: rounding(shuffled),
  ascending: rounding(ascending),
  Kahan: rounding(kahan),
  'float64 accumulators': { sum: wide, dot: wideDot },
  'fused multiply-add': { sum: sequential, dot: fusedDot },
  'fused multiply-add, striped': { sum: striped, dot: fusedStripedDot },
};

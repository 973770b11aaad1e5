import type { Grade } from '../../oracle/accept/grade.ts';
import { grades } from '../../oracle/accept/grade.ts';
import type { TensorQuantity } from '../../oracle/trace.ts';
import { tensorQuantities } from '../../oracle/trace.ts';
import type { ChannelCase } from './draw-case.ts';

export interface QuantityTally {
  /** Numbers that a bound decided, and those for which it was infinite. */
  informative: number;
  uninformative: number;
  rejected: number;
  /** Largest distance from the reference in units of the bound. */
  largest: number;
}

/** Channels that a grade said something of, and those in which it accepted everything. */
export interface GradeTally {
  judged: number;
  accepted: number;
}

/** What became of one algorithm in one lane. */
export interface AlgorithmTally {
  readonly lane: string;
  readonly algorithm: string;
  readonly grade: Grade;
  channels: number;
  /** Values that were normalised. */
  values: number;
  readonly quantities: Readonly<Record<TensorQuantity, QuantityTally>>;
  /** Of the grades better than the promised one. */
  readonly better: Readonly<Record<Grade, GradeTally>>;
}

/** A correct answer that was rejected, with all that repeats it. */
export interface Violation {
  readonly lane: string;
  readonly algorithm: string;
  readonly grade: Grade;
  readonly quantity: TensorQuantity;
  readonly use: number;
  readonly from: ChannelCase;
}

function recordOf<Key extends string, Value>(keys: readonly Key[], make: () => Value): Record<Key, Value> {
  const entries = keys.map((key): readonly [Key, Value] => [key, make()]);
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

export function emptyTally(lane: string, algorithm: string, grade: Grade): AlgorithmTally {
  return {
    lane,
    algorithm,
    grade,
    channels: 0,
    values: 0,
    quantities: recordOf(tensorQuantities, () => ({ informative: 0, uninformative: 0, rejected: 0, largest: 0 })),
    better: recordOf(grades, () => ({ judged: 0, accepted: 0 })),
  };
}

/** Adds `other`, of the same algorithm in the same lane, to `tally`. */
export function addTally(tally: AlgorithmTally, other: AlgorithmTally): void {
  tally.channels += other.channels;
  tally.values += other.values;
  for (const quantity of tensorQuantities) {
    const [into, from] = [tally.quantities[quantity], other.quantities[quantity]];
    into.informative += from.informative;
    into.uninformative += from.uninformative;
    into.rejected += from.rejected;
    into.largest = Math.max(into.largest, from.largest);
  }
  for (const grade of grades) {
    tally.better[grade].judged += other.better[grade].judged;
    tally.better[grade].accepted += other.better[grade].accepted;
  }
}

/** Tallies of several parts of a run, one for each algorithm and lane. */
export function mergeTallies(parts: readonly (readonly AlgorithmTally[])[]): readonly AlgorithmTally[] {
  const merged = new Map<string, AlgorithmTally>();
  for (const tally of parts.flat()) {
    const key = `${tally.lane}: ${tally.algorithm}`;
    const known = merged.get(key) ?? emptyTally(tally.lane, tally.algorithm, tally.grade);
    addTally(known, tally);
    merged.set(key, known);
  }
  return [...merged.values()];
}

export function rejectedIn({ quantities }: AlgorithmTally): number {
  return tensorQuantities.reduce((sum, quantity) => sum + quantities[quantity].rejected, 0);
}

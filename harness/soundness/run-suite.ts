import type { Grade } from '../../oracle/accept/grade.ts';
import { grades, meetsGrade } from '../../oracle/accept/grade.ts';
import type { ExpectedTensor, StepAnswer } from '../../oracle/trace.ts';
import type { ChannelAnswer } from '../../oracle/testing/algorithms/channel.ts';
import type { Algorithm } from '../../oracle/testing/algorithms/table.ts';
import { mixedAlgorithm } from '../../oracle/testing/algorithms/table.ts';
import type { Held } from '../../oracle/testing/judge-channel.ts';
import { heldQuantities, judge, largestUse } from '../../oracle/testing/judge-channel.ts';
import type { ChannelCase, SizeOf } from './draw-case.ts';
import { drawForLane } from './draw-case.ts';
import { answerOf, expectationsOf } from './hold-algorithm.ts';
import type { Lane } from './lanes.ts';
import { randomFrom } from './random.ts';
import type { AlgorithmTally, Violation } from './tally.ts';
import { emptyTally } from './tally.ts';

export interface SuitePlan {
  readonly lane: Lane;
  readonly algorithms: Readonly<Record<string, Algorithm>>;
  /** How many algorithms of parts chosen at random are tried on every channel. */
  readonly mixtures: number;
  /** Values to normalise by each algorithm, at least. */
  readonly values: number;
  readonly sizeOf: SizeOf;
  readonly seed: number;
  /** This run takes every `parts`-th channel from number `part` on. */
  readonly part: number;
  readonly parts: number;
  readonly onValues?: (values: number) => void;
}

export interface SuiteResult {
  readonly tallies: readonly AlgorithmTally[];
  readonly violations: readonly Violation[];
}

const mostViolations = 20;

/** Runs every algorithm on the same channels and holds the answers to the bounds of the grades they are promised. */
export function runSuite(plan: SuitePlan): SuiteResult {
  const { lane, algorithms, parts } = plan;
  const tallies = new Map<string, AlgorithmTally>();
  const violations: Violation[] = [];
  const tallyOf = (name: string, grade: Grade): AlgorithmTally => {
    const tally = tallies.get(name) ?? emptyTally(lane.name, name, grade);
    tallies.set(name, tally);
    return tally;
  };
  let values = 0;
  for (let number = plan.part; values < plan.values; number += parts) {
    const drawn = drawForLane(lane, plan.seed + number, plan.sizeOf);
    const expect = expectationsOf(drawn, lane);
    const hold = (tally: AlgorithmTally, name: string, algorithm: Algorithm): void => {
      const held = { lane: lane.name, algorithm: name, grade: algorithm.grade, from: drawn };
      violations.push(...holdAnswer(tally, answerOf(algorithm, lane, drawn), expect, held));
      violations.length = Math.min(violations.length, mostViolations);
    };
    for (const [name, algorithm] of Object.entries(algorithms)) hold(tallyOf(name, algorithm.grade), name, algorithm);
    const random = randomFrom(plan.seed + number);
    for (let mixture = 0; mixture < plan.mixtures; mixture += 1) {
      const { name, ...algorithm } = mixedAlgorithm(random.below);
      hold(tallyOf(`any mixture, ${algorithm.grade}`, algorithm.grade), name, algorithm);
    }
    const count = countOf(drawn);
    values += count;
    plan.onValues?.(count);
  }
  return { tallies: [...tallies.values()], violations };
}

export function countOf({ channel }: ChannelCase): number {
  return channel.reduce((sum, { x }) => sum + x.length, 0);
}

/** Adds one answer to a tally; the quantities that were wrongly rejected. */
function holdAnswer(
  tally: AlgorithmTally,
  answer: ChannelAnswer,
  expect: (grade: Grade) => StepAnswer<ExpectedTensor>,
  held: Omit<Violation, 'quantity' | 'use'>,
): readonly Violation[] {
  const violations: Violation[] = [];
  tally.channels += 1;
  tally.values += countOf(held.from);
  for (const quantity of heldQuantities(expect(held.grade), answer)) {
    const use = largestUse(quantity);
    const uninformative = uninformativeIn(quantity.expected);
    const into = tally.quantities[quantity.quantity];
    into.informative += quantity.expected.values.length - uninformative;
    into.uninformative += uninformative;
    into.largest = Math.max(into.largest, use);
    const mismatches = mismatchesOf(quantity, use);
    into.rejected += mismatches;
    if (mismatches > 0) violations.push({ ...held, quantity: quantity.quantity, use });
  }
  for (const grade of grades.filter((other) => other !== held.grade && meetsGrade(other, held.grade))) {
    const quantities = heldQuantities(expect(grade), answer);
    if (quantities.every(({ expected }) => expected.values.length === uninformativeIn(expected))) continue;
    tally.better[grade].judged += 1;
    tally.better[grade].accepted += quantities.every((each) => mismatchesOf(each, largestUse(each)) === 0) ? 1 : 0;
  }
  return violations;
}

/** Numbers that the gate's verdict rejects. Within the bound before they are rounded, they are after it: rounding is monotone. */
function mismatchesOf(held: Held, use: number): number {
  return use <= 1 ? 0 : judge(held).mismatches;
}

const counted = new WeakMap<ExpectedTensor, number>();

/** How many bounds are infinite; every algorithm asks. */
function uninformativeIn(expected: ExpectedTensor): number {
  let count = counted.get(expected);
  if (count === undefined) {
    count = 0;
    for (const bound of expected.bounds) count += bound === Number.POSITIVE_INFINITY ? 1 : 0;
    counted.set(expected, count);
  }
  return count;
}

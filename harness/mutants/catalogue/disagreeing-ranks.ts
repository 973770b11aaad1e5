import type { NormalisedSet, SetAnswer } from '../../../oracle/answer-set.ts';
import { answerSet } from '../../../oracle/answer-set.ts';
import type { ChannelParts } from '../../../oracle/channel-parts.ts';
import type { ModuleState } from '../../../oracle/dialects/module-state.ts';
import type { ExpectedTensor } from '../../../oracle/trace.ts';
import { elementCount } from '../../../oracle/tensor.ts';
import type { Description, Mutant } from '../mutant.ts';
import { withSet } from '../mutant.ts';
import { summedTensors } from './bounded-numbers.ts';

/** How many values a channel has on one rank of a set. */
export function valuesOnRank(set: NormalisedSet, rank: number): number {
  const shape = set.inputs[rank]?.x.shape ?? [];
  return elementCount(shape.filter((_, axis) => axis !== 1));
}

/** A set without upstream gradients: the forward pass alone. */
export function forwardOnly(set: NormalisedSet): NormalisedSet {
  return { ...set, inputs: set.inputs.map(({ x }) => ({ x, gradY: null })) };
}

/** A set of one of its ranks. */
export function aloneIn(set: NormalisedSet, rank: number): NormalisedSet {
  const module = set.modules[rank] ?? set.module;
  const [inputs, ranks] = [set.inputs.slice(rank, rank + 1), set.ranks.slice(rank, rank + 1)];
  return { ...set, inputs, ranks, module, modules: [module] };
}

/** Every rank answered by itself, with its own buffers. */
export function eachAlone(set: NormalisedSet, channel: ChannelParts): SetAnswer {
  return joined(set.inputs.map((_, rank) => answerSet(aloneIn(set, rank), channel)));
}

/** The answers of sets of ranks as that of one set. */
export function joined(answers: readonly SetAnswer[]): SetAnswer {
  const [first, ...others] = answers;
  if (first === undefined) throw new RangeError('Expected at least one answer, got none.');
  const all = (pick: (answer: SetAnswer) => readonly ExpectedTensor[]): readonly ExpectedTensor[] => answers.flatMap(pick);
  const sum = (pick: (answer: SetAnswer) => ExpectedTensor): ExpectedTensor => summedTensors([pick(first), ...others.map(pick)]);
  return {
    y: all(({ y }) => y),
    gradX: all(({ gradX }) => gradX),
    gradWeight: all(({ gradWeight }) => gradWeight),
    gradBias: all(({ gradBias }) => gradBias),
    groupGradWeight: sum(({ groupGradWeight }) => groupGradWeight),
    groupGradBias: sum(({ groupGradBias }) => groupGradBias),
    runningMean: first.runningMean === null ? null : all(({ runningMean }) => runningMean ?? []),
    runningVar: first.runningVar === null ? null : all(({ runningVar }) => runningVar ?? []),
  };
}

/**
 * The answer of ranks whose buffers disagree: each normalises with its own, and where several synchronise, each updates its own with
 * the parts that `partsOf` replaces for it, or not at all where that is null.
 */
export function answerWithOwnBuffers(
  set: NormalisedSet,
  channel: ChannelParts,
  partsOf: (rank: number) => Partial<ChannelParts> | null,
): SetAnswer {
  if (set.behaviour.normaliseWith === 'running') return agree(set.modules) ? answerSet(set, channel) : eachAlone(set, channel);
  const answer = answerSet(set, channel);
  if (set.inputs.length === 1 || answer.runningMean === null || answer.runningVar === null) return answer;
  const buffers = set.inputs.map((_, rank) => ownBuffers(set, channel, rank, partsOf(rank)));
  return { ...answer, runningMean: buffers.flatMap(({ mean }) => mean), runningVar: buffers.flatMap(({ variance }) => variance) };
}

interface Buffers {
  readonly mean: readonly ExpectedTensor[];
  readonly variance: readonly ExpectedTensor[];
}

function ownBuffers(set: NormalisedSet, channel: ChannelParts, rank: number, parts: Partial<ChannelParts> | null): Buffers {
  const module = set.modules[rank] ?? set.module;
  if (parts === null) return { mean: present(module.runningMean), variance: present(module.runningVar) };
  const { runningMean, runningVar } = answerSet({ ...forwardOnly(set), module }, { ...channel, ...parts });
  return { mean: present(runningMean?.[rank]), variance: present(runningVar?.[rank]) };
}

function present(tensor: ExpectedTensor | null | undefined): readonly ExpectedTensor[] {
  return tensor == null ? [] : [tensor];
}

function agree(modules: readonly ModuleState[]): boolean {
  const [first] = modules;
  const same = (one: ExpectedTensor | null | undefined, other: ExpectedTensor | null | undefined): boolean =>
    one === other || (one?.values.every((value, index) => Object.is(value, other?.values[index])) ?? false);
  return modules.every(
    ({ runningMean, runningVar }) => same(runningMean, first?.runningMean) && same(runningVar, first?.runningVar),
  );
}

/** The reference with buffers of each rank's own: see `answerWithOwnBuffers`. */
export function withOwnBuffers(
  description: Description,
  partsOf: (set: NormalisedSet, rank: number) => Partial<ChannelParts> | null,
): Mutant {
  return withSet(description, (set, channel) => answerWithOwnBuffers(set, channel, (rank) => partsOf(set, rank)));
}

import { arithmeticOf } from '../../oracle/formats/arithmetic.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import { valuesOf } from '../../oracle/tensor.ts';
import type {
  ConstructedState,
  ExpectedTensor,
  ExpectedTrace,
  GroupGradients,
  RankAnswer,
  StepAnswer,
  Trace,
} from '../../oracle/trace.ts';

/**
 * The numbers of a recording, each with how far an answer of its dtype may be from the reference, the last rounding included: so two
 * answers that both conform are at most two such bounds apart. Infinite where the reference says nothing or has no such tensor; 0 where it
 * demands a NaN or an infinity, NaN where it demands any of them.
 */
export function boundRecording(recorded: Trace, reference: ExpectedTrace | null): ExpectedTrace {
  return {
    construction: recorded.construction,
    initial: recorded.initial && boundState(recorded.initial, reference?.initial ?? null),
    steps: recorded.steps.map((step, index) => boundStep(step, reference?.steps[index])),
  };
}

function boundState(
  state: ConstructedState<Tensor>,
  reference: ConstructedState<ExpectedTensor> | null,
): ConstructedState<ExpectedTensor> {
  return {
    ...state,
    weight: boundTensor(state.weight, reference?.weight),
    bias: boundTensor(state.bias, reference?.bias),
    runningMean: boundTensor(state.runningMean, reference?.runningMean),
    runningVar: boundTensor(state.runningVar, reference?.runningVar),
  };
}

function boundStep(step: StepAnswer<Tensor>, reference: StepAnswer<ExpectedTensor> | undefined): StepAnswer<ExpectedTensor> {
  return {
    ranks: step.ranks.map((rank, index) => boundRank(rank, reference?.ranks[index])),
    groups: step.groups && step.groups.map((group) => boundGroup(group, reference?.groups ?? [])),
  };
}

function boundRank(rank: RankAnswer<Tensor>, reference: RankAnswer<ExpectedTensor> | undefined): RankAnswer<ExpectedTensor> {
  return {
    ...rank,
    y: boundTensor(rank.y, reference?.y),
    gradX: boundTensor(rank.gradX, reference?.gradX),
    gradWeight: boundTensor(rank.gradWeight, reference?.gradWeight),
    gradBias: boundTensor(rank.gradBias, reference?.gradBias),
    runningMean: boundTensor(rank.runningMean, reference?.runningMean),
    runningVar: boundTensor(rank.runningVar, reference?.runningVar),
  };
}

function boundGroup(
  group: GroupGradients<Tensor>,
  references: readonly GroupGradients<ExpectedTensor>[],
): GroupGradients<ExpectedTensor> {
  const members = new Set(group.ranks);
  const reference = references.find(({ ranks }) => ranks.length === members.size && ranks.every((rank) => members.has(rank)));
  return {
    ranks: group.ranks,
    gradWeight: boundTensor(group.gradWeight, reference?.gradWeight),
    gradBias: boundTensor(group.gradBias, reference?.gradBias),
  };
}

function boundTensor(recorded: Tensor | null, reference: ExpectedTensor | null | undefined): ExpectedTensor | null {
  if (recorded === null) return null;
  const { dtype, shape } = recorded;
  const values = valuesOf(recorded);
  const fits = reference != null && reference.dtype === dtype && reference.shape.join() === shape.join();
  if (!fits) return { dtype, shape, values, bounds: new Float64Array(values.length).fill(Number.POSITIVE_INFINITY) };
  const { unitRoundoff, tiny } = arithmeticOf(dtype);
  const bounds = reference.bounds.map((bound, index) => {
    const value = reference.values[index] ?? Number.NaN;
    return Number.isFinite(value) ? bound + unitRoundoff * Math.max(Math.abs(value), tiny) : bound;
  });
  return { dtype, shape, values, bounds };
}

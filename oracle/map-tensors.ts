import type { Answer, ConstructedState, GroupGradients, RankAnswer } from './trace.ts';

/** An answer with every tensor replaced, and all else kept. */
export function mapTensors<From, To>(answer: Answer<From>, change: (tensor: From) => To): Answer<To> {
  const map = (tensor: From | null): To | null => (tensor === null ? null : change(tensor));
  const initial = answer.initial && mapState(answer.initial, map);
  const steps = answer.steps.map(({ ranks, groups }) => ({
    ranks: ranks.map((rank) => mapRank(rank, map)),
    groups: groups && groups.map((group) => mapGroup(group, map)),
  }));
  return { construction: answer.construction, initial, steps };
}

function mapState<From, To>(state: ConstructedState<From>, map: (tensor: From | null) => To | null): ConstructedState<To> {
  const { weight, bias, runningMean, runningVar, numBatchesTracked, training } = state;
  return {
    weight: map(weight),
    bias: map(bias),
    runningMean: map(runningMean),
    runningVar: map(runningVar),
    numBatchesTracked,
    training,
  };
}

function mapRank<From, To>(rank: RankAnswer<From>, map: (tensor: From | null) => To | null): RankAnswer<To> {
  return {
    ...rank,
    y: map(rank.y),
    gradX: map(rank.gradX),
    gradWeight: map(rank.gradWeight),
    gradBias: map(rank.gradBias),
    runningMean: map(rank.runningMean),
    runningVar: map(rank.runningVar),
  };
}

function mapGroup<From, To>(group: GroupGradients<From>, map: (tensor: From | null) => To | null): GroupGradients<To> {
  return { ranks: group.ranks, gradWeight: map(group.gradWeight), gradBias: map(group.gradBias) };
}

import type { Grade } from '../../oracle/accept/grade.ts';
import type { ExpectedTensor, StepAnswer } from '../../oracle/trace.ts';
import type { ChannelAnswer } from '../../oracle/testing/algorithms/channel.ts';
import { runAlgorithm } from '../../oracle/testing/algorithms/run.ts';
import type { Algorithm } from '../../oracle/testing/algorithms/table.ts';
import { expectChannel } from '../../oracle/testing/judge-channel.ts';
import type { ChannelCase } from './draw-case.ts';
import type { Lane } from './lanes.ts';

/** What an algorithm answers in the last step of a lane; running statistics go from step to step. */
export function answerOf(
  algorithm: Algorithm,
  lane: Pick<Lane, 'machine' | 'modes'>,
  { channel, parameters }: ChannelCase,
): ChannelAnswer {
  const [first = true, ...others] = lane.modes;
  return others.reduce<ChannelAnswer>(
    ({ runningMean, runningVar }, training) =>
      runAlgorithm(algorithm, lane.machine, channel, { ...parameters, runningMean, runningVar }, training),
    runAlgorithm(algorithm, lane.machine, channel, parameters, first),
  );
}

/** What is expected of a case in a lane, by grade; each worked out when it is first asked for. */
export function expectationsOf(
  { channel, parameters }: ChannelCase,
  { modes, dtype }: Pick<Lane, 'modes' | 'dtype'>,
): (grade: Grade) => StepAnswer<ExpectedTensor> {
  const known = new Map<Grade, StepAnswer<ExpectedTensor>>();
  return (grade) => {
    const expected = known.get(grade) ?? expectChannel(channel, parameters, { modes, dtype, grade });
    known.set(grade, expected);
    return expected;
  };
}

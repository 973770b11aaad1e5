import { batchMoments } from '../../../oracle/forward/batch-moments.ts';
import type { ChannelBatch } from '../../../oracle/forward/channel.ts';
import type { Mutant } from '../mutant.ts';
import { withChannel } from '../mutant.ts';
import { restated } from './altered-moments.ts';
import { valuesOnRank, withOwnBuffers } from './disagreeing-ranks.ts';

const torchOnly = ['torch'] as const;

/** Defects of ranks with an empty batch. */
export const emptyRanksMutants: readonly Mutant[] = [
  withChannel(
    {
      id: 'empty-rank-counts-one',
      defect: 'a rank with an empty batch counted as one value of zero',
      references: ['D12 pytorch#78549 [inf]', 'pytorch#78666 [inf]'],
      dialects: torchOnly,
    },
    {
      batchMoments: (batch) => {
        const moments = batchMoments(batch);
        const empty = emptyRanks(batch);
        if (empty === 0 || moments.count === 0 || !moments.allFinite) return moments;
        const count = moments.count + empty;
        const mean = (moments.mean * moments.count) / count;
        const apart = (moments.mean - mean) ** 2;
        const variance = (moments.count * (moments.variance + apart) + empty * mean * mean) / count;
        return { ...restated(moments, batch.values, { mean, variance }), count };
      },
    },
  ),
  withChannel(
    {
      id: 'empty-rank-spreads-nan',
      defect: 'the NaN mean of an empty batch in the statistics of the group',
      references: ['D09 detectron2#366 [inf]', 'D12 pytorch#78656'],
      dialects: torchOnly,
    },
    {
      batchMoments: (batch) => {
        const moments = batchMoments(batch);
        if (emptyRanks(batch) === 0 || batch.offsets.length < 3 || moments.count === 0) return moments;
        const nan = { mean: Number.NaN, variance: Number.NaN };
        return { ...restated(moments, batch.values, nan), allFinite: false };
      },
    },
  ),
  withOwnBuffers(
    {
      id: 'empty-rank-keeps-buffers',
      defect: 'a rank with an empty batch that leaves its buffers alone while its group updates',
      references: ['D09 mmcv#1205 [inf]', 'D10 mmcv#1205'],
      dialects: torchOnly,
    },
    (set, rank) => (set.inputs.length > 1 && valuesOnRank(set, rank) === 0 ? null : {}),
  ),
  withChannel(
    {
      id: 'all-empty-keeps-buffers',
      defect: 'buffers left alone where all ranks have empty batches',
      references: ['D10 pytorch#36530', 'mmcv#1205'],
      dialects: torchOnly,
    },
    { decayRunning: (running) => running },
  ),
  withChannel(
    {
      id: 'all-empty-makes-buffers-nan',
      defect: 'NaN in the buffers where all ranks have empty batches',
      references: ['D10 pytorch#36530 [inf]'],
      dialects: torchOnly,
    },
    { decayRunning: () => ({ mean: { value: Number.NaN, bound: 0 }, variance: { value: Number.NaN, bound: 0 } }) },
  ),
];

function emptyRanks({ offsets }: ChannelBatch): number {
  return offsets.filter((offset, index) => index > 0 && offset === offsets[index - 1]).length;
}

/**
 * The two state tables, row for row as the frameworks behave (SEMANTICS: measured on torch 2.13.0 and mindspore 2.10.0).
 * `normaliseWith`: the statistics that normalise. `synchronise`: whether they are shared over the group.
 * `buffers`: what happens to the running statistics.
 */
export interface Behaviour {
  readonly normaliseWith: 'batch' | 'running';
  readonly synchronise: boolean;
  readonly buffers: 'update' | 'read' | 'none';
}

export interface TorchRow extends Behaviour {
  readonly key: string;
  readonly training: boolean;
  readonly trackRunningStats: boolean;
}

export interface MindsporeRow extends Behaviour {
  readonly key: string;
  readonly useBatchStatistics: boolean | null;
  readonly training: boolean | 'either';
}

/** torch.nn.SyncBatchNorm: training x track_running_stats. */
export const torchStateTable: readonly TorchRow[] = [
  { key: 'train+track', training: true, trackRunningStats: true, normaliseWith: 'batch', synchronise: true, buffers: 'update' },
  { key: 'train+notrack', training: true, trackRunningStats: false, normaliseWith: 'batch', synchronise: true, buffers: 'none' },
  { key: 'eval+track', training: false, trackRunningStats: true, normaliseWith: 'running', synchronise: false, buffers: 'read' },
  { key: 'eval+notrack', training: false, trackRunningStats: false, normaliseWith: 'batch', synchronise: false, buffers: 'none' },
];

/** mindspore.nn.SyncBatchNorm: use_batch_statistics x training flag. */
export const mindsporeStateTable: readonly MindsporeRow[] = [
  { key: 'none+train', useBatchStatistics: null, training: true, normaliseWith: 'batch', synchronise: true, buffers: 'update' },
  { key: 'none+eval', useBatchStatistics: null, training: false, normaliseWith: 'running', synchronise: false, buffers: 'read' },
  { key: 'batch', useBatchStatistics: true, training: 'either', normaliseWith: 'batch', synchronise: true, buffers: 'update' },
  { key: 'moving', useBatchStatistics: false, training: 'either', normaliseWith: 'running', synchronise: false, buffers: 'read' },
];

/**
 * The torch row that governs a step. In training the attribute `track_running_stats` decides, in eval the presence of the
 * buffers does: the two differ once the attribute is assigned after construction.
 */
export function torchRow(training: boolean, trackRunningStats: boolean, hasBuffers: boolean): TorchRow {
  const tracks = training ? trackRunningStats : hasBuffers;
  return found(torchStateTable.find((row) => row.training === training && row.trackRunningStats === tracks));
}

/** The MindSpore row that governs a step. */
export function mindsporeRow(useBatchStatistics: boolean | null, training: boolean): MindsporeRow {
  return found(
    mindsporeStateTable.find(
      (row) => row.useBatchStatistics === useBatchStatistics && (row.training === 'either' || row.training === training),
    ),
  );
}

function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new RangeError('Expected the state table to hold a row for every combination of its columns.');
  return row;
}

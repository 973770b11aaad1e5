import type { StepMode } from '../arbitraries/build-steps.ts';
import type { Loadable } from '../arbitraries/initial-state.ts';

/** A step of a sequence before it has data. */
export interface DraftedStep {
  readonly mode: StepMode;
  readonly backward: boolean;
}

/** What the commands of a sequence write down: the steps so far, and what has been asked since the last one. */
export interface SequenceDraft {
  readonly steps: DraftedStep[];
  pending: StepMode;
}

/** As much of a module as says which commands make sense, and what its table row and its counter must be. */
export interface SequenceModel {
  readonly dialect: 'torch' | 'mindspore';
  readonly loadable: Loadable;
  readonly channels: number;
  training: boolean;
  /** torch's attribute track_running_stats. */
  tracks: boolean;
  /** MindSpore's attribute use_batch_statistics. */
  usesBatch: boolean | null;
  /** torch's num_batches_tracked; null where there is none. */
  counter: number | null;
  /** Whether a step has raised, which ends the sequence. */
  hasRaised: boolean;
  /** Row and counter after each step. */
  readonly seen: { readonly row: string; readonly counter: number | null }[];
}

/** Longest sequence, in steps. */
export const mostSteps = 12;

export const nothingPending: StepMode = { training: null, assign: {} };

/** The row that governs the next step. */
export function rowOf({ dialect, training, tracks, usesBatch, loadable }: SequenceModel): string {
  if (dialect === 'mindspore') return usesBatch === null ? `none+${training ? 'train' : 'eval'}` : usesBatch ? 'batch' : 'moving';
  return `${training ? 'train' : 'eval'}+${(training ? tracks : loadable.buffers) ? 'track' : 'notrack'}`;
}

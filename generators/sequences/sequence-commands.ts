import type fc from 'fast-check';
import type { PythonValue } from '../../oracle/python-value.ts';
import { repr } from '../../oracle/python-value.ts';
import type { Assignment } from '../../oracle/scenario.ts';
import { drawState } from '../arbitraries/initial-state.ts';
import { randomSource } from '../arbitraries/random-source.ts';
import type { SequenceDraft, SequenceModel } from './sequence-model.ts';
import { mostSteps, nothingPending, rowOf } from './sequence-model.ts';

type SequenceCommand = fc.Command<SequenceModel, SequenceDraft>;

/** `.train(...)`, `.eval()` or `.set_train(...)`. */
export class SwitchMode implements SequenceCommand {
  readonly #training: boolean;

  constructor(training: boolean) {
    this.#training = training;
  }

  check(): boolean {
    return true;
  }

  run(model: SequenceModel, draft: SequenceDraft): void {
    model.training = this.#training;
    draft.pending = { ...draft.pending, training: this.#training };
  }

  toString(): string {
    return this.#training ? 'train' : 'eval';
  }
}

/** One call on every rank, with a backward pass or without. */
export class Forward implements SequenceCommand {
  readonly #backward: boolean;

  constructor(backward: boolean) {
    this.#backward = backward;
  }

  check({ hasRaised, seen }: SequenceModel): boolean {
    return !hasRaised && seen.length < mostSteps;
  }

  run(model: SequenceModel, draft: SequenceDraft): void {
    const updates = model.dialect === 'torch' && model.training && model.tracks;
    // torch's module has lost what it would count with.
    model.hasRaised = updates && model.counter === null;
    if (updates && model.counter !== null) model.counter += 1;
    model.seen.push({ row: rowOf(model), counter: model.counter });
    draft.steps.push({ mode: draft.pending, backward: this.#backward });
    draft.pending = nothingPending;
  }

  toString(): string {
    return this.#backward ? 'forward, backward' : 'forward';
  }
}

/** Flips the attribute that decides what is tracked or normalised with. */
export class FlipAttribute implements SequenceCommand {
  readonly #to: boolean | null;

  constructor(to: boolean | null) {
    this.#to = to;
  }

  check({ dialect }: Readonly<SequenceModel>): boolean {
    return dialect === 'mindspore' || this.#to !== null;
  }

  run(model: SequenceModel, draft: SequenceDraft): void {
    if (model.dialect === 'mindspore') {
      model.usesBatch = this.#to;
      assign(draft, { useBatchStatistics: this.#to });
    } else {
      model.tracks = this.#to === true;
      assign(draft, { trackRunningStats: model.tracks });
    }
  }

  toString(): string {
    return `attribute ${repr(this.#to)}`;
  }
}

/** Sets momentum or eps: torch heeds it from the next step on, MindSpore does not. */
export class SetNumber implements SequenceCommand {
  readonly #name: 'momentum' | 'eps';
  readonly #value: PythonValue;

  constructor(name: 'momentum' | 'eps', value: PythonValue) {
    this.#name = name;
    this.#value = value;
  }

  check({ dialect }: Readonly<SequenceModel>): boolean {
    return dialect === 'torch' || this.#value !== null;
  }

  run(_model: SequenceModel, draft: SequenceDraft): void {
    assign(draft, { [this.#name]: this.#value });
  }

  toString(): string {
    return `${this.#name} ${repr(this.#value)}`;
  }
}

/** Loads a checkpoint of everything that the module has. */
export class LoadState implements SequenceCommand {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  check({ loadable }: Readonly<SequenceModel>): boolean {
    return loadable.weight || loadable.bias || loadable.buffers;
  }

  run(model: SequenceModel, draft: SequenceDraft): void {
    const load = drawState(model.channels, 'float32', model.loadable, randomSource(this.#seed));
    model.counter = load.numBatchesTracked ?? model.counter;
    draft.pending = { ...draft.pending, load };
  }

  toString(): string {
    return `load ${this.#seed}`;
  }
}

function assign(draft: SequenceDraft, attributes: Assignment): void {
  draft.pending = { ...draft.pending, assign: { ...draft.pending.assign, ...attributes } };
}

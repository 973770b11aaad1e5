import fc from 'fast-check';
import type { Arguments } from '../python-value.ts';
import type { Dialect, Scenario, Step, World } from '../scenario.ts';
import type { DType, Tensor } from '../tensor.ts';

/** What puts a module into one row of its dialect's state table. */
export interface Setting {
  readonly dialect: Dialect;
  readonly key: string;
  readonly training: boolean | null;
  readonly arguments: Arguments;
}

/** Every row of both tables; the rows that take either training flag stand here with each, and with the default. */
export const settings: readonly Setting[] = [
  { dialect: 'torch', key: 'train+track', training: true, arguments: {} },
  { dialect: 'torch', key: 'train+notrack', training: true, arguments: { track_running_stats: false } },
  { dialect: 'torch', key: 'eval+track', training: false, arguments: {} },
  { dialect: 'torch', key: 'eval+notrack', training: false, arguments: { track_running_stats: false } },
  { dialect: 'mindspore', key: 'none+train', training: true, arguments: { use_batch_statistics: null } },
  { dialect: 'mindspore', key: 'none+eval', training: false, arguments: {} },
  { dialect: 'mindspore', key: 'none+eval', training: null, arguments: { use_batch_statistics: null } },
  ...[true, false, null].flatMap((training): Setting[] => [
    { dialect: 'mindspore', key: 'batch', training, arguments: { use_batch_statistics: true } },
    { dialect: 'mindspore', key: 'moving', training, arguments: { use_batch_statistics: false } },
  ]),
];

export function settingOf(dialect: Dialect, key: string): Setting {
  const setting = settings.find((candidate) => candidate.dialect === dialect && candidate.key === key);
  if (setting === undefined) throw new RangeError(`Expected a row of the ${dialect} table, got ${key}.`);
  return setting;
}

/** One rank's input and upstream gradient, shape [N, C, *S]. */
export interface Batch {
  readonly shape: readonly number[];
  readonly x: readonly number[];
  readonly gradY: readonly number[] | null;
}

/** The numbers of a scenario without its row: per-channel lists have one entry a channel. */
export interface Question {
  readonly channels: number;
  readonly batches: readonly Batch[];
  readonly weight: readonly number[];
  readonly bias: readonly number[];
  readonly runningMean: readonly number[];
  readonly runningVar: readonly number[];
  readonly epsilon: number;
  /** As the dialect understands it. */
  readonly momentum: number;
}

/** Multiples of 2^-8 below 8: sums, shifts and halvings of them are exact in float32, so both dialects see the same numbers. */
const gridNumber: fc.Arbitrary<number> = fc.integer({ min: -2048, max: 2047 }).map((steps) => steps / 256);

function numbers(count: number, number: fc.Arbitrary<number>): fc.Arbitrary<readonly number[]> {
  return fc.array(number, { minLength: count, maxLength: count });
}

function batch(size: number, channels: number, spatial: readonly number[]): fc.Arbitrary<Batch> {
  const shape = [size, channels, ...spatial];
  const count = shape.reduce((product, extent) => product * extent, 1);
  return fc.record({ shape: fc.constant(shape), x: numbers(count, gridNumber), gradY: numbers(count, gridNumber) });
}

/** Questions over `ranks` ranks: uneven batches of `sizes` samples, 2-D or 4-D, every parameter away from its default. */
export function question(ranks: { min: number; max: number }, sizes = { min: 2, max: 4 }): fc.Arbitrary<Question> {
  const layout = fc.record({
    channels: fc.integer({ min: 1, max: 3 }),
    spatial: fc.constantFrom<readonly number[]>([], [1, 2], [2, 2]),
    sizes: fc.array(fc.integer(sizes), { minLength: ranks.min, maxLength: ranks.max }),
  });
  return layout.chain(({ channels, spatial, sizes: batchSizes }) =>
    fc.record({
      channels: fc.constant(channels),
      batches: fc.tuple(...batchSizes.map((size) => batch(size, channels, spatial))),
      weight: numbers(channels, gridNumber),
      bias: numbers(channels, gridNumber),
      runningMean: numbers(channels, gridNumber),
      runningVar: numbers(
        channels,
        fc.integer({ min: 16, max: 1024 }).map((steps) => steps / 256),
      ),
      epsilon: fc.constantFrom(2 ** -6, 2 ** -4, 2 ** -3),
      momentum: fc.constantFrom(0.125, 0.25, 0.875),
    }),
  );
}

/** float64 where the dialect takes it. */
export const sharpDtype: Readonly<Record<Dialect, DType>> = { torch: 'float64', mindspore: 'float32' };

export function tensorOf(dtype: DType, shape: readonly number[], data: readonly number[]): Tensor {
  return { dtype, shape, data: dtype === 'float64' ? Float64Array.from(data) : Float32Array.from(data) };
}

export function stepOf(dtype: DType, training: boolean | null, batches: readonly Batch[], assign: Step['assign'] = {}): Step {
  const ranks = batches.map(({ shape, x, gradY }) => ({
    x: tensorOf(dtype, shape, x),
    gradY: gradY === null ? null : tensorOf(dtype, shape, gradY),
  }));
  return { training, assign, ranks };
}

/** The scenario that asks `asked` in the row of `setting`: one step, all ranks in one group unless `groups` says otherwise. */
export function scenarioOf(setting: Setting, asked: Question, groups: World['groups'] = null): Scenario {
  const dtype = sharpDtype[setting.dialect];
  const perChannel = (list: readonly number[]): Tensor => tensorOf(dtype, [asked.channels], list);
  return {
    dialect: setting.dialect,
    arguments: {
      num_features: asked.channels,
      eps: { float: asked.epsilon },
      momentum: { float: asked.momentum },
      ...setting.arguments,
    },
    parameterDtype: dtype,
    state: {
      weight: perChannel(asked.weight),
      bias: perChannel(asked.bias),
      runningMean: perChannel(asked.runningMean),
      runningVar: perChannel(asked.runningVar),
      numBatchesTracked: null,
    },
    world: { size: asked.batches.length, groups },
    layout: 'contiguous',
    steps: [stepOf(dtype, setting.training, asked.batches)],
  };
}

/** `asked` with every input number replaced. */
export function mapInputs(asked: Question, change: (x: number, index: number, rank: number) => number): Question {
  const batches = asked.batches.map((given, rank) => ({ ...given, x: given.x.map((x, index) => change(x, index, rank)) }));
  return { ...asked, batches };
}

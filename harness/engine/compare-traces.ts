import { judgeTensor } from '../../oracle/accept/verdict.ts';
import type { ChannelVerdict, TensorVerdict } from '../../oracle/accept/verdict.ts';
import type { Dialect, Scenario } from '../../oracle/scenario.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import type {
  Answer,
  ConstructedState,
  ExpectedTensor,
  ExpectedTrace,
  GroupGradients,
  Layouts,
  RankAnswer,
  StepAnswer,
  Trace,
} from '../../oracle/trace.ts';
import { tensorQuantities } from '../../oracle/trace.ts';
import type { ErrorWords, Outcome } from './compare-errors.ts';
import { compareErrors } from './compare-errors.ts';
import { quantityName } from './quantity-names.ts';

/** How a trace was recorded decides what it can show: a concatenated batch has no per-rank parameter gradients. */
export type Method = 'module' | 'collective' | 'global-batch';

/** Where in a trace a quantity stands. Step 0 is the constructor; the rank is null for a group's sum. */
export interface Place {
  readonly step: number;
  readonly rank: number | null;
  readonly group: readonly number[] | null;
  readonly quantity: string;
}

/** One quantity held against the reference. */
export interface Comparison extends Place {
  readonly elements: number;
  readonly uninformative: number;
  readonly boundUse: number;
  /** Elements of a tensor that a bound decides and that are also within the typical bound: a label. Of the screened ones it is not known. */
  readonly typical: number;
  /** Elements that a screen decided. */
  readonly screened: number;
  readonly difference: Difference | null;
  /** What is worth saying of a quantity that conforms: an error in other words. */
  readonly note: string | null;
  /** Of a tensor that could be compared, one entry a channel; else empty. */
  readonly channels: readonly ChannelVerdict[];
}

/** What differs: text for anything that is not a number; numbers with coordinates for the worst element of a tensor. */
export interface Difference {
  readonly at: readonly number[] | null;
  readonly expected: number | string;
  readonly actual: number | string;
  readonly bound: number | null;
  readonly mismatches: number;
}

/** What can be held against an expected tensor: a recorded one, or one that another answer expects. */
type Comparable = Pick<Tensor, 'dtype' | 'shape'>;

/** Holds a tensor against the expected one of the same dtype and shape. */
export type TensorJudge<T> = (expected: ExpectedTensor, actual: T) => TensorVerdict;

/** What a comparison leaves open. */
export interface CompareOptions {
  /** Whether errors must have the reference's words (the default), or may say the same in others, which is noted. */
  readonly errorWords?: ErrorWords;
  /** The channels to look at, where a screen has decided the others. */
  readonly only?: ReadonlySet<number>;
}

/** Compares a trace of `scenario` with the reference's answer, quantity by quantity, in the order of the steps. */
export function compareTraces(
  scenario: Scenario,
  method: Method,
  expected: ExpectedTrace,
  actual: Trace,
  options: CompareOptions = {},
): readonly Comparison[] {
  const judge = (one: ExpectedTensor, other: Tensor): TensorVerdict => judgeTensor(one, other, options.only);
  return compareAnswers(scenario, method, expected, actual, judge, options);
}

/** The same for any kind of answer, its tensors held against the expected ones by `judge`. */
export function compareAnswers<T extends Comparable>(
  scenario: Scenario,
  method: Method,
  expected: ExpectedTrace,
  actual: Answer<T>,
  judge: TensorJudge<T>,
  { errorWords = 'same' }: CompareOptions = {},
): readonly Comparison[] {
  const { dialect } = scenario;
  const comparisons: Comparison[] = [];
  const ranks = Math.max(expected.construction.length, actual.construction.length);
  for (let rank = 0; rank < ranks; rank += 1) {
    const place = { step: 0, rank, group: null, quantity: 'error' };
    comparisons.push(compareError(place, dialect, expected.construction[rank], actual.construction[rank], errorWords));
  }
  comparisons.push(...compareConstructed(dialect, expected.initial, actual.initial, judge));
  const length = { step: 0, rank: null, group: null, quantity: 'steps' };
  comparisons.push(compareText(length, `${expected.steps.length}`, `${actual.steps.length}`));
  for (const [index, step] of expected.steps.entries()) {
    const answered = actual.steps[index];
    if (answered !== undefined) comparisons.push(...compareStep(scenario, method, index, step, answered, judge, errorWords));
  }
  return comparisons;
}

function compareConstructed<T extends Comparable>(
  dialect: Dialect,
  expected: ConstructedState<ExpectedTensor> | null,
  actual: ConstructedState<T> | null,
  judge: TensorJudge<T>,
): readonly Comparison[] {
  const place = { step: 0, rank: 0, group: null };
  if (expected === null || actual === null) {
    const present = (state: object | null): string => (state === null ? 'nothing' : 'a module');
    return [compareText({ ...place, quantity: 'constructed' }, present(expected), present(actual))];
  }
  const tensors = (['weight', 'bias', 'runningMean', 'runningVar'] as const).map((name) =>
    compareTensor({ ...place, quantity: quantityName(dialect, name) }, expected[name], actual[name], judge),
  );
  return [
    ...tensors,
    compareText({ ...place, quantity: 'training' }, `${expected.training}`, `${actual.training}`),
    compareCounter(place, expected.numBatchesTracked, actual.numBatchesTracked),
  ];
}

function compareStep<T extends Comparable>(
  scenario: Scenario,
  method: Method,
  stepIndex: number,
  expected: StepAnswer<ExpectedTensor>,
  actual: StepAnswer<T>,
  judge: TensorJudge<T>,
  errorWords: ErrorWords,
): readonly Comparison[] {
  const { dialect } = scenario;
  const step = stepIndex + 1;
  const ranks = expected.ranks.flatMap((rank, index) => {
    const answered = actual.ranks[index];
    const place = { step, rank: index, group: null };
    if (answered === undefined) return [compareText({ ...place, quantity: 'answer' }, 'an answer', 'none')];
    const differentiated = scenario.steps[stepIndex]?.ranks[index]?.gradY != null && scenario.requiresGrad?.x !== false;
    const visible = method === 'global-batch' ? seenFromOutside(rank, differentiated) : rank;
    return [
      compareError({ ...place, quantity: 'error' }, dialect, visible.error, answered.error, errorWords),
      ...compareRank(dialect, place, visible, answered, judge),
      ...compareSurroundings(method, place, visible, answered),
    ];
  });
  const unasked = Array.from(actual.ranks.keys()).slice(expected.ranks.length);
  ranks.push(...unasked.map((rank) => compareText({ step, rank, group: null, quantity: 'answer' }, 'none', 'an answer')));
  if (method !== 'global-batch') return ranks;
  return [...ranks, ...(expected.groups ?? []).flatMap((group) => compareGroup(dialect, step, group, actual.groups, judge))];
}

/** What a concatenated batch shows of a rank: an empty part of grad_x where the rank itself would give none, no parameter gradients. */
export function seenFromOutside(rank: RankAnswer<ExpectedTensor>, differentiated: boolean): RankAnswer<ExpectedTensor> {
  const emptyPart = differentiated && rank.y?.values.length === 0 ? rank.y : null;
  return { ...rank, gradX: rank.gradX ?? emptyPart, gradWeight: null, gradBias: null };
}

function compareRank<T extends Comparable>(
  dialect: Dialect,
  place: Pick<Place, 'step' | 'rank' | 'group'>,
  expected: RankAnswer<ExpectedTensor>,
  actual: RankAnswer<T>,
  judge: TensorJudge<T>,
): readonly Comparison[] {
  const tensors = tensorQuantities.map((quantity) =>
    compareTensor({ ...place, quantity: quantityName(dialect, quantity) }, expected[quantity], actual[quantity], judge),
  );
  return [...tensors, compareCounter(place, expected.numBatchesTracked, actual.numBatchesTracked)];
}

/** What stands beside the numbers, where it was recorded: memory layouts, which a module alone shows, and warnings. */
function compareSurroundings(
  method: Method,
  place: Pick<Place, 'step' | 'rank' | 'group'>,
  expected: Pick<RankAnswer<unknown>, 'layouts' | 'warnings'>,
  actual: Pick<RankAnswer<unknown>, 'layouts' | 'warnings'>,
): readonly Comparison[] {
  const comparisons: Comparison[] = [];
  if (method === 'module' && expected.layouts !== undefined && actual.layouts !== undefined) {
    const text = ({ y, gradX }: Layouts): string => `y ${y ?? 'None'}, grad_x ${gradX ?? 'None'}`;
    comparisons.push(compareText({ ...place, quantity: 'layout' }, text(expected.layouts), text(actual.layouts)));
  }
  if (actual.warnings !== undefined) {
    const text = (warnings: readonly string[] = []): string => (warnings.length === 0 ? 'none' : warnings.join('; '));
    comparisons.push(compareText({ ...place, quantity: 'warnings' }, text(expected.warnings), text(actual.warnings)));
  }
  return comparisons;
}

function compareGroup<T extends Comparable>(
  dialect: Dialect,
  step: number,
  expected: GroupGradients<ExpectedTensor>,
  actual: readonly GroupGradients<T>[] | null,
  judge: TensorJudge<T>,
): readonly Comparison[] {
  const members = expected.ranks.toSorted((a, b) => a - b).join(',');
  const found = actual?.find((group) => group.ranks.toSorted((a, b) => a - b).join(',') === members);
  const place = { step, rank: null, group: expected.ranks };
  return (['gradWeight', 'gradBias'] as const).map((quantity) =>
    compareTensor({ ...place, quantity: quantityName(dialect, quantity) }, expected[quantity], found?.[quantity] ?? null, judge),
  );
}

function compareTensor<T extends Comparable>(
  place: Place,
  expected: ExpectedTensor | null,
  actual: T | null,
  judge: TensorJudge<T>,
): Comparison {
  if (expected === null || actual === null || !isAlike(expected, actual)) {
    return compareText(place, describeKind(expected), describeKind(actual));
  }
  const { mismatches, worst, screened = 0, ...verdict } = judge(expected, actual);
  return { ...place, ...verdict, screened, difference: worst && { ...worst, mismatches }, note: null };
}

function describeKind(tensor: Comparable | null): string {
  return tensor === null ? 'None' : `${tensor.dtype} [${tensor.shape.join(', ')}]`;
}

function isAlike(one: Comparable, other: Comparable): boolean {
  const { length } = one.shape;
  return (
    one.dtype === other.dtype && length === other.shape.length && one.shape.every((extent, axis) => extent === other.shape[axis])
  );
}

function compareCounter(place: Omit<Place, 'quantity'>, expected: number | null, actual: number | null): Comparison {
  return compareText({ ...place, quantity: 'num_batches_tracked' }, String(expected ?? 'None'), String(actual ?? 'None'));
}

function compareText(place: Place, expected: string, actual: string): Comparison {
  const difference = expected === actual ? null : { at: null, expected, actual, bound: null, mismatches: 1 };
  return { ...place, elements: 1, uninformative: 0, boundUse: 0, typical: 0, screened: 0, difference, note: null, channels: [] };
}

function compareError(place: Place, dialect: Dialect, expected: Outcome, actual: Outcome, errorWords: ErrorWords): Comparison {
  const { difference, note } = compareErrors(dialect, expected, actual, errorWords);
  return { ...compareText(place, difference?.expected ?? '', difference?.actual ?? ''), note };
}

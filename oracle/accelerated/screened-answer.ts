import type { NormalisedSet, SetAnswer } from '../answer-set.ts';
import type { DType } from '../tensor.ts';
import { elementCount } from '../tensor.ts';
import type { ExpectedTensor } from '../trace.ts';

/** A tensor with what its numbers may be off by. */
export type ScreenedTensor = ExpectedTensor & { readonly errors: Float64Array };

/** The answer of a set while it is filled in, channel by channel. */
export interface AnswerInProgress {
  readonly answer: SetAnswer;
  readonly y: readonly ScreenedTensor[];
  readonly gradX: readonly ScreenedTensor[];
  readonly gradWeight: readonly ScreenedTensor[];
  readonly gradBias: readonly ScreenedTensor[];
  readonly groupGradWeight: ScreenedTensor;
  readonly groupGradBias: ScreenedTensor;
  readonly runningMean: ScreenedTensor;
  readonly runningVar: ScreenedTensor;
  /** Whether running statistics are updated, and whether there are upstream gradients everywhere. */
  readonly updates: boolean;
  readonly differentiates: boolean;
}

/** An answer of zeros for each set. */
export function blankAnswers(sets: readonly NormalisedSet[]): readonly AnswerInProgress[] {
  return sets.map(({ inputs, module, parameterDtype, behaviour }) => {
    const channels = inputs[0]?.x.shape[1] ?? 0;
    const like = (made: ExpectedTensor | null): ScreenedTensor => blank(parameterDtype, made?.shape ?? [channels]);
    const updates = behaviour.buffers === 'update' && module.runningMean !== null;
    const [runningMean, runningVar] = [like(module.runningMean), like(module.runningVar)];
    const own = {
      y: inputs.map(({ x }) => blank(x.dtype, x.shape)),
      gradX: inputs.map(({ x }) => blank(x.dtype, x.shape)),
      gradWeight: inputs.map(() => like(module.weight)),
      gradBias: inputs.map(() => like(module.bias)),
      groupGradWeight: like(module.weight),
      groupGradBias: like(module.bias),
    };
    const onEachRank = (tensor: ScreenedTensor): readonly ScreenedTensor[] | null => (updates ? inputs.map(() => tensor) : null);
    const answer = { ...own, runningMean: onEachRank(runningMean), runningVar: onEachRank(runningVar) };
    const differentiates = inputs.every(({ gradY }) => gradY !== null);
    return { ...own, answer, runningMean, runningVar, updates, differentiates };
  });
}

function blank(dtype: DType, shape: readonly number[]): ScreenedTensor {
  const size = elementCount(shape);
  return { dtype, shape, values: new Float64Array(size), bounds: new Float64Array(size), errors: new Float64Array(size) };
}

/** Writes a number of a tensor; one that is not finite is not known. */
export function put(tensor: ScreenedTensor | undefined, index: number, value: number, bound: number, error: number): void {
  if (tensor === undefined) return;
  const known = Number.isFinite(value) && Number.isFinite(bound) && Number.isFinite(error);
  tensor.values[index] = known ? value : 0;
  tensor.bounds[index] = known ? bound : 0;
  tensor.errors[index] = known ? error : Number.POSITIVE_INFINITY;
}

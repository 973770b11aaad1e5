import { mapTensors } from '../../../oracle/map-tensors.ts';
import { roundTo } from '../../../oracle/formats/arithmetic.ts';
import type { Tensor } from '../../../oracle/tensor.ts';
import type { ExpectedTensor, ExpectedTrace, Trace } from '../../../oracle/trace.ts';
import type { AcceptedAnswers } from '../accepted-answers.ts';
import { acceptedAnswers } from '../accepted-answers.ts';
import { roundTensor } from '../round-trace.ts';

/** A trace anywhere inside an expectation: `where` gives a place in each interval, from 0 to 1. */
export function answerInside(expected: ExpectedTrace, where: () => number): Trace {
  return mapTensors(expected, (tensor) => tensorInside(tensor, where));
}

function tensorInside(expected: ExpectedTensor, where: () => number): Tensor {
  const values = expected.values.map((_, index) => {
    const accepted = acceptedAnswers(expected, index);
    return answerIn(expected, accepted, where());
  });
  return roundTensor({ ...expected, values });
}

function answerIn({ dtype }: ExpectedTensor, { low, high, others }: AcceptedAnswers, place: number): number {
  if (low > high) return others[Math.floor(place * others.length)] ?? Number.NaN;
  const [start, end] = [Math.max(low, -Number.MAX_VALUE), Math.min(high, Number.MAX_VALUE)];
  const answer = roundTo(dtype, start * (1 - place) + end * place);
  return Math.min(high, Math.max(low, answer));
}

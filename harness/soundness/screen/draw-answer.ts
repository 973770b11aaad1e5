import { answerScenario } from '../../../oracle/answer-scenario.ts';
import { arithmeticOf, roundTo } from '../../../oracle/formats/arithmetic.ts';
import { mapTensors } from '../../../oracle/map-tensors.ts';
import type { Scenario } from '../../../oracle/scenario.ts';
import type { ExpectedTensor, ExpectedTrace, Trace } from '../../../oracle/trace.ts';
import { catalogue } from '../../mutants/catalogue.ts';
import { attemptAnswer } from '../../mutants/hold-mutant.ts';
import { roundTrace } from '../../mutants/round-trace.ts';
import { answerInside } from '../../mutants/testing/answer-inside.ts';

/** What an answer is made to be. */
export const answerKinds = ['right', 'inside', 'on the ends', 'about the ends', 'one spoilt', 'a mutant'] as const;
export type AnswerKind = (typeof answerKinds)[number];

/** A number from 0 up to 1. */
export type Draw = () => number;

/** An answer to a scenario, right or wrong; throws a RangeError where the reference has none. */
export function drawAnswer(scenario: Scenario, kind: AnswerKind, draw: Draw): Trace {
  const expected = answerScenario(scenario, draw() < 0.5 ? 'A+' : 'A');
  switch (kind) {
    case 'right':
      return roundTrace(expected);
    case 'inside':
      return answerInside(expected, draw);
    case 'on the ends':
      return answerInside(expected, () => Math.round(draw()));
    case 'about the ends':
      return roundTrace(moved(expected, (bound) => (draw() < 0.5 ? 1 : -1) * bound * (1 + (draw() - 0.5) * 2 ** (-20 * draw()))));
    case 'one spoilt':
      return roundTrace(spoilt(expected, draw));
    case 'a mutant':
      return mutated(scenario, draw) ?? roundTrace(expected);
  }
}

/** Every number with a bound moved by some of it. */
function moved(expected: ExpectedTrace, by: (bound: number) => number): ExpectedTrace {
  return mapTensors(expected, (tensor) => ({
    ...tensor,
    values: tensor.values.map((value, index) => {
      const bound = tensor.bounds[index] ?? 0;
      return Number.isFinite(bound) && bound > 0 ? value + by(bound) : value;
    }),
  }));
}

/** One number of one tensor in eight is another. */
function spoilt(expected: ExpectedTrace, draw: Draw): ExpectedTrace {
  return mapTensors(expected, (tensor) => (draw() < 1 / 8 && tensor.values.length > 0 ? spoilOne(tensor, draw) : tensor));
}

function spoilOne(tensor: ExpectedTensor, draw: Draw): ExpectedTensor {
  const at = Math.floor(draw() * tensor.values.length);
  const { unitRoundoff } = arithmeticOf(tensor.dtype);
  const value = tensor.values[at] ?? 0;
  const nextTo = roundTo(tensor.dtype, value * (1 + (draw() < 0.5 ? 4 : -4) * unitRoundoff));
  const others = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -value, 2 * value, nextTo, value + 1e-3];
  const spoiltValues = tensor.values.slice();
  spoiltValues[at] = others[Math.floor(draw() * others.length)] ?? 0;
  return { ...tensor, values: spoiltValues };
}

function mutated(scenario: Scenario, draw: Draw): Trace | null {
  const own = catalogue.filter(({ dialects }) => dialects.includes(scenario.dialect));
  const mutant = own[Math.floor(draw() * own.length)];
  const answer = mutant === undefined ? null : attemptAnswer(mutant, scenario, 'A');
  return answer && roundTrace(answer);
}

import { simpleScenario } from '../../generators/corpus/simple-scenario.ts';
import type { Adapter } from '../../oracle/accelerated/answer-sets.ts';
import { answerScenarios } from '../../oracle/accelerated/answer-scenarios.ts';
import { holdCertificate } from '../../oracle/accelerated/hold-certificate.ts';
import { AdapterError } from '../../oracle/accelerated/kernel.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { Scenario } from '../../oracle/scenario.ts';

/** Few, and every kernel occurs: several ranks, empty ones, rows of every length, running statistics, half types. */
const tried: readonly Scenario[] = [
  simpleScenario('torch', {
    shapes: [
      [4, 3, 5],
      [2, 3, 5],
    ],
    training: [true, false, true],
  }),
  simpleScenario('torch', {
    shapes: [
      [3, 3, 700],
      [0, 3, 700],
      [1, 3, 700],
    ],
  }),
  simpleScenario('torch', { shapes: [[40, 3, 3]], arguments: { num_features: 3, momentum: null } }),
  simpleScenario('torch', { dtype: 'float16', arguments: { num_features: 3, track_running_stats: false } }),
  simpleScenario('mindspore', { shapes: [[4, 3, 2, 2]], training: [true, false] }),
];

/**
 * Asks an adapter for a few answers by the very kernels that screen, and holds those to their certificate: the canary tries arithmetic, and a
 * driver may compile one kernel right and another wrong. Rejects with an `AdapterError` where an answer is not what it says.
 */
export async function tryKernels(adapter: Adapter): Promise<void> {
  for (const grade of ['A+', 'A'] as const) {
    const answers = await answerScenarios(adapter, tried, grade);
    for (const [index, scenario] of tried.entries()) {
      const one = answers[index];
      if (one === undefined || 'refusal' in one) throw new RangeError(`Expected an answer to trial ${index + 1}, got none.`);
      const { broken, known, first } = holdCertificate(one.answer, answerScenario(scenario, grade));
      if (broken > 0)
        throw new AdapterError(`The kernels are off in ${broken} of ${known} numbers of trial ${index + 1}: ${first}.`);
      if (known === 0) throw new AdapterError(`The kernels say nothing of any number of trial ${index + 1}.`);
    }
  }
}

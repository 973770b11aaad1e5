import type { NormalisedSet, SetAnswer } from '../answer-set.ts';
import type { KernelRunner } from './kernel.ts';
import { groupSets, packSets } from './pack.ts';
import type { AdapterArithmetic } from './reduce-parts.ts';
import { answerForward } from './answer-forward.ts';
import { answerBackward } from './answer-backward.ts';
import { channelStatistics } from './channel-statistics.ts';
import { blankAnswers } from './screened-answer.ts';
import { segmentFacts } from './segment-facts.ts';
import { withWorkbench } from './workbench.ts';

/** What an adapter computes with: who runs its kernels, and how they round. */
export interface Adapter {
  readonly runner: KernelRunner;
  readonly arithmetic: AdapterArithmetic;
}

/**
 * The answers of many sets from a few launches: float32, with bounds as the exact core has them but for a hundredth, and with what each number
 * may be off by. Only sets that have no refusal can be asked.
 */
export async function answerSets(adapter: Adapter, sets: readonly NormalisedSet[]): Promise<readonly SetAnswer[]> {
  const answers: SetAnswer[] = [];
  for (const together of groupSets(sets, adapter.runner.mostElements)) answers.push(...(await answerPack(adapter, together)));
  return answers;
}

async function answerPack({ runner, arithmetic }: Adapter, sets: readonly NormalisedSet[]): Promise<readonly SetAnswer[]> {
  const answers = blankAnswers(sets);
  const withGradients = answers.some(({ differentiates }) => differentiates);
  const pack = packSets(sets, runner.mostElements, withGradients);
  if (pack.segments.length > 0) {
    await withWorkbench(runner, arithmetic, pack, async (bench) => {
      const needed = sets.some(({ behaviour }) => behaviour.normaliseWith === 'batch' || behaviour.buffers === 'update');
      const facts = segmentFacts(pack, sets, needed ? await channelStatistics(bench) : []);
      const normalisers = await answerForward(bench, facts, answers);
      if (withGradients) await answerBackward(bench, normalisers, answers);
    });
  }
  return answers.map(({ answer }) => answer);
}

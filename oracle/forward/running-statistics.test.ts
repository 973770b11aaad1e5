import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../scenario.ts';
import { lastAnswer, numbersOf, present, rankAnswer } from '../testing/answers.ts';
import { question, scenarioOf, settingOf, stepOf } from '../testing/question.ts';
import type { Batch, Question } from '../testing/question.ts';

const torch = settingOf('torch', 'train+track');
const mindspore = settingOf('mindspore', 'batch');
const asked = question({ min: 1, max: 3 });

function withMomentum(scenario: Scenario, momentum: number | null): Scenario {
  const given = momentum === null ? null : { float: momentum };
  return { ...scenario, arguments: { ...scenario.arguments, momentum: given } };
}

function buffers(scenario: Scenario): { mean: readonly number[]; variance: readonly number[] } {
  const { runningMean, runningVar } = rankAnswer(scenario);
  return { mean: numbersOf(runningMean), variance: numbersOf(runningVar) };
}

/** Mean and unbiased variance of channel `channel` over all ranks. */
function statistics(batches: readonly Batch[], channel: number): { mean: number; variance: number } {
  const values = batches.flatMap(({ shape, x }) => {
    const inner = shape.slice(2).reduce((product, extent) => product * extent, 1);
    return x.filter((_, index) => Math.floor(index / inner) % (shape[1] ?? 1) === channel);
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) };
}

function fresh(given: Question): { mean: readonly number[]; variance: readonly number[] } {
  const channels = given.weight.map((_, channel) => statistics(given.batches, channel));
  return { mean: channels.map(({ mean }) => mean), variance: channels.map(({ variance }) => variance) };
}

describe('momentum', () => {
  it('weighs the new statistic in torch: 0 keeps the buffers, 1 replaces them by mean and unbiased variance', () => {
    fc.assert(
      fc.property(asked, (given) => {
        const kept = buffers(withMomentum(scenarioOf(torch, given), 0));
        expect(kept).toEqual({ mean: given.runningMean, variance: given.runningVar });
        const replaced = buffers(withMomentum(scenarioOf(torch, given), 1));
        expect(replaced.mean).toBeNear(fresh(given).mean);
        expect(replaced.variance).toBeNear(fresh(given).variance);
      }),
      { numRuns: 40 },
    );
  });

  it('weighs the old statistic in mindspore: 1 keeps the buffers, 0 replaces them', () => {
    fc.assert(
      fc.property(asked, (given) => {
        const kept = buffers(withMomentum(scenarioOf(mindspore, given), 1));
        expect(kept).toEqual({ mean: given.runningMean, variance: given.runningVar });
        const replaced = buffers(withMomentum(scenarioOf(mindspore, given), 0));
        expect(replaced.mean).toBeNear(fresh(given).mean);
        expect(replaced.variance).toBeNear(fresh(given).variance);
      }),
      { numRuns: 40 },
    );
  });

  it('a in torch is 1 - a in mindspore', () => {
    const momentum = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(asked, momentum, (given, a) => {
        const one = buffers(withMomentum(scenarioOf(torch, given), a));
        const other = buffers(withMomentum(scenarioOf(mindspore, given), 1 - a));
        expect(other.mean).toBeNear(one.mean);
        expect(other.variance).toBeNear(one.variance);
      }),
      { numRuns: 40 },
    );
  });

  it.each([-0.5, 1.5, 2])('of %s follows the formula in torch', (a) => {
    fc.assert(
      fc.property(asked, (given) => {
        const { mean, variance } = buffers(withMomentum(scenarioOf(torch, given), a));
        const blend = (old: readonly number[], statistic: readonly number[]): readonly number[] =>
          old.map((value, channel) => (1 - a) * value + a * present(statistic[channel]));
        expect(mean).toBeNear(blend(given.runningMean, fresh(given).mean));
        expect(variance).toBeNear(blend(given.runningVar, fresh(given).variance));
      }),
      { numRuns: 15 },
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('of %s leaves no finite buffer', (a) => {
    fc.assert(
      fc.property(asked, (given) => {
        const { mean, variance } = buffers(withMomentum(scenarioOf(torch, given), a));
        expect([...mean, ...variance].some(Number.isFinite)).toBe(false);
      }),
      { numRuns: 15 },
    );
  });

  it('None averages: after three steps from a counter of 0 the buffers are the plain means of the statistics', () => {
    const shift = fc.integer({ min: -512, max: 512 });
    fc.assert(
      fc.property(question({ min: 2, max: 2 }), fc.tuple(shift, shift), (given, shifts) => {
        // Later steps: the same numbers moved and stretched, so that every step has statistics of its own.
        const steps = [given.batches, ...shifts.map((by, later) => moved(given.batches, by / 256, 1 + later))];
        const base = withMomentum(scenarioOf(torch, given), null);
        const scenario = { ...base, steps: steps.map((batches) => stepOf('float64', true, batches)) };
        const { mean, variance } = buffers(scenario);
        const all = steps.map((batches) => fresh({ ...given, batches }));
        const average = (name: 'mean' | 'variance'): readonly number[] =>
          given.weight.map((_, channel) => all.reduce((sum, step) => sum + present(step[name][channel]), 0) / 3);
        expect(mean).toBeNear(average('mean'));
        expect(variance).toBeNear(average('variance'));
        expect(rankAnswer(scenario).numBatchesTracked).toBe(3);
      }),
      { numRuns: 30 },
    );
  });

  it('None goes on from a loaded counter: the new statistic weighs 1 / (counter + 1)', () => {
    fc.assert(
      fc.property(asked, fc.integer({ min: 0, max: 50 }), (given, counter) => {
        const base = withMomentum(scenarioOf(torch, given), null);
        const { mean } = buffers({ ...base, state: { ...base.state, numBatchesTracked: counter } });
        const weight = 1 / (counter + 1);
        const expected = given.runningMean.map(
          (old, channel) => (1 - weight) * old + weight * present(fresh(given).mean[channel]),
        );
        expect(mean).toBeNear(expected);
      }),
      { numRuns: 30 },
    );
  });
});

function moved(batches: readonly Batch[], shift: number, stretch: number): readonly Batch[] {
  return batches.map(({ shape, x, gradY }) => ({ shape, x: x.map((value) => value * (1 + stretch) + shift), gradY }));
}

describe('mindspore use_batch_statistics', () => {
  it.each([false, null])('True updates the moving statistics with the flag at %s', (training) => {
    fc.assert(
      fc.property(asked, (given) => {
        const off = buffers(scenarioOf({ ...mindspore, training }, given));
        expect(off).toEqual(buffers(scenarioOf({ ...mindspore, training: true }, given)));
        expect(off.variance).not.toEqual(given.runningVar);
      }),
      { numRuns: 15 },
    );
  });

  it('False never updates them, not even with the flag on', () => {
    fc.assert(
      fc.property(asked, (given) => {
        const scenario = scenarioOf({ ...settingOf('mindspore', 'moving'), training: true }, given);
        expect(buffers(scenario)).toEqual({ mean: given.runningMean, variance: given.runningVar });
      }),
      { numRuns: 15 },
    );
  });
});

it('in float32 keeps a bound that the next step widens', () => {
  fc.assert(
    fc.property(question({ min: 1, max: 1 }), (given) => {
      const steps = [1, 2].map((count) => {
        const base = scenarioOf(mindspore, given);
        const batches = Array.from({ length: count }, () => stepOf('float32', true, given.batches));
        return present(lastAnswer({ ...base, steps: batches }).ranks[0]?.runningMean);
      });
      const [once, twice] = steps.map(({ bounds }) => bounds);
      expect(present(once).every((bound) => bound > 0)).toBe(true);
      expect(present(twice).every((bound, channel) => bound > given.momentum * present(once?.[channel]))).toBe(true);
    }),
    { numRuns: 15 },
  );
});

import { describe, expect, it, test } from 'vitest';
import { answerScenario, rowsVisited } from '../oracle/answer-scenario.ts';
import type { Dialect } from '../oracle/scenario.ts';
import { dialects } from '../oracle/scenario.ts';
import { sharingSets } from '../oracle/sharing.ts';
import { mindsporeStateTable, torchStateTable } from '../oracle/state-tables.ts';
import { elementCount } from '../oracle/tensor.ts';
import type { Tensor } from '../oracle/tensor.ts';
import { lanes, planDesigned, planRecording } from './plan-recording.ts';
import type { Lane, PlannedCase } from './plan-recording.ts';

const plans: Record<Dialect, readonly PlannedCase[]> = {
  torch: planRecording('torch', 300, 11, true),
  mindspore: planRecording('mindspore', 300, 11, true),
};
const rows: Record<Dialect, readonly string[]> = {
  torch: torchStateTable.map(({ key }) => key),
  mindspore: mindsporeStateTable.map(({ key }) => key),
};
const everyLane = dialects.flatMap((dialect) => lanes[dialect].map((lane) => ({ dialect, lane })));
const ofLane = (dialect: Dialect, lane: Lane): readonly PlannedCase[] =>
  plans[dialect].filter((planned) => planned.lane === lane);

describe.each(dialects)('a %s plan', (dialect) => {
  it('is the same for the same seed, down to the digests and the bytes', () => {
    expect(planRecording(dialect, 40, 5, true)).toEqual(planRecording(dialect, 40, 5, true));
  });

  it('differs for another seed in every random case, and keeps the corpus', () => {
    const ids = (seed: number, corpus: boolean): ReadonlySet<string> =>
      new Set(planRecording(dialect, 60, seed, corpus).map(({ id }) => id));
    const [corpus, other] = [ids(5, true), ids(6, true)];
    const kept = [...corpus].filter((id) => other.has(id));
    expect(kept).toEqual(planRecording(dialect, 0, 7, true).map(({ id }) => id));
    expect(corpus.size - kept.length).toBeGreaterThan(50);
  });

  it('has the random cases it was asked for, each with an id of its own', () => {
    const random = planRecording(dialect, 100, 3, false);
    expect(new Set(random.map(({ id }) => id)).size).toBe(random.length);
    expect(Math.abs(random.length - 100)).toBeLessThanOrEqual(2);
    expect(planRecording(dialect, 0, 3, false)).toEqual([]);
  });

  it('gives no two scenarios one id', () => {
    const scenarios = new Map<string, string>();
    for (const { id, scenario } of plans[dialect]) {
      const text = JSON.stringify(scenario, (_key, value: unknown) =>
        ArrayBuffer.isView(value) ? Buffer.from(value.buffer).toString('hex') : value,
      );
      const [name = ''] = id.split('@');
      expect(scenarios.get(name) ?? text).toBe(text);
      scenarios.set(name, text);
    }
  });

  it('speaks of one dialect, and of lanes it has', () => {
    for (const { scenario, lane } of plans[dialect]) {
      expect(scenario.dialect).toBe(dialect);
      expect(lanes[dialect]).toContain(lane);
    }
  });

  it('gives every rank of every step an input, and tensors as long as their shapes say, in arrays of their type', () => {
    const arrays = { float16: Uint16Array, bfloat16: Uint16Array, float32: Float32Array, float64: Float64Array };
    const sound = ({ dtype, shape, data }: Tensor): boolean =>
      data instanceof arrays[dtype] && data.length === elementCount(shape);
    for (const { scenario } of plans[dialect]) {
      const { weight, bias, runningMean, runningVar } = scenario.state;
      expect([weight, bias, runningMean, runningVar].every((tensor) => tensor === null || sound(tensor))).toBe(true);
      for (const { ranks } of scenario.steps) {
        expect(ranks).toHaveLength(scenario.world.size);
        expect(ranks.every(({ x, gradY }) => sound(x) && (gradY === null || sound(gradY)))).toBe(true);
        const form = ({ dtype, shape }: Tensor): object => ({ dtype, shape });
        expect(ranks.map(({ x, gradY }) => form(gradY ?? x))).toEqual(ranks.map(({ x }) => form(x)));
      }
    }
  });
});

/** The rows of the steps that were answered without an error. */
function rowsAnswered({ scenario }: PlannedCase): readonly string[] {
  const { steps } = answerScenario(scenario);
  const visited = rowsVisited(scenario);
  return steps.flatMap(({ ranks }, index) => (ranks.every(({ error }) => error === null) ? [visited[index] ?? ''] : []));
}

test.each(everyLane.filter(({ lane }) => lane !== 'processes' && lane !== 'collective-gloo'))(
  '$dialect $lane: answers come from every row of the table',
  ({ dialect, lane }) => {
    const met = new Set(ofLane(dialect, lane).flatMap(rowsAnswered));
    expect([...met].toSorted()).toEqual(rows[dialect].toSorted());
  },
);

describe('what a lane can record', () => {
  test.each(['collective-gloo', 'collective-threads'] as const)(
    '%s: of each group all ranks raise or none does, in every step in which they would wait for each other',
    (lane) => {
      const cases = ofLane('torch', lane);
      expect(cases.length).toBeGreaterThan(10);
      for (const { id, scenario } of cases) {
        const { construction, steps } = answerScenario(scenario);
        const visited = rowsVisited(scenario);
        const waiting = steps.filter((_, index) => visited[index]?.startsWith('train') === true);
        const raises = [construction, ...waiting.map((step) => step.ranks.map(({ error }) => error))];
        const mixed = raises.filter((errors) =>
          sharingSets(scenario.world).some((set) => new Set(set.map((rank) => errors[rank] == null)).size > 1),
        );
        expect({ id, mixed }).toEqual({ id, mixed: [] });
      }
    },
  );

  test.each(dialects)('%s module: a world of one', (dialect) => {
    expect(ofLane(dialect, 'module').every(({ scenario }) => scenario.world.size === 1)).toBe(true);
  });

  test.each(everyLane.filter(({ lane }) => lane !== 'module'))('$dialect $lane: several ranks', ({ dialect, lane }) => {
    expect(ofLane(dialect, lane).length).toBeGreaterThan(10);
    expect(ofLane(dialect, lane).every(({ scenario }) => scenario.world.size > 1)).toBe(true);
  });

  test.each(['torch'] as const)('%s global-batch: every group of several has more than one value a channel', (dialect) => {
    for (const { scenario } of ofLane(dialect, 'global-batch')) {
      for (const set of sharingSets(scenario.world).filter(({ length }) => length > 1)) {
        const shapes = set.map((rank) => scenario.steps[0]?.ranks[rank]?.x.shape ?? []);
        const values = shapes.reduce((sum, [size = 0, , ...spatial]) => sum + size * elementCount(spatial), 0);
        expect(values).toBeGreaterThan(1);
      }
    }
  });

  it('mindspore processes: nothing that was answered synchronised', () => {
    for (const { scenario } of ofLane('mindspore', 'processes')) {
      const synchronises = sharingSets(scenario.world).some((set) => set.length > 1);
      const answered = answerScenario(scenario).steps.flatMap((_, index) => rowsVisited(scenario)[index] ?? []);
      expect(synchronises && answered.some((row) => row === 'batch' || row === 'none+train')).toBe(false);
    }
  });
});

describe.each(dialects)('the designed cases of %s', (dialect) => {
  it('are always the same, in lanes of the dialect, each with an id of its own', () => {
    const designed = planDesigned(dialect);
    expect(designed.length).toBeGreaterThan(10);
    expect(planDesigned(dialect)).toEqual(designed);
    expect(new Set(designed.map(({ id }) => id)).size).toBe(designed.length);
    for (const { lane, set, scenario } of designed) {
      expect(lanes[dialect]).toContain(lane);
      expect(set).toBe('designed');
      expect(scenario.dialect).toBe(dialect);
    }
  });
});

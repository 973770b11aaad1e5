import { describe, expect, it, test } from 'vitest';
import { answerScenario } from '../../../oracle/answer-scenario.ts';
import { catalogue, keyOfMessage, templateOf } from '../../../oracle/errors/catalogue.ts';
import type { Dialect } from '../../../oracle/scenario.ts';
import { dialects } from '../../../oracle/scenario.ts';
import type { RaisedError } from '../../../oracle/trace.ts';
import type { PlannedCase } from '../../plan-recording.ts';
import { planRecording } from '../../plan-recording.ts';
import { errorsMet } from './errors-met.ts';

const plans: Readonly<Record<Dialect, readonly PlannedCase[]>> = {
  torch: planRecording('torch', 0, 0, true),
  mindspore: planRecording('mindspore', 0, 0, true),
};

function raisedIn({ scenario }: PlannedCase): readonly RaisedError[] {
  const { construction, steps } = answerScenario(scenario);
  return [...construction, ...steps.flatMap(({ ranks }) => ranks.map(({ error }) => error))].filter((error) => error !== null);
}

describe.each(dialects)('the hand-picked scenarios of %s', (dialect) => {
  const met = new Set(plans[dialect].flatMap(({ scenario }) => errorsMet(scenario).map(({ key }) => key)));

  test.each(catalogue.filter(({ key }) => key.startsWith(`${dialect}/`)).map(({ key }) => key))('raise %s', (key) => {
    expect(met).toContain(key);
  });

  it('raise nothing that the catalogue does not have, in words that it recognises', () => {
    for (const error of plans[dialect].flatMap(raisedIn)) {
      expect({ ...error, recognised: keyOfMessage(dialect, error.message) }).toEqual({ ...error, recognised: error.key });
      expect(error.key && templateOf(error.key).type).toBe(error.type);
    }
  });

  it('are small', () => {
    const raising = plans[dialect].filter((planned) => raisedIn(planned).length > 0);
    expect(raising.length).toBeGreaterThan(300);
    for (const { scenario } of raising) {
      for (const { ranks } of scenario.steps) expect(Math.max(...ranks.map(({ x }) => x.data.length))).toBeLessThanOrEqual(256);
    }
  });
});

it('tells the constructor, forward and backward apart, and the rows of the passes', () => {
  const places = new Set(plans.torch.flatMap(({ scenario }) => errorsMet(scenario).map(({ stage, row }) => `${stage} ${row}`)));
  expect(places).toContain('constructor null');
  for (const row of ['train+track', 'train+notrack', 'eval+track', 'eval+notrack']) expect(places).toContain(`forward ${row}`);
  expect(places).toContain('backward train+notrack');
});

import type { DialectRules, ModuleState } from '../../../oracle/dialects/module-state.ts';
import { mindsporeDefaults } from '../../../oracle/dialects/mindspore.ts';
import { torchDefaults } from '../../../oracle/dialects/torch-arguments.ts';
import { numberIn } from '../../../oracle/python-value.ts';
import type { Scenario } from '../../../oracle/scenario.ts';
import type { Description, Mutant } from '../mutant.ts';
import { withRules, withScenario } from '../mutant.ts';

const torchOnly = ['torch'] as const;

/** Defects of momentum and of the counter of batches. */
export const counterAndMomentumMutants: readonly Mutant[] = [
  withNoneAs(
    {
      id: 'momentum-none-is-one-tenth',
      defect: 'momentum None taken for 0.1',
      references: ['D37 pytorch#31498', 'pytorch#5766', 'pytorch#6445'],
    },
    () => 0.1,
  ),
  withNoneAs(
    { id: 'momentum-none-is-zero', defect: 'momentum None taken for 0', references: ['D37 pytorch#31498', 'D36 pytorch#18525'] },
    () => 0,
  ),
  withNoneAs({ id: 'momentum-none-is-one', defect: 'momentum None taken for 1', references: ['D36 pytorch#40074'] }, () => 1),
  withNoneAs(
    {
      id: 'momentum-none-counts-one-more',
      defect: 'a cumulative average that weighs a new batch by 1 / (batches + 1)',
      references: ['D37 pytorch#31498 [inf]'],
    },
    ({ numBatchesTracked }) => 1 / ((numBatchesTracked ?? Number.NaN) + 1),
  ),
  withNoneAs(
    {
      id: 'momentum-none-counts-late',
      defect: 'a counter incremented after the cumulative average has used it',
      references: ['D37 pytorch#31498 [inf]'],
    },
    ({ numBatchesTracked }) => 1 / ((numBatchesTracked ?? Number.NaN) - 1),
  ),
  withRules(
    { id: 'momentum-zero-is-default', defect: 'momentum 0 taken for the default, as a false value' },
    (right, dialect) => ({
      averagingFactor: (scenario, module) => {
        if (numberIn(scenario.arguments['momentum']) !== 0) return right.averagingFactor(scenario, module);
        return dialect === 'torch' ? numberOf(torchDefaults) : 1 - numberOf(mindsporeDefaults);
      },
    }),
  ),
  withRules(
    {
      id: 'momentum-default-of-the-other',
      defect: "the other framework's default momentum",
      references: ['D35 vision#8250 [inf]'],
    },
    (right) => ({
      averagingFactor: (scenario, module) =>
        'momentum' in scenario.arguments ? right.averagingFactor(scenario, module) : 1 - right.averagingFactor(scenario, module),
    }),
  ),
  withRules(
    {
      id: 'momentum-zero-after-eval',
      defect: 'momentum left at 0 by an evaluation, so that later training updates nothing',
      references: ['D36 pytorch#18525', 'pytorch#18764', 'pytorch#24995'],
    },
    (right) => {
      const evaluated = new WeakSet<ModuleState>();
      return {
        averagingFactor: (scenario, module) => {
          if (!module.training) evaluated.add(module);
          return evaluated.has(module) ? 0 : right.averagingFactor(scenario, module);
        },
      };
    },
  ),
  withCounter(
    {
      id: 'counter-never-counts',
      defect: 'a counter that stays where it is, and a cumulative average that counts it one further',
      references: ['D50 apex#380', 'pytorch#115285'],
    },
    (before, module) => (module.training ? before : module.numBatchesTracked),
    (right) => ({
      averagingFactor: (scenario, module) =>
        right.averagingFactor(scenario, { ...module, numBatchesTracked: (module.numBatchesTracked ?? Number.NaN) + 1 }),
    }),
  ),
  withCounter(
    { id: 'counter-absent', defect: 'a module without a counter', references: ['D50 oneflow#7440'] },
    () => null,
    (right) => ({
      averagingFactor: (scenario, module) =>
        isCumulative(scenario) ? numberOf(torchDefaults) : right.averagingFactor(scenario, module),
    }),
  ),
  withCounter({ id: 'counter-in-eval', defect: 'a counter that counts evaluations too' }, (_before, module) =>
    module.numBatchesTracked !== null && !module.training ? module.numBatchesTracked + 1 : module.numBatchesTracked,
  ),
  withCounter({ id: 'counter-reset-by-eval', defect: 'a counter that an evaluation sets back to 0' }, (_before, module) =>
    module.numBatchesTracked !== null && !module.training ? 0 : module.numBatchesTracked,
  ),
  withRules(
    {
      id: 'counter-after-validation',
      defect: 'a counter that a refused input does not increment',
      dialects: torchOnly,
    },
    (right) => ({
      enterForward: (scenario, module, call) => {
        const before = module.numBatchesTracked;
        const error = right.enterForward(scenario, module, call);
        if (error !== null) module.numBatchesTracked = before;
        return error;
      },
    }),
  ),
  withScenario(
    {
      id: 'counter-lost-on-load',
      defect: 'a counter that loading a state leaves at 0',
      references: ['D50 pytorch#110850', 'pytorch#110361', 'apex#380'],
      dialects: torchOnly,
    },
    (scenario) => ({ ...scenario, state: { ...scenario.state, numBatchesTracked: null } }),
  ),
];

/** torch with another weight of a new batch where momentum is None. */
function withNoneAs(description: Description, factor: (module: ModuleState) => number): Mutant {
  return withRules({ ...description, dialects: torchOnly }, (right) => ({
    averagingFactor: (scenario, module) => (isCumulative(scenario) ? factor(module) : right.averagingFactor(scenario, module)),
  }));
}

/** torch with another counter: `after` gives it from the one before the right rules, and from the module they leave. */
function withCounter(
  description: Description,
  after: (before: number | null, module: ModuleState) => number | null,
  rules?: (right: DialectRules) => Partial<DialectRules>,
): Mutant {
  return withRules({ ...description, dialects: torchOnly }, (right) => ({
    ...rules?.(right),
    enterForward: (scenario, module, call) => {
      const before = module.numBatchesTracked;
      // The right rules refuse to train with buffers and without a counter.
      if (module.runningMean !== null) module.numBatchesTracked ??= 0;
      const error = right.enterForward(scenario, module, call);
      module.numBatchesTracked = after(before, module);
      return error;
    },
  }));
}

function isCumulative({ arguments: given }: Scenario): boolean {
  return given['momentum'] === null;
}

function numberOf(defaults: typeof torchDefaults): number {
  return numberIn(defaults['momentum']) ?? Number.NaN;
}

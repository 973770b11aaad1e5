import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { DialectRules, ForwardCall } from '../../oracle/dialects/module-state.ts';
import type { PythonValue } from '../../oracle/python-value.ts';
import type { Dialect, Scenario } from '../../oracle/scenario.ts';
import type { Behaviour } from '../../oracle/state-tables.ts';
import type { ConstructedState, ExpectedTensor } from '../../oracle/trace.ts';
import { catalogue } from '../mutants/catalogue.ts';
import { withRules } from '../mutants/mutant.ts';
import type { Hypothesis } from './claim.ts';

// What frameworks answer needs no more.
const grade = 'A';
const nameless = { id: 'hypothesis', defect: 'what a claim says' };

/** The frameworks as they are known: the reference. */
export const reference: Hypothesis = (scenario) => answerScenario(scenario, grade);

/** The reference asked another scenario. */
export function asked(change: (scenario: Scenario) => Scenario): Hypothesis {
  return (scenario) => answerScenario(change(scenario), grade);
}

/** The reference with an argument of the constructor in place of the one given, if any; undefined leaves it out. */
export function withArgument(name: string, value: PythonValue | undefined): Hypothesis {
  const key = `${name}=${JSON.stringify(value)}`;
  const made =
    madeWithArgument.get(key) ??
    asked((scenario) => {
      const { [name]: _, ...others } = scenario.arguments;
      return { ...scenario, arguments: value === undefined ? others : { ...others, [name]: value } };
    });
  madeWithArgument.set(key, made);
  return made;
}

// The same for the same value: a hypothesis that claims share is asked once.
const madeWithArgument = new Map<string, Hypothesis>();

/** The reference with other rules; `change` gets the right ones. */
export function ruledBy(change: (right: DialectRules, dialect: Dialect) => Partial<DialectRules>): Hypothesis {
  const { answer } = withRules(nameless, change);
  return (scenario) => answer(scenario, grade);
}

/** The reference with other rows in its state tables. */
export function behaving(change: (row: Behaviour) => Partial<Behaviour>): Hypothesis {
  return ruledBy((right) => ({
    behaviour: (...given) => {
      const row = right.behaviour(...given);
      return { ...row, ...change(row) };
    },
  }));
}

/** The reference with one more reason to raise in a forward pass. */
export function raising(when: (call: ForwardCall, scenario: Scenario) => boolean): Hypothesis {
  return ruledBy((right) => ({
    enterForward: (scenario, module, call) =>
      right.enterForward(scenario, module, call) ??
      (when(call, scenario) ? { type: 'ValueError', message: 'what a claim says' } : null),
  }));
}

/** The reference with something else made by the constructor. */
export function constructing(
  change: (made: ConstructedState<ExpectedTensor>, scenario: Scenario) => Partial<ConstructedState<ExpectedTensor>>,
): Hypothesis {
  return ruledBy((right) => ({
    construct: (scenario) => {
      const { errors, constructed } = right.construct(scenario);
      return { errors, constructed: constructed && { ...constructed, ...change(constructed, scenario) } };
    },
  }));
}

/** The reference with a known defect. */
export function defect(id: string): Hypothesis {
  const mutant = catalogue.find((one) => one.id === id);
  if (mutant === undefined) throw new RangeError(`Expected a mutant of the catalogue, got ${id}.`);
  return (scenario) => mutant.answer(scenario, grade);
}

import type { Grade } from './accept/grade.ts';
import type { NormalisedSet, SetAnswer } from './answer-set.ts';
import { assignAttributes } from './assign-attributes.ts';
import type { DialectRules, ModuleState } from './dialects/module-state.ts';
import { arithmeticOf } from './formats/arithmetic.ts';
import { mayPass } from './forward/overflow.ts';
import { assumedState, loadState, prepare } from './module-loading.ts';
import type { OracleParts } from './parts.ts';
import { oracleParts } from './parts.ts';
import type { RequiresGrad, Scenario, Step } from './scenario.ts';
import type { ExpectedTensor, ExpectedTrace, GroupGradients, RankAnswer, RaisedError, StepAnswer, StepError } from './trace.ts';

/**
 * The reference: what a conforming implementation answers to `scenario`, with an acceptance bound for every number, that of the
 * class of algorithms which `grade` names. Parameter gradients are given per rank (local sums) and summed over each group.
 * Pure and deterministic. `only` names the channels to answer, which depend on no others; all where absent.
 */
export function answerScenario(scenario: Scenario, grade: Grade = 'A', only?: ReadonlySet<number>): ExpectedTrace {
  return answerWith(only === undefined ? oracleParts : partsFor({ only }), scenario, grade);
}

/**
 * The same answer with bounds for rounding errors that are independent: correct code leaves these, on constant channels and ramps, so
 * they are good for a label and for no verdict.
 */
export function answerTypically(scenario: Scenario, grade: Grade, only?: ReadonlySet<number>): ExpectedTrace {
  return answerWith(partsFor({ errorModel: 'independent', ...(only && { only }) }), scenario, grade);
}

/** The right parts, told more of what is asked of each set. */
function partsFor(asked: Pick<NormalisedSet, 'errorModel' | 'only'>): OracleParts {
  return { ...oracleParts, answerSet: (set, channel) => oracleParts.answerSet({ ...set, ...asked }, channel) };
}

/** The answer computed with other parts than the reference's: a mutant's. */
export function answerWith(parts: OracleParts, scenario: Scenario, grade: Grade): ExpectedTrace {
  const walk = walkScenario(parts, scenario, grade);
  let step = walk.next();
  while (step.done !== true) step = walk.next(step.value.map((set) => parts.answerSet(set, parts.channel)));
  return step.value;
}

/** The questions that a scenario puts, sets at a time, in order; each is told the answers and asks what follows from them. */
export type ScenarioWalk = Generator<readonly NormalisedSet[], ExpectedTrace, readonly SetAnswer[]>;

/** Everything about an answer but the arithmetic of sets, which whoever walks supplies. */
export function* walkScenario(parts: Pick<OracleParts, 'rules' | 'sharing'>, scenario: Scenario, grade: Grade): ScenarioWalk {
  const rules = parts.rules[scenario.dialect];
  const { errors, constructed } = rules.construct(scenario);
  if (constructed === null || errors.some((error) => error !== null)) {
    return { construction: errors, initial: null, steps: [] };
  }
  const modules = errors.map(() => loadState(constructed, scenario.state));
  const steps: StepAnswer<ExpectedTensor>[] = [];
  let standing = scenario;
  for (const step of scenario.steps) {
    standing = assignAttributes(standing, step.assign, rules.readAtCall);
    const answer = yield* answerStep({ parts, rules, scenario: standing, grade }, modules, step);
    steps.push(answer);
    if (answer.ranks.some((rank) => rank.error !== null)) break;
  }
  return { construction: errors, initial: constructed, steps };
}

/** The table row that governs each step of a scenario, as its key; the steps after an error, and those of a failed construction, too. */
export function rowsVisited(scenario: Scenario): readonly string[] {
  const rules = oracleParts.rules[scenario.dialect];
  const constructed = rules.construct(scenario).constructed ?? assumedState(scenario);
  const module = loadState(constructed, scenario.state);
  let standing = scenario;
  return scenario.steps.map((step) => {
    standing = assignAttributes(standing, step.assign, rules.readAtCall);
    prepare(module, step);
    return rules.behaviour(standing, module).key;
  });
}

/** What stays the same from step to step. */
interface Asked {
  readonly parts: Pick<OracleParts, 'rules' | 'sharing'>;
  readonly rules: DialectRules;
  readonly scenario: Scenario;
  readonly grade: Grade;
}

type Walk<Result> = Generator<readonly NormalisedSet[], Result, readonly SetAnswer[]>;

function* answerStep(asked: Asked, modules: readonly ModuleState[], step: Step): Walk<StepAnswer<ExpectedTensor>> {
  for (const module of modules) prepare(module, step);
  const sets = asked.parts.sharing(asked.scenario);
  const errors = enterForward(asked, modules, step, sets);
  const ranks = modules.map((module, rank) => stoppedAnswer(module, errors[rank] ?? null));
  const groups: GroupGradients<ExpectedTensor>[] = [];
  for (const set of sets) {
    const going = goingOn(asked, modules, set, errors);
    if (going.length > 0) groups.push(yield* answerSharingSet(asked, modules, step, going, ranks));
  }
  return { ranks, groups: errors.every((error) => error === null) ? groups : null };
}

/** The ranks of a sharing set that get an answer: those that wait for one that raised get none, those that synchronise nothing go on. */
function goingOn(
  { rules, scenario }: Asked,
  modules: readonly ModuleState[],
  set: readonly number[],
  errors: readonly (RaisedError | null)[],
): readonly number[] {
  const healthy = set.filter((rank) => errors[rank] === null);
  const waiting = healthy.length < set.length && rules.behaviour(scenario, moduleOf(modules, set[0])).synchronise;
  return waiting ? [] : healthy;
}

function enterForward(
  { rules, scenario }: Asked,
  modules: readonly ModuleState[],
  step: Step,
  sets: readonly (readonly number[])[],
): readonly (RaisedError | null)[] {
  return modules.map((module, rank) => {
    const x = step.ranks[rank]?.x;
    if (x === undefined) throw new RangeError(`Expected an input for rank ${rank}, got ${step.ranks.length} inputs.`);
    const sharing = sets.find((set) => set.includes(rank))?.length ?? 1;
    const { parameterDtype } = scenario;
    return rules.enterForward(scenario, module, { shape: x.shape, dtype: x.dtype, parameterDtype, sharing });
  });
}

/** Answers one sharing set into `ranks`: together where its row synchronises or reads, else each rank for itself. */
function* answerSharingSet(
  { rules, scenario, grade }: Asked,
  modules: readonly ModuleState[],
  step: Step,
  set: readonly number[],
  ranks: RankAnswer<ExpectedTensor>[],
): Walk<GroupGradients<ExpectedTensor>> {
  const first = moduleOf(modules, set[0]);
  const behaviour = rules.behaviour(scenario, first);
  const gradients = set.filter((rank) => step.ranks[rank]?.gradY != null).length;
  const agree = gradients === 0 || gradients === set.length;
  if (behaviour.synchronise && !agree) {
    throw new RangeError(
      `Expected upstream gradients on all of the ranks ${set.join(', ')} or on none: they synchronise in backward too.`,
    );
  }
  const together = behaviour.synchronise || (behaviour.normaliseWith === 'running' && agree);
  const units = together ? [set] : set.map((rank) => [rank]);
  const asked: readonly NormalisedSet[] = units.map((unit) => {
    const inputs = unit.flatMap((rank) => step.ranks[rank] ?? []);
    const module = moduleOf(modules, unit[0]);
    return {
      inputs,
      module,
      ranks: unit,
      modules: unit.map((rank) => moduleOf(modules, rank)),
      behaviour,
      epsilon: rules.epsilon(scenario),
      averagingFactor: rules.averagingFactor(scenario, module),
      workingDtype: rules.workingDtype(scenario, module, inputs[0]?.x.dtype ?? 'float32'),
      parameterDtype: scenario.parameterDtype,
      grade,
    };
  });
  const answers = yield asked;
  answers.forEach((answer, number) => {
    const { ranks: unit = [], inputs = [], module = first } = asked[number] ?? {};
    const synchronised = behaviour.synchronise && unit.length > 1;
    unit.forEach((rank, place) => {
      const input = inputs[place];
      const required = input?.gradY == null ? null : askedGradients(rules, scenario, module);
      const answered = rankAnswer(moduleOf(modules, rank), answer, place, required, synchronised);
      const error = input === undefined ? null : rules.lateError(scenario, module, { x: input.x, synchronised, asked: required });
      const layouts = rules.layouts(scenario, answered);
      ranks[rank] = error === null ? { ...answered, ...layouts } : stoppedLate(answered, error);
    });
  });
  const required = gradients === set.length ? askedGradients(rules, scenario, first) : null;
  return {
    ranks: set,
    gradWeight: required?.weight === true ? summed(answers.map((answer) => answer.groupGradWeight)) : null,
    gradBias: required?.bias === true ? summed(answers.map((answer) => answer.groupGradBias)) : null,
  };
}

/** What asks for a gradient in a backward pass: what exists, is trained, and was not told otherwise. */
function askedGradients(rules: DialectRules, scenario: Scenario, module: ModuleState): RequiresGrad {
  const { x, weight, bias } = scenario.requiresGrad ?? { x: true, weight: true, bias: true };
  const trains = rules.trainsParameters(scenario);
  return { x, weight: trains && weight && module.weight !== null, bias: trains && bias && module.bias !== null };
}

/** A pass that raised when it had updated the state. */
function stoppedLate(answered: RankAnswer<ExpectedTensor>, error: StepError): RankAnswer<ExpectedTensor> {
  return { ...answered, error, y: null, gradX: null, gradWeight: null, gradBias: null };
}

/** One rank's part of a set's answer; carries the updated running statistics over to the module. */
function rankAnswer(
  module: ModuleState,
  answer: SetAnswer,
  place: number,
  asked: RequiresGrad | null,
  synchronised: boolean,
): RankAnswer<ExpectedTensor> {
  const y = answer.y[place] ?? null;
  // A synchronised rank with an empty batch gives no gradients at all, not zeros (torch _functions.py).
  const given = synchronised && y?.values.length === 0 ? null : asked;
  const runningMean = answer.runningMean?.[place] ?? module.runningMean;
  const runningVar = answer.runningVar?.[place] ?? module.runningVar;
  if (answer.runningMean !== null && runningMean !== null) module.runningMean = stored(runningMean);
  if (answer.runningVar !== null && runningVar !== null) module.runningVar = stored(runningVar);
  return {
    error: null,
    y,
    gradX: given?.x === true ? (answer.gradX[place] ?? null) : null,
    gradWeight: given?.weight === true ? (answer.gradWeight[place] ?? null) : null,
    gradBias: given?.bias === true ? (answer.gradBias[place] ?? null) : null,
    runningMean,
    runningVar,
    numBatchesTracked: module.numBatchesTracked,
  };
}

/** Running statistics as the next step finds them: rounded to the type that stores them. */
function stored(tensor: ExpectedTensor): ExpectedTensor {
  const { unitRoundoff, tiny } = arithmeticOf(tensor.dtype);
  const bounds = tensor.bounds.map((bound, index) => {
    const value = tensor.values[index] ?? Number.NaN;
    return Number.isFinite(value) && Number.isFinite(bound) ? bound + unitRoundoff * (Math.abs(value) + bound) + tiny : bound;
  });
  return { ...tensor, bounds };
}

function stoppedAnswer(module: ModuleState, error: RaisedError | null): RankAnswer<ExpectedTensor> {
  return {
    error: error === null ? null : { stage: 'forward', ...error },
    y: null,
    gradX: null,
    gradWeight: null,
    gradBias: null,
    runningMean: module.runningMean,
    runningVar: module.runningVar,
    numBatchesTracked: module.numBatchesTracked,
  };
}

/** Element by element sum; more than one term adds a rounding to the storage type for each, and one for each addition. */
function summed(tensors: readonly ExpectedTensor[]): ExpectedTensor | null {
  const [first, ...others] = tensors;
  if (first === undefined || others.length === 0) return first ?? null;
  const { unitRoundoff, largest } = arithmeticOf(first.dtype);
  const values = first.values.slice();
  const bounds = first.bounds.slice();
  let magnitudes = first.values.map(Math.abs);
  for (const other of others) {
    other.values.forEach((value, index) => {
      values[index] = (values[index] ?? 0) + value;
      bounds[index] = (bounds[index] ?? 0) + (other.bounds[index] ?? 0);
    });
    magnitudes = magnitudes.map((magnitude, index) => magnitude + Math.abs(other.values[index] ?? 0));
  }
  const rounded = bounds.map((bound, index) => {
    const size = (magnitudes[index] ?? 0) + bound;
    // Where a term is not finite the sum is not, in any order.
    if (Number.isFinite(size) && mayPass(size, largest)) return Number.POSITIVE_INFINITY;
    // What underflows is in the bounds of the terms.
    return bound + 2 * tensors.length * unitRoundoff * size;
  });
  const screened = tensors.some(({ errors }) => errors !== undefined);
  const errors = values.map((_, index) => tensors.reduce((sum, each) => sum + (each.errors?.[index] ?? 0), 0));
  return { ...first, values, bounds: rounded, ...(screened ? { errors } : {}) };
}

function moduleOf(modules: readonly ModuleState[], rank: number | undefined): ModuleState {
  const module = modules[rank ?? -1];
  if (module === undefined) throw new RangeError(`Expected ranks below ${modules.length}, got ${rank}.`);
  return module;
}

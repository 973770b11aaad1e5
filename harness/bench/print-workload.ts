import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { Screen } from '../backends/open-screen.ts';
import type { Question } from '../engine/screen-cases.ts';
import { roundTrace } from '../mutants/round-trace.ts';
import type { Figure, Task } from './figure.ts';
import { describeFigure, figureHeading, nameBackend } from './figure.ts';
import type { Budget } from './measure.ts';
import { timeExact } from './time-exact.ts';
import { timeScreen } from './time-screen.ts';
import type { TorchTimings } from './time-torch.ts';
import type { Direction, Workload } from './workloads.ts';
import { describeWorkload, directions, elementsOf, scenariosOf, warmUpOf } from './workloads.ts';

/** A screen that is open, or why there is none. */
export type BenchScreen = { readonly screen: Screen } | { readonly who: string; readonly reason: string };

const tasks: readonly Task[] = ['answer', 'judge'];

/** Measures a workload with everyone, in both directions, and prints a table of each. */
export async function printWorkload(
  workload: Workload,
  screens: readonly BenchScreen[],
  torchFigures: TorchTimings['figures'] | null,
  software: boolean,
  print: (line: string) => void,
): Promise<void> {
  const elements = elementsOf(workload);
  const budget: Budget = { leastRuns: workload.leastRuns, milliseconds: 500 };
  for (const direction of directions) {
    print(`\n${describeWorkload(workload)}, ${direction}: ${elements.toLocaleString('en')} elements`);
    print(figureHeading);
    const show = (figures: readonly Figure[]): void => {
      for (const figure of figures) print(describeFigure(figure, elements));
    };
    const questions = questionsOf(workload, direction);
    const warmUp = questionsOf(warmUpOf(workload), direction);
    show(await timeExact(questions, warmUp, budget));
    for (const one of screens) {
      const reason = reasonNotTo(one, workload, software);
      if ('screen' in one && reason === null) show(await timeScreen(one.screen, questions, warmUp, budget));
      else show(tasks.map((task) => ({ who: nameOf(one), task, reason: reason ?? '' })));
    }
    show(torchFigures?.(workload, direction) ?? []);
  }
}

/** Scenarios with their right answers, rounded once: verdicts are decided. */
function questionsOf(workload: Workload, direction: Direction): readonly Question[] {
  return scenariosOf(workload, direction).map((scenario) => {
    const trace = roundTrace(answerScenario(scenario, 'A+'));
    return { scenario, method: 'module', trace };
  });
}

function nameOf(one: BenchScreen): string {
  return 'screen' in one ? nameBackend(one.screen.description) : one.who;
}

function reasonNotTo(one: BenchScreen, { isLarge }: Workload, software: boolean): string | null {
  if (!('screen' in one)) return 'see above';
  const isTooSlow = isLarge && one.screen.description.kind === 'software' && !software;
  return isTooSlow ? 'software adapter; --software measures it' : null;
}

import { Option } from 'commander';
import type { BackendChoice, BackendDemand } from '../backends/choose-backend.ts';
import { backendDemands, chooseBackend } from '../backends/choose-backend.ts';
import type { Worth } from '../backends/measure-worth.ts';
import type { Screen } from '../backends/open-screen.ts';
import { adapterOf } from '../backends/open-screen.ts';
import type { ScreenFacts } from '../engine/summarise-screen.ts';
import type { Accelerator } from '../engine/describe-run.ts';
import { coreAlone } from '../engine/describe-run.ts';
import type { CaseScreen } from '../engine/gate.ts';

/** What a command works with: an accelerated reference, or null for the exact core alone, and what the report says of it. */
export interface OpenBackend {
  readonly screen: Screen | null;
  /** The same as a gate asks it: for cases that are worth it. */
  readonly caseScreen: CaseScreen | null;
  readonly accelerator: Accelerator;
}

/** How a backend is found, and how it is found out what it is worth: as this machine has them, or as a test says. */
export interface BackendSource {
  readonly choose: (demand: BackendDemand) => Promise<BackendChoice>;
  readonly worthOf: (screen: Screen) => Promise<Worth>;
}

const thisMachine: BackendSource = {
  choose: chooseBackend,
  // Loaded where there is something to measure.
  worthOf: async (screen) => (await import('../backends/measure-worth.ts')).worthOf(screen),
};

/** `--backend`, the same for every command that has it. */
export function backendOption(): Option {
  return new Option(
    '--backend <backend>',
    'what screens answers before the exact core judges the rest: auto takes a GPU where it is faster; no verdict depends on it',
  )
    .choices(backendDemands)
    .default('auto');
}

/**
 * Opens what was demanded, hands it over, and closes it whatever happens. `auto` asks it for cases of a size for which it is faster alone;
 * what is named is asked for all. Throws a `BackendError` where what was named is not there.
 */
export async function withBackend<T>(
  demand: BackendDemand,
  work: (backend: OpenBackend) => Promise<T>,
  source: BackendSource = thisMachine,
): Promise<T> {
  const { screen, why } = await source.choose(demand);
  if (screen === null) return work({ screen, caseScreen: null, accelerator: { ...coreAlone, why } });
  try {
    const { leastElements } = demand === 'auto' ? await source.worthOf(screen) : { leastElements: 0 };
    const { backend, adapter, driver, kind } = screen.description;
    if (leastElements === null) {
      const slower = `${adapter} is not faster than the exact core on this machine`;
      return await work({ screen: null, caseScreen: null, accelerator: { ...coreAlone, why: slower } });
    }
    const from = leastElements === 0 ? '' : `; faster than the exact core from ${leastElements} elements a case on`;
    return await work({
      screen,
      caseScreen: { adapter: adapterOf(screen), leastElements },
      accelerator: { backend, adapter, driver, kind, why: `${why}${from}` },
    });
  } finally {
    await screen.close();
  }
}

/** What a report says of a screen; null where there was none. `lost`: what went wrong with it. */
export function screenFacts(screen: Screen | null, lost: string | null): ScreenFacts | null {
  return screen && { arithmetic: screen.facts.compensated ? 'compensated' : 'plain', lost };
}

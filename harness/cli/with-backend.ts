import { Option } from 'commander';
import type { BackendDemand } from '../backends/choose-backend.ts';
import { backendDemands, chooseBackend } from '../backends/choose-backend.ts';
import type { Screen } from '../backends/open-screen.ts';
import type { Accelerator } from '../engine/describe-run.ts';
import { coreAlone } from '../engine/describe-run.ts';

/** What a command works with: an accelerated reference, or null for the exact core alone, and what the report says of it. */
export interface OpenBackend {
  readonly screen: Screen | null;
  readonly accelerator: Accelerator;
}

/** `--backend`, the same for every command that has it. */
export function backendOption(): Option {
  return new Option(
    '--backend <backend>',
    'what screens answers before the exact core judges the rest: auto takes a GPU where it is faster; no verdict depends on it',
  )
    .choices(backendDemands)
    .default('auto');
}

/** Opens what was demanded, hands it over, and closes it whatever happens. Throws a `BackendError` where it is not there. */
export async function withBackend<T>(demand: BackendDemand, work: (backend: OpenBackend) => Promise<T>): Promise<T> {
  const { screen, why } = await chooseBackend(demand);
  if (screen === null) return work({ screen, accelerator: { ...coreAlone, why } });
  const { backend, adapter, driver, kind } = screen.description;
  try {
    return await work({ screen, accelerator: { backend, adapter, driver, kind, why } });
  } finally {
    await screen.close();
  }
}

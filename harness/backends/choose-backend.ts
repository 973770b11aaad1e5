import { BackendError } from './backend-error.ts';
import type { Screen, ScreenOptions } from './open-screen.ts';
import { openScreen } from './open-screen.ts';

/** What --backend takes. */
export const backendDemands = ['auto', 'webgpu', 'webasm', 'cpu'] as const;
export type BackendDemand = (typeof backendDemands)[number];

/** What screens, and why; `null` where the float64 core works alone. */
export interface BackendChoice {
  readonly screen: Screen | null;
  readonly why: string;
}

/**
 * Opens what was asked for, or throws a `BackendError`. `auto` takes a hardware GPU where the machine has one, and neither a
 * program that plays one nor WebAssembly unless they are named. Whoever gets a screen closes it.
 */
export async function chooseBackend(
  demand: BackendDemand,
  options: Pick<ScreenOptions, 'cacheFolder'> = {},
): Promise<BackendChoice> {
  if (demand === 'cpu') return { screen: null, why: 'the float64 core alone was asked for' };
  if (demand !== 'auto') {
    const screen = await openScreen(demand, options);
    return { screen, why: `${demand} was asked for; ${screen.description.why}` };
  }
  try {
    const screen = await openScreen('webgpu', { ...options, allowSoftware: false });
    return { screen, why: screen.description.why };
  } catch (error) {
    if (error instanceof BackendError) return { screen: null, why: error.message };
    throw error;
  }
}

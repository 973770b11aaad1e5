import type { ManifestFile } from '../../goldens/format/manifest.ts';
import { dialects } from '../../oracle/scenario.ts';
import type { Report } from '../../reports/model.ts';

/** What helped the exact core, as far as a report names it, and why. */
export type Accelerator = Pick<Report['environment'], 'backend' | 'adapter' | 'driver' | 'kind' | 'why'>;

/** Nothing did. */
export const coreAlone: Accelerator = { backend: 'cpu', adapter: null, driver: null, kind: null, why: null };

/** What a report says of its run, whatever was run. */
export interface RunContext {
  readonly toolVersion: string;
  readonly command: string;
  readonly startedAt: Date;
  readonly seconds: number;
  readonly interrupted: boolean;
  readonly node: string;
  readonly platform: string;
  readonly files: readonly ManifestFile[];
  /** The exact core alone where absent. */
  readonly accelerator?: Accelerator;
}

type Described = Pick<
  Report,
  | 'format'
  | 'tool'
  | 'command'
  | 'startedAt'
  | 'seconds'
  | 'interrupted'
  | 'environment'
  | 'goldens'
  | 'verification'
  | 'reproduction'
  | 'screen'
>;

export function describeRun(context: RunContext): Described {
  const files = dialects.flatMap((dialect) => context.files.filter((file) => file.framework === dialect));
  return {
    format: 'syncbn-oracle/report@1',
    tool: { name: 'syncbn-oracle', version: context.toolVersion },
    command: context.command,
    startedAt: context.startedAt.toISOString(),
    seconds: context.seconds,
    interrupted: context.interrupted,
    environment: {
      node: context.node,
      platform: context.platform,
      reference: 'float64, CPU',
      ...(context.accelerator ?? coreAlone),
      frameworks: [...new Set(files.map((file) => `${file.framework} ${file.version}`))],
    },
    goldens: files.map((file) => ({ ...file })),
    // Of some commands alone, which say more.
    screen: null,
    verification: null,
    reproduction: [],
  };
}

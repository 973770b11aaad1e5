import type { ManifestFile } from '../../goldens/format/manifest.ts';
import { dialects } from '../../oracle/scenario.ts';
import type { Report } from '../../reports/model.ts';

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
      backend: 'cpu',
      adapter: null,
      frameworks: [...new Set(files.map((file) => `${file.framework} ${file.version}`))],
    },
    goldens: files.map((file) => ({ ...file })),
    // Of one command alone, which says more.
    verification: null,
    reproduction: [],
  };
}

import { parseArgs } from 'node:util';
import { UsageError } from '../cli/usage-error.ts';
import { workloads } from './workloads.ts';

/** The parts of `npm run bench`: the exact sums, each workload, and the bandwidth of the adapter. */
export const benchParts: readonly string[] = ['sums', ...workloads.map(({ name }) => name), 'bandwidth'];

/** What `npm run bench` was asked. */
export interface BenchOptions {
  readonly parts: readonly string[];
  /** A Python that has torch; null for that of the recorder. */
  readonly python: string | null;
  /** Measure large workloads and bandwidth on a software adapter too. */
  readonly software: boolean;
  readonly help: boolean;
}

export const benchHelp: string = [
  'npm run bench [-- --only PART] [--python PATH] [--software]',
  '',
  `  --only PART    one part, or several when it is repeated: ${benchParts.join(', ')}`,
  '  --python PATH  a Python that has torch (default: that which `npx syncbn-oracle record torch` makes)',
  '  --software     measure large shapes and bandwidth on a software adapter too: minutes more, and no figures of any GPU',
].join('\n');

/** Reads the arguments of `npm run bench`; throws a `UsageError` for what it does not know. */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { only = [], python = null, software, help } = parse(args);
  const unknown = only.find((part) => !benchParts.includes(part));
  if (unknown !== undefined)
    throw new UsageError(`Expected --only to name one of ${benchParts.join(', ')}, got ${JSON.stringify(unknown)}.`);
  return { parts: only.length === 0 ? benchParts : benchParts.filter((part) => only.includes(part)), python, software, help };
}

interface Given {
  readonly only?: string[];
  readonly python?: string;
  readonly software: boolean;
  readonly help: boolean;
}

function parse(args: readonly string[]): Given {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true },
        python: { type: 'string' },
        software: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`Expected the arguments of the benchmark, got: ${reason} Ask for them with --help.`, { cause });
  }
}

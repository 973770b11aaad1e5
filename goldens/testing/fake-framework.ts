import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { planCases } from '../../generators/plan-cases.ts';
import type { PlannedCase } from '../../generators/plan-recording.ts';
import type { Chunk } from '../format/scenario-batch.ts';
import { encodeScenario } from '../format/scenario-json.ts';
import { goldenFormat } from '../format/read-golden.ts';
import { planChunks } from '../recorders/chunk-plan.ts';
import { recorderHash } from '../recorders/framework.ts';
import { methodOfLane } from '../recorders/lane-method.ts';
import { fakeScript } from './fake-script.ts';
import type { GoldenRow } from './golden-rows.ts';
import { existing, goldenBytes } from './golden-rows.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What the fake recorder is told to do; all of it may be left out. */
export interface Orders {
  /** Chunks to write before it dies. */
  readonly dieAfter?: number;
  /** Chunks to write before it says nothing any more. */
  readonly hangAfter?: number;
  readonly version?: string;
  readonly framework?: string;
  /** In place of what it says of where it runs; null leaves a key out. */
  readonly provenance?: Readonly<Record<string, unknown>>;
  readonly withoutFramework?: boolean;
  readonly failToAssemble?: boolean;
  /** Say this of every case instead of recording it. */
  readonly failWith?: string;
}

/** A folder of recorders whose torch is a script that hands out prepared chunks; standard library only. */
export interface FakeFramework {
  readonly folder: string;
  /** A Python that runs this script, whichever it is asked for. */
  readonly python: string;
  readonly chunks: readonly Chunk[];
  readonly order: (orders: Orders) => Promise<void>;
  /** What it read from stdin since it was last asked. */
  readonly received: () => Promise<string>;
}

/** Prepares what recording `count` torch scenarios of `seed` without the corpus will ask for. */
export async function fakeFramework(count: number, seed: number): Promise<FakeFramework> {
  return prepareFake(planCases('torch', { sets: ['general'], count, seed, corpus: false }), {
    rowOf: silentRow,
    version: '2.13.0',
    recorder: null,
  });
}

/** A golden of the case with a trace that says nothing. */
export function silentRow({ id, scenario }: Chunk['cases'][number]): GoldenRow {
  const { json, pools } = encodeScenario(scenario);
  const trace = '{"construction":[null],"initial":null,"steps":[]}';
  return { id, scenario: json, scenarioPools: pools, trace, tracePools: pools };
}

/** What a fake framework is made of. */
export interface FakeParts {
  /** What it answers to a case; null leaves the case out without a word. */
  readonly rowOf: (asked: Chunk['cases'][number]) => GoldenRow | null;
  readonly version: string;
  /** The digest that chunks are named after; null is that of the fake itself. */
  readonly recorder: string | null;
}

/** A fake torch that is prepared for these cases and no others. */
export async function prepareFake(cases: readonly PlannedCase[], parts: FakeParts): Promise<FakeFramework> {
  const folder = await temporaryFolder();
  const prepared = path.join(folder, 'prepared');
  await mkdir(prepared);
  await writeFile(path.join(folder, 'record_torch.py'), fakeScript);
  await writeFile(path.join(folder, 'requirements-torch.txt'), 'torch==2.13.0\n');
  const python = path.join(folder, 'python');
  await writeFile(python, `#!/bin/sh\nshift\nexec python3 '${folder}/record_torch.py' "$@"\n`);
  await chmod(python, 0o755);
  const order = (orders: Orders): Promise<void> =>
    writeFile(path.join(folder, 'orders.json'), JSON.stringify({ version: parts.version, ...orders }));
  await order({});
  const chunks = planChunks(cases, parts.recorder ?? recorderHash(folder));
  for (const lane of new Set(chunks.map((chunk) => chunk.lane))) {
    const own = chunks.filter((chunk) => chunk.lane === lane);
    for (const chunk of own) await writeFile(path.join(prepared, chunk.name), chunkBytes(lane, [chunk], parts));
    for (const chunk of own) await writeFile(path.join(prepared, `${chunk.name}-empty`), chunkBytes(lane, [], parts));
    await writeFile(path.join(prepared, `file-${lane}`), chunkBytes(lane, own, parts));
    await writeFile(path.join(prepared, `file-${lane}-empty`), chunkBytes(lane, [], parts));
  }
  const ids = chunks.map((chunk) => [chunk.name, chunk.cases.map(({ id }) => id)]);
  await writeFile(path.join(prepared, 'chunks.json'), JSON.stringify(Object.fromEntries(ids)));
  const received = async (): Promise<string> => {
    const file = path.join(folder, 'received');
    const text = await readFile(file, 'latin1').catch(() => '');
    await writeFile(file, '');
    return text;
  };
  return { folder, python, chunks, order, received };
}

/** A golden file of the cases of chunks. */
function chunkBytes(lane: string, chunks: readonly Chunk[], { rowOf, version }: FakeParts): Uint8Array {
  const rows = chunks.flatMap((chunk) => chunk.cases.flatMap((one) => rowOf(one) ?? []));
  const origin = { format: goldenFormat, framework: 'torch', framework_version: version, lane, method: methodOfLane(lane) };
  return goldenBytes(rows, new Map(Object.entries(origin)));
}

/** Looks an answer up among recorded rows, changed as asked. */
export function answersFrom(
  rows: readonly GoldenRow[],
  change: (row: GoldenRow) => GoldenRow | null = (row) => row,
): FakeParts['rowOf'] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ({ id }) => change(existing(byId.get(id)));
}

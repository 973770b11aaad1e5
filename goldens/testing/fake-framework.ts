import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { planRecording } from '../../generators/plan-recording.ts';
import type { Chunk } from '../format/scenario-batch.ts';
import { encodeScenario } from '../format/scenario-json.ts';
import { goldenFormat } from '../format/read-golden.ts';
import { planChunks } from '../recorders/chunk-plan.ts';
import { recorderHash } from '../recorders/framework.ts';
import { goldenBytes } from './golden-rows.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What the fake recorder is told to do; all of it may be left out. */
export interface Orders {
  /** Chunks to write before it dies. */
  readonly dieAfter?: number;
  readonly version?: string;
  readonly failToAssemble?: boolean;
  /** Say this of every case instead of recording it. */
  readonly failWith?: string;
}

/** A folder of recorders whose torch is a script that hands out prepared chunks; standard library only. */
export interface FakeFramework {
  readonly folder: string;
  readonly chunks: readonly Chunk[];
  readonly order: (orders: Orders) => Promise<void>;
  /** What it read from stdin since it was last asked. */
  readonly received: () => Promise<string>;
}

const script = `
import json, os, shutil, sys

here = os.path.dirname(os.path.abspath(__file__))
prepared = os.path.join(here, "prepared")
with open(os.path.join(here, "orders.json")) as file:
    orders = json.load(file)

def emit(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)

def option(name):
    return sys.argv[sys.argv.index(name) + 1]

if sys.argv[1] == "assemble":
    if orders.get("failToAssemble"):
        sys.exit("Expected room on the disk")
    empty = "-empty" if orders.get("failWith") else ""
    shutil.copy(os.path.join(prepared, "file-" + option("--lane") + empty), option("--out"))
    sys.exit(0)

provenance = {"python": "3.11.2", "platform": "Linux", "cpu": "fake", "packages": {"torch": "2.13.0"}, "cpu_capability": "AVX2", "threads": 1}
emit("hello", framework="torch", version=orders.get("version", "2.13.0"), provenance=provenance)
if sys.argv[1] == "record":
    data = sys.stdin.buffer.read()
    with open(os.path.join(here, "received"), "ab") as file:
        file.write(data)
    with open(os.path.join(prepared, "chunks.json")) as file:
        chunks = json.load(file)
    done = 0
    for name, ids in chunks.items():
        if name.encode() not in data:
            continue
        if done == orders.get("dieAfter"):
            sys.exit("Out of memory")
        for case in ids:
            if orders.get("failWith"):
                emit("failed", id=case, reason=orders["failWith"])
            else:
                emit("case", id=case, seconds=0)
        shutil.copy(os.path.join(prepared, name), os.path.join(option("--work"), name + ".arrow"))
        emit("chunk", chunk=name, cases=len(ids))
        done += 1
    emit("done")
`;

/** Prepares what recording `count` torch scenarios of `seed` without the corpus will ask for. */
export async function fakeFramework(count: number, seed: number): Promise<FakeFramework> {
  const folder = await temporaryFolder();
  const prepared = path.join(folder, 'prepared');
  await mkdir(prepared);
  await writeFile(path.join(folder, 'record_torch.py'), script);
  await writeFile(path.join(folder, 'requirements-torch.txt'), 'torch==2.13.0\n');
  const order = (orders: Orders): Promise<void> => writeFile(path.join(folder, 'orders.json'), JSON.stringify(orders));
  await order({});
  const chunks = planChunks(planRecording('torch', count, seed, false), recorderHash(folder));
  for (const lane of new Set(chunks.map((chunk) => chunk.lane))) {
    const own = chunks.filter((chunk) => chunk.lane === lane);
    for (const chunk of own) await writeFile(path.join(prepared, chunk.name), chunkBytes(lane, [chunk]));
    await writeFile(path.join(prepared, `file-${lane}`), chunkBytes(lane, own));
    await writeFile(path.join(prepared, `file-${lane}-empty`), chunkBytes(lane, []));
  }
  const ids = chunks.map((chunk) => [chunk.name, chunk.cases.map(({ id }) => id)]);
  await writeFile(path.join(prepared, 'chunks.json'), JSON.stringify(Object.fromEntries(ids)));
  const received = async (): Promise<string> => {
    const file = path.join(folder, 'received');
    const text = await readFile(file, 'latin1').catch(() => '');
    await writeFile(file, '');
    return text;
  };
  return { folder, chunks, order, received };
}

/** A golden file of the cases of chunks. Their traces say nothing: nobody decodes them. */
function chunkBytes(lane: string, chunks: readonly Chunk[]): Uint8Array {
  const rows = chunks.flatMap((chunk) =>
    chunk.cases.map(({ id, scenario }) => {
      const { json, pools } = encodeScenario(scenario);
      return { id, scenario: json, scenarioPools: pools, trace: '{}', tracePools: pools };
    }),
  );
  const method = lane.startsWith('collective') ? 'collective' : lane;
  const origin = { format: goldenFormat, framework: 'torch', framework_version: '2.13.0', lane, method };
  return goldenBytes(rows, new Map(Object.entries(origin)));
}

import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Source } from './testing/golden-writers.ts';
import { strayPythonWriters, strayWriters } from './testing/golden-writers.ts';

const root = path.resolve(import.meta.dirname, '..');

async function sourcesOf(pattern: string): Promise<readonly Source[]> {
  const sources: Source[] = [];
  for await (const file of glob(pattern, { cwd: root })) {
    sources.push({ path: file.split(path.sep).join('/'), text: await readFile(path.join(root, file), 'utf8') });
  }
  return sources;
}

describe('golden files', () => {
  it('are written, moved and removed by recorders alone', async () => {
    const sources = await sourcesOf('{oracle,generators,goldens,harness,reports}/**/*.ts');
    expect(sources.length).toBeGreaterThan(100);
    expect(strayWriters(sources)).toEqual([]);
  });

  it('are written by one Python file alone', async () => {
    const sources = await sourcesOf('goldens/recorders/python/*.py');
    expect(sources.length).toBeGreaterThan(5);
    expect(strayPythonWriters(sources)).toEqual([]);
  });
});

describe('the search for other writers', () => {
  const at = 'harness/engine/gate.ts';

  it.each([
    [`import { writeFile } from 'node:fs/promises';`, 'writeFile of node:fs/promises'],
    [`import { rename as move } from 'fs/promises';`, 'rename of fs/promises'],
    [`import { readFile, rm } from 'node:fs/promises';`, 'rm of node:fs/promises'],
    [`import { openSync } from 'node:fs';`, 'openSync of node:fs'],
    [`import { promises } from 'node:fs';`, 'promises of node:fs'],
    [`import * as fs from 'node:fs';`, 'all of node:fs'],
    [`import fs from 'fs';`, 'default of fs'],
    [`export { unlink } from 'node:fs/promises';`, 'unlink of node:fs/promises'],
    [`export * from 'node:fs/promises';`, 'all of node:fs/promises'],
    [`const { writeFile } = await import('node:fs/promises');`, 'all of node:fs/promises'],
    [`import writeFileAtomic from 'write-file-atomic';`, 'default of write-file-atomic'],
    [`import { execa } from 'execa';`, 'execa of execa'],
    [`import { spawn } from 'node:child_process';`, 'spawn of node:child_process'],
    [`import { RecordBatchFileWriter } from 'apache-arrow';`, 'RecordBatchFileWriter of apache-arrow'],
    [`import { tableToIPC } from 'apache-arrow';`, 'tableToIPC of apache-arrow'],
    [`import { writeManifest } from '../../goldens/recorders/write-manifest.ts';`, 'writeManifest of'],
    [`const fs = process.getBuiltinModule('node:fs');`, 'reaches for a module without importing it'],
  ])('finds %s', (text, words) => {
    expect(strayWriters([{ path: at, text }])).toEqual([expect.stringContaining(words)]);
    expect(strayWriters([{ path: 'goldens/recorders/record.ts', text }])).toEqual([]);
    expect(strayWriters([{ path: 'goldens/testing/golden-folder.ts', text }])).toEqual([]);
    expect(strayWriters([{ path: 'harness/engine/gate.test.ts', text }])).toEqual([]);
  });

  it.each([
    `import { readFile, readdir } from 'node:fs/promises'; import { existsSync } from 'node:fs';`,
    `import type { WriteStream } from 'node:fs'; import { RecordBatchReader } from 'apache-arrow';`,
    `import { record } from '../../goldens/recorders/record.ts';`,
    `const text = "import { writeFile } from 'node:fs'"; export const name = '.arrow';`,
  ])('passes %s', (text) => {
    expect(strayWriters([{ path: at, text }])).toEqual([]);
  });

  it('finds a writer of reports that does more, or knows golden files', () => {
    const found = (text: string): readonly string[] => strayWriters([{ path: 'harness/cli/write-report-files.ts', text }]);
    const atomic = `import writeFileAtomic from 'write-file-atomic';`;
    expect(found(atomic)).toEqual([]);
    expect(found(`${atomic} import { rm } from 'node:fs/promises';`)).toHaveLength(1);
    expect(found(`${atomic} const file = 'module.arrow';`)).toEqual([expect.stringContaining('knows golden files by name')]);
    expect(found(`${atomic} import { manifestName } from '../../goldens/format/manifest.ts';`)).toHaveLength(1);
  });

  it.each([
    'open("module.arrow", "wb")',
    'with path.open("wb") as file:',
    'Path(name).write_bytes(data)',
    'os.replace(temporary, path)',
    'temporary.replace(path)',
    'os.open(path, os.O_WRONLY)',
    'import shutil',
    'pa.ipc.new_file(sink, schema)',
    'np.save("x.npy", y)',
    'torch.save(y, "y.pt")',
    'ms.save_checkpoint(cell, "c.ckpt")',
  ])('finds in Python: %s', (text) => {
    expect(strayPythonWriters([{ path: 'goldens/recorders/python/torch_module.py', text }])).not.toEqual([]);
    expect(strayPythonWriters([{ path: 'goldens/recorders/python/golden_file.py', text }])).toEqual([]);
  });

  it.each([
    'name.replace("a", "b")',
    'opened = reopen(x)',
    'pa.ipc.open_stream(stdin)',
    'sys.stderr.write("oops")',
    'torch.saved_tensors',
  ])('passes in Python: %s', (text) => {
    expect(strayPythonWriters([{ path: 'goldens/recorders/python/torch_module.py', text }])).toEqual([]);
  });

  it('passes the pipes of a recorder where they are, and nowhere else', () => {
    const text = 'os.fdopen(stdin, "rb"); os.open(os.devnull, os.O_RDONLY)';
    expect(strayPythonWriters([{ path: 'goldens/recorders/python/events.py', text }])).toEqual([]);
    expect(strayPythonWriters([{ path: 'goldens/recorders/python/traces.py', text }])).toHaveLength(2);
  });
});

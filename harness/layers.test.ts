import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FileImports } from './testing/layers.ts';
import { brokenLayers, importsOf } from './testing/layers.ts';

const root = path.resolve(import.meta.dirname, '..');

let files: readonly FileImports[];
beforeAll(async () => {
  const found: FileImports[] = [];
  for await (const file of glob('{oracle,generators,goldens,harness,reports}/**/*.ts', { cwd: root })) {
    found.push(importsOf(file, await readFile(path.join(root, file), 'utf8')));
  }
  files = found;
});

describe('the layers', () => {
  it('import one way, and touch files and processes where they should', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(300);
    expect(brokenLayers(files)).toEqual([]);
  });

  it.each<[string, string]>([
    ['oracle/scenario.ts', '../generators/case-id.ts'],
    ['oracle/exact/sum.ts', '../../harness/index.ts'],
    ['oracle/tensor.test.ts', '../goldens/index.ts'],
    ['oracle/tensor.ts', 'node:crypto'],
    ['oracle/tensor.ts', 'zod'],
    ['generators/case-id.ts', '../goldens/index.ts'],
    ['generators/case-id.ts', 'node:fs'],
    ['goldens/index.ts', '../harness/engine/gate.ts'],
    ['goldens/index.ts', 'node:fs/promises'],
    ['goldens/index.ts', './testing/golden-rows.ts'],
    ['reports/index.ts', '../oracle/tensor.ts'],
    ['reports/writers/html.ts', 'node:path'],
    ['harness/engine/gate.ts', 'node:child_process'],
    ['harness/engine/gate.ts', 'execa'],
    ['harness/engine/gate.ts', '<computed>'],
    ['harness/engine/gate.ts', '../cli/../../elsewhere/file.ts'],
  ])('are broken where %s imports %s', (file, name) => {
    const fine = {
      path: 'harness/cli/main.ts',
      imports: ['node:fs', 'execa', '../../reports/index.ts', '../../oracle/index.ts'],
    };
    expect(brokenLayers([fine])).toEqual([]);
    expect(brokenLayers([fine, { path: file, imports: [name] }])).toEqual([expect.stringContaining(`${file} imports ${name}`)]);
  });

  it('are read from every kind of import', () => {
    const source = `
      import a from 'a'; import 'b'; import type { C } from 'c'; import * as d from "d";
      export { e } from 'e'; export * from 'f'; export type { G } from 'g'; export * as h from 'h';
      const i = await import('i'); const j = import(\`j\`); const k = import(a + 'k');
      // import 'comment'
      const text = "import 'text'"; export const l = 1;
    `;
    const expected = ['<computed>', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    expect(importsOf('x.ts', source).imports.toSorted()).toEqual(expected);
    expect(() => importsOf('x.ts', 'import {')).toThrow(SyntaxError);
  });
});

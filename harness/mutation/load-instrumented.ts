import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Imports the files of a folder, each as often as asked: a mutant in a module's constants is only seen as the module loads. */
export interface Loader {
  readonly load: (file: string) => Promise<unknown>;
  /** From here on every module is loaded anew. */
  readonly forget: () => void;
}

const stripped = new Map<string, string>();

/** Takes over how this process loads the TypeScript files in `folder`, which see `collect-tests.ts` as Vitest. */
export function takeOverLoading(folder: string): Loader {
  const inside = `${pathToFileURL(folder).href}/`;
  const standIn = new URL('./collect-tests.ts', import.meta.url).href;
  let generation = 0;
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      if (specifier === 'vitest' && context.parentURL?.startsWith(inside) === true) return { url: standIn, shortCircuit: true };
      const resolved = nextResolve(specifier, context);
      return isOurs(resolved.url) ? { ...resolved, url: `${resolved.url}?${generation}` } : resolved;
    },
    load: (url, context, nextLoad) =>
      isOurs(url) ? { format: 'module', source: sourceOf(fileURLToPath(url)), shortCircuit: true } : nextLoad(url, context),
  });

  function isOurs(url: string): boolean {
    return url.startsWith(inside) && !url.includes('/node_modules/') && /\.ts(\?\d+)?$/.test(url);
  }

  return {
    load: (file) => import(pathToFileURL(path.join(folder, file)).href),
    forget: () => {
      generation += 1;
    },
  };
}

/** A file without its types, made cheaper to run under mutants. */
function sourceOf(file: string): string {
  const known = stripped.get(file);
  if (known !== undefined) return known;
  const source = cheaper(stripTypeScriptTypes(readFileSync(file, 'utf8')), file.endsWith('.test.ts'));
  stripped.set(file, source);
  return source;
}

/**
 * Stryker counts every expression that runs, which only its first run, the one without a mutant, needs. A test asks a property a twelfth as often
 * and of a fifth of the longest data: mutants that only more would kill count as survivors.
 */
function cheaper(source: string, isTest: boolean): string {
  if (!isTest) return source.replace('function cover() {', 'function cover() { if (ns.activeMutant !== undefined) return;');
  return source
    .replaceAll(/numRuns: (\d+)/g, (_, runs: string) => `numRuns: ${Math.ceil(Number(runs) / 12)}`)
    .replaceAll('100_000', '20_000');
}

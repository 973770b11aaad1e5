import { parseSync } from 'rolldown/utils';

/** What a file imports, as it is written: every static and dynamic import, and every export from elsewhere. */
export interface FileImports {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly imports: readonly string[];
}

/** Reads the imports of a TypeScript file. A dynamic import of anything but a literal is `<computed>`. */
export function importsOf(path: string, source: string): FileImports {
  const { module, errors } = parseSync(path, source);
  if (errors.length > 0) throw new SyntaxError(`Expected ${path} to parse, got ${errors[0]?.message}.`);
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  );
  const dynamic = module.dynamicImports.map(({ moduleRequest }) => {
    const text = source.slice(moduleRequest.start, moduleRequest.end);
    return /^(?:'[^'$]*'|"[^"$]*")$/u.test(text) ? text.slice(1, -1) : '<computed>';
  });
  const statics = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  return { path, imports: [...new Set([...statics, ...exported, ...dynamic])] };
}

/** What each layer may import of the others. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  oracle: ['oracle'],
  generators: ['oracle', 'generators'],
  goldens: ['oracle', 'generators', 'goldens'],
  harness: ['oracle', 'generators', 'goldens', 'harness', 'reports'],
  reports: ['reports'],
};

/** Where files, processes and subprocesses may be touched. */
const touchesTheWorld = ['harness/cli/', 'harness/backends/', 'goldens/recorders/', 'goldens/format/', 'goldens/open-goldens.ts'];
/** Tools that measure: run from the sources, never built, held to the order of layers alone as tests are. */
const tools = /^harness\/(?:bench|soundness|mutation|lifetime)\//u;
const world = /^(?:node:(?:fs|child_process|net|http|https|worker_threads)(?:\/.*)?|execa|write-file-atomic)$/u;

/** Every import that breaks the layering, in words. Tests, what they build on and tools are held to the order of layers alone. */
export function brokenLayers(files: readonly FileImports[]): readonly string[] {
  return files.flatMap((file) => file.imports.flatMap((name) => broken(file.path, name)));
}

function broken(path: string, name: string): readonly string[] {
  const layer = path.split('/')[0] ?? '';
  const complain = (rule: string): readonly string[] => [`${path} imports ${name}: ${rule}`];
  const isTest = path.endsWith('.test.ts') || path.includes('/testing/') || tools.test(path);
  if (name.startsWith('.')) {
    const target = new URL(name, `file:///${path}`).pathname.slice(1);
    const [targetLayer = ''] = target.split('/');
    if (!isTest && (target.includes('/testing/') || target.endsWith('.test.ts') || tools.test(target))) {
      return complain('tests and tools are not built');
    }
    return mayImport[layer]?.includes(targetLayer) === true
      ? []
      : complain(`${layer} may import ${mayImport[layer]?.join(', ')}`);
  }
  if (isTest) return [];
  if (name === '<computed>') return complain('an import must say what it imports');
  if (!name.startsWith('node:') && layer === 'oracle') return complain('oracle imports no package');
  if (name.startsWith('node:') && layer === 'oracle') return complain('oracle imports nothing of Node');
  if (name.startsWith('node:') && name !== 'node:crypto' && (layer === 'generators' || layer === 'reports')) {
    return complain(`${layer} import nothing of Node but node:crypto, which only computes`);
  }
  const mayTouch = touchesTheWorld.some((place) => path.startsWith(place));
  return world.test(name) && !mayTouch ? complain(`only ${touchesTheWorld.join(', ')} touch files and processes`) : [];
}

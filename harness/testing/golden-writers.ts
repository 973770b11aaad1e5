import { parseSync } from 'rolldown/utils';

/** A source file by its path in the repository, with forward slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** The only folder whose files may write, move or remove golden files and their manifest. */
const recorders = 'goldens/recorders/';

/** What else writes, and what for: none of it may know golden files by name. */
const otherWriters: Readonly<Record<string, readonly string[]>> = {
  'harness/backends/adapter-cache.ts': ['mkdir of node:fs/promises', 'default of write-file-atomic'],
  'harness/bench/time-torch.ts': ['execa of execa'],
  'harness/cli/make-output-folder.ts': ['mkdir of node:fs/promises'],
  'harness/cli/write-report-files.ts': ['default of write-file-atomic'],
  'harness/docs/write-errors-page.ts': ['writeFile of node:fs/promises'],
  'harness/lifetime/repeat-runs.ts': ['execa of execa'],
  'harness/soundness/main.ts': ['default of write-file-atomic'],
};

const fileSystem = /^(?:node:)?fs(?:\/promises)?$/u;
const readers = new Set(
  'access constants createReadStream existsSync glob lstat readFile readFileSync readdir readdirSync realpath stat statSync'.split(
    ' ',
  ),
);
/** Programs that are started can write anything. */
const writing = /^(?:write-file-atomic|execa|(?:node:)?child_process)$/u;
const arrowWriters = /Writer$|^tableTo/u;
/** Ways to a module that no import shows. */
const hidden = /\b(?:getBuiltinModule|createRequire|process\.binding|require\()/u;

/** Everything in TypeScript sources that could write a golden without being a recorder. Tests and what they build on are not asked. */
export function strayWriters(sources: readonly Source[]): readonly string[] {
  return sources.filter(({ path }) => !isTest(path) && !path.startsWith(recorders)).flatMap((source) => strayIn(source));
}

function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.includes('/testing/');
}

function strayIn({ path, text }: Source): readonly string[] {
  const used = writersIn(path, text);
  const allowed = otherWriters[path] ?? [];
  const knowsGoldens = used.length > 0 && /\.arrow\b|MANIFEST|manifestName/u.test(text);
  return [
    ...used.filter((name) => !allowed.includes(name)).map((name) => `${path} uses ${name}`),
    ...(hidden.test(text) ? [`${path} reaches for a module without importing it`] : []),
    ...(knowsGoldens ? [`${path} writes and knows golden files by name`] : []),
  ];
}

/** What a file imports, or passes on, that writes files, starts programs or encodes Arrow: `rename of node:fs/promises`. */
function writersIn(path: string, text: string): readonly string[] {
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new SyntaxError(`Expected ${path} to parse, got ${errors[0]?.message}.`);
  const imported = module.staticImports.flatMap(({ moduleRequest, entries }) =>
    entries.filter(({ isType }) => !isType).map(({ importName }) => ({ from: moduleRequest.value, name: nameOf(importName) })),
  );
  const passedOn = module.staticExports.flatMap(({ entries }) =>
    entries
      .filter(({ isType }) => !isType)
      .flatMap(({ moduleRequest, importName }) =>
        moduleRequest ? [{ from: moduleRequest.value, name: nameOf(importName) }] : [],
      ),
  );
  const dynamic = module.dynamicImports.map(({ moduleRequest }) => ({
    from: text.slice(moduleRequest.start, moduleRequest.end).replaceAll(/^['"`]|['"`]$/gu, ''),
    name: 'all',
  }));
  return [...imported, ...passedOn, ...dynamic].filter(canWrite).map(({ from, name }) => `${name} of ${from}`);
}

function nameOf({ kind, name }: { readonly kind: string; readonly name?: string | null }): string {
  return kind === 'Name' ? (name ?? 'all') : kind === 'Default' ? 'default' : 'all';
}

function canWrite({ from, name }: { readonly from: string; readonly name: string }): boolean {
  if (fileSystem.test(from)) return !readers.has(name);
  if (from === 'apache-arrow') return name === 'all' || arrowWriters.test(name);
  return writing.test(from) || from.endsWith('/write-manifest.ts');
}

/** The only Python file that opens files for writing, and what the others may do: the recorder's own pipes. */
const pythonWriter = 'golden_file.py';
const pythonPipes: Readonly<Record<string, readonly string[]>> = { 'events.py': ['os.open(', 'os.fdopen('] };
const pythonWrites = new RegExp(
  [
    String.raw`\bos\.(?:fd)?open\(`,
    String.raw`(?<!\bos)\.open\(|(?<![\w.])open\(|\bmemory_map\(`,
    String.raw`\.(?:write_text|write_bytes|touch|mkdir|unlink|rmdir|rename|tofile|symlink_to|hardlink_to)\(`,
    // A string's takes two arguments, a path's one.
    String.raw`\.replace\([^,()]*\)`,
    String.raw`\bos\.(?:remove|rename|replace|unlink|truncate|makedirs|mkdir|removedirs|link|symlink|system|popen|exec\w+|spawn\w+)\(`,
    String.raw`\b(?:shutil|tempfile|subprocess|sqlite3|h5py|zipfile|tarfile)\b`,
    String.raw`\b(?:new_file|new_stream|OSFile|FileOutputStream|output_stream|write_feather|write_table)\b`,
    String.raw`\b(?:np|numpy|torch|mindspore|ms|pickle)\.(?:save\w*|memmap|dump|export)\(`,
    String.raw`\b(?:FileStore|save_checkpoint)\b`,
  ].join('|'),
  'gu',
);

/** Everything in the Python recorders that writes files and is not the writer of golden files. */
export function strayPythonWriters(sources: readonly Source[]): readonly string[] {
  return sources
    .filter(({ path }) => !path.endsWith(`/${pythonWriter}`))
    .flatMap(({ path, text }) => {
      const allowed = pythonPipes[path.split('/').at(-1) ?? ''] ?? [];
      const found = [...text.matchAll(pythonWrites)].map(([words]) => words).filter((words) => !allowed.includes(words));
      return found.map((words) => `${path} uses ${words}`);
    });
}

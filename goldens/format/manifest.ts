import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { GoldenError, messageOf } from './golden-error.ts';

export const manifestName = 'MANIFEST.json';

/** One golden file: its checksum, what is in it, and where it came from. */
export interface ManifestFile {
  /** Relative to the manifest, with forward slashes. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly cases: number;
  readonly framework: string;
  readonly version: string;
  readonly lane: string;
  readonly method: string;
  readonly provenance: Readonly<Record<string, string>>;
}

export interface Manifest {
  readonly format: 'syncbn-oracle/manifest@1';
  readonly files: readonly ManifestFile[];
}

const fileSchema: z.ZodType<ManifestFile> = z.strictObject({
  // No absolute path, no way out of the folder, one spelling a file.
  path: z.string().regex(/^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*\.arrow$/u),
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
  bytes: z.int().min(0),
  cases: z.int().min(0),
  framework: z.enum(['torch', 'mindspore']),
  version: z.string().max(100),
  lane: z.string().max(100),
  method: z.enum(['module', 'collective', 'global-batch']),
  provenance: z.record(z.string().max(100), z.string().max(4000)),
});

const mostFiles = 10_000;
const manifestSchema: z.ZodType<Manifest> = z.strictObject({
  format: z.literal('syncbn-oracle/manifest@1'),
  files: z.array(fileSchema).max(mostFiles),
});

/** The entries of a manifest that can be used, and everything in it that is not as the format says. */
export interface CheckedManifest {
  readonly files: readonly ManifestFile[];
  readonly problems: readonly string[];
}

/** Reads and validates the manifest of a folder of goldens. */
export async function readManifest(directory: string): Promise<Manifest> {
  const file = path.join(directory, manifestName);
  const { files, problems } = checkManifest(await readManifestText(directory));
  const [problem] = problems;
  if (problem !== undefined) throw new GoldenError('manifest-invalid', file, problem);
  return { format: 'syncbn-oracle/manifest@1', files };
}

/** The text of the manifest of a folder of goldens. */
export async function readManifestText(directory: string): Promise<string> {
  const file = path.join(directory, manifestName);
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const code = error.code === 'ENOENT' || error.code === 'ENOTDIR' ? 'manifest-missing' : 'unreadable';
    throw new GoldenError(
      code,
      file,
      `Expected the manifest of a folder of goldens, got ${error.code ?? messageOf(error)}. Give a folder that holds ${manifestName} with --goldens.`,
      error,
    );
  });
}

/** Holds the text of a manifest against its format. */
export function checkManifest(text: string): CheckedManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { files: [], problems: [`Expected JSON, got ${messageOf(error)}. Restore the file or record again.`] };
  }
  const result = manifestSchema.safeParse(json);
  const files = result.success ? result.data.files : usableEntries(json);
  const issues = result.success ? [] : result.error.issues;
  return {
    files,
    problems: [
      ...issues.map(({ path: place, message }) => {
        const where = place.map(String).join('.');
        return `${where === '' ? '' : `${where}: `}${message}. Restore the file or record again.`;
      }),
      ...repeated(files.map((entry) => entry.path)).map((name) => `Expected each file once, got ${name} twice.`),
    ],
  };
}

/** What is left of a manifest with something wrong in it. */
function usableEntries(json: unknown): readonly ManifestFile[] {
  const list = z.object({ files: z.array(z.unknown()).max(mostFiles) }).safeParse(json);
  return (list.success ? list.data.files : []).flatMap((entry) => {
    const result = fileSchema.safeParse(entry);
    return result.success ? [result.data] : [];
  });
}

/** The texts that occur again, once each. */
function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) < index))];
}

/** Reads a golden file and holds it against its entry: size, then checksum. */
export async function readVerified(directory: string, entry: ManifestFile): Promise<Uint8Array> {
  const bytes = await readListed(directory, entry.path);
  const [problem] = checkBytes(bytes, entry);
  if (problem !== undefined) throw new GoldenError(problem.code, path.join(directory, entry.path), problem.text);
  return bytes;
}

/** Reads a file that the manifest lists. */
export async function readListed(directory: string, name: string): Promise<Uint8Array> {
  const file = path.join(directory, name);
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new GoldenError(
      'unreadable',
      file,
      `Expected the golden file that the manifest lists, got ${error.code ?? messageOf(error)}. Restore it, or record it again.`,
      error,
    );
  });
}

/** What is wrong with the bytes of a golden file. */
export interface BytesProblem {
  readonly code: 'size-mismatch' | 'checksum-mismatch';
  readonly text: string;
}

/** Holds bytes against the size and the checksum of a manifest's entry. */
export function checkBytes(bytes: Uint8Array, entry: Pick<ManifestFile, 'bytes' | 'sha256'>): readonly BytesProblem[] {
  const actual = sha256(bytes);
  const size = `Expected ${entry.bytes} bytes, got ${bytes.length}: the file was cut or replaced. Restore it, or record it again.`;
  const sum = `Expected SHA-256 ${entry.sha256}, got ${actual}: the file was changed. Restore it, or record it again.`;
  return [
    ...(bytes.length === entry.bytes ? [] : [{ code: 'size-mismatch' as const, text: size }]),
    ...(actual === entry.sha256 ? [] : [{ code: 'checksum-mismatch' as const, text: sum }]),
  ];
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

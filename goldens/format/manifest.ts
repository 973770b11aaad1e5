import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
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

const manifestSchema: z.ZodType<Manifest> = z.strictObject({
  format: z.literal('syncbn-oracle/manifest@1'),
  files: z
    .array(
      z.strictObject({
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
      }),
    )
    .max(10_000),
});

/** Reads and validates the manifest of a folder of goldens. */
export async function readManifest(directory: string): Promise<Manifest> {
  const file = path.join(directory, manifestName);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const code = error.code === 'ENOENT' || error.code === 'ENOTDIR' ? 'manifest-missing' : 'unreadable';
    throw new GoldenError(
      code,
      file,
      `Expected the manifest of a folder of goldens, got ${error.code ?? messageOf(error)}. Give a folder that holds ${manifestName} with --goldens.`,
      error,
    );
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new GoldenError(
      'manifest-invalid',
      file,
      `Expected JSON, got ${messageOf(error)}. Restore the file or record again.`,
      error,
    );
  }
  const result = manifestSchema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0];
    const place = issue?.path.map(String).join('.');
    throw new GoldenError(
      'manifest-invalid',
      file,
      `${place ? `${place}: ` : ''}${issue?.message ?? 'Invalid input'}. Restore the file or record again.`,
    );
  }
  const duplicate = result.data.files.find((entry, index, all) => all.findIndex((other) => other.path === entry.path) < index);
  if (duplicate !== undefined)
    throw new GoldenError('manifest-invalid', file, `Expected each file once, got ${duplicate.path} twice.`);
  return result.data;
}

/** Writes the manifest: its files in order of path, in one rename. */
export async function writeManifest(directory: string, files: readonly ManifestFile[]): Promise<void> {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const manifest: Manifest = { format: 'syncbn-oracle/manifest@1', files: sorted };
  await writeFileAtomic(path.join(directory, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Reads a golden file and holds it against its entry: size, then checksum. */
export async function readVerified(directory: string, entry: ManifestFile): Promise<Uint8Array> {
  const file = path.join(directory, entry.path);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new GoldenError(
      'unreadable',
      file,
      `Expected the golden file that the manifest lists, got ${error.code ?? messageOf(error)}. Restore it, or record it again.`,
      error,
    );
  });
  if (bytes.length !== entry.bytes) {
    throw new GoldenError(
      'size-mismatch',
      file,
      `Expected ${entry.bytes} bytes, got ${bytes.length}: the file was cut or replaced. Restore it, or record it again.`,
    );
  }
  const actual = sha256(bytes);
  if (actual !== entry.sha256) {
    throw new GoldenError(
      'checksum-mismatch',
      file,
      `Expected SHA-256 ${entry.sha256}, got ${actual}: the file was changed. Restore it, or record it again.`,
    );
  }
  return bytes;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

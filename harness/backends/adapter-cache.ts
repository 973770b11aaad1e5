import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { packageVersion } from '../cli/package-root.ts';
import type { GpuMode } from './gpu-js.ts';
import type { BackendDescription } from './open-runner.ts';

/** What is found of an adapter holds for this alone. */
export interface AdapterKey {
  readonly backend: GpuMode;
  readonly adapter: string;
  readonly driver: string;
  readonly platform: string;
  readonly node: string;
  readonly gpuJs: string;
  readonly webgpu: string;
  readonly version: string;
}

const keySchema = z.strictObject({
  backend: z.enum(['webgpu', 'webasm']),
  adapter: z.string(),
  driver: z.string(),
  platform: z.string(),
  node: z.string(),
  gpuJs: z.string(),
  webgpu: z.string(),
  version: z.string(),
});

/** The key of an open backend: an update of anything that computes makes a new one. */
export async function adapterKey({ backend, adapter, driver }: BackendDescription): Promise<AdapterKey> {
  const { default: gpuJs } = await import('gpu.js/package.json', { with: { type: 'json' } });
  const { default: webgpu } = await import('webgpu/package.json', { with: { type: 'json' } });
  const platform = `${process.platform} ${process.arch}`;
  const versions = { node: process.versions.node, gpuJs: gpuJs.version, webgpu: webgpu.version, version: packageVersion };
  return { backend, adapter, driver, platform, ...versions };
}

/** What was found of adapters, a file each, so that it need not be found again. */
export interface AdapterCache<Found> {
  /** What was found earlier; `null` where nothing was, or the file is not what was written. */
  readonly read: (folder: string, key: AdapterKey) => Promise<Found | null>;
  /** Keeps it for the next run; where that cannot be done, the next run finds it again. */
  readonly write: (folder: string, key: AdapterKey, found: Found) => Promise<void>;
}

/** A cache of what `schema` describes, under a name of its own. */
export function adapterCache<Found>(name: string, schema: z.ZodType<Found>): AdapterCache<Found> {
  const format = `syncbn-oracle/${name}@1`;
  const fileSchema = z.strictObject({ format: z.literal(format), key: keySchema, found: schema });
  const fileOf = (folder: string, key: AdapterKey): string => {
    const hash = createHash('sha256').update(JSON.stringify(keySchema.parse(key)));
    return path.join(folder, `${name}-${hash.digest('hex').slice(0, 16)}.json`);
  };
  return {
    read: async (folder, key) => {
      const parsed = fileSchema.safeParse(await readJson(fileOf(folder, key)));
      const isSame = parsed.success && JSON.stringify(parsed.data.key) === JSON.stringify(keySchema.parse(key));
      return isSame ? parsed.data.found : null;
    },
    write: async (folder, key, found) => {
      const text = `${JSON.stringify({ format, key: keySchema.parse(key), found }, null, 2)}\n`;
      try {
        await mkdir(folder, { recursive: true });
        await writeFileAtomic(fileOf(folder, key), text);
      } catch {
        // A folder that cannot be written costs a little time a run.
      }
    },
  };
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}

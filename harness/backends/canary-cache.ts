import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { CanaryFacts } from '../../oracle/accelerated/canary.ts';
import { packageVersion } from '../cli/package-root.ts';
import type { GpuMode } from './gpu-js.ts';
import type { BackendDescription } from './open-runner.ts';

const factsSchema = z.strictObject({
  unitRoundoff: z.literal([2 ** -24, 2 ** -23]),
  compensated: z.boolean(),
  twoProduct: z.boolean(),
  contracts: z.boolean(),
  flushesDenormals: z.boolean(),
  divisionUlps: z.number().min(0.5),
  rootUlps: z.number().min(0.5),
  spreadsNonFinite: z.boolean(),
});

/** What the facts of a canary hold for. */
export interface CanaryKey {
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

const fileSchema = z.strictObject({ format: z.literal('syncbn-oracle/canary@1'), key: keySchema, facts: factsSchema });

/** The key of an open backend: an update of anything that computes makes a new one. */
export async function canaryKey({ backend, adapter, driver }: BackendDescription): Promise<CanaryKey> {
  const { default: gpuJs } = await import('gpu.js/package.json', { with: { type: 'json' } });
  const { default: webgpu } = await import('webgpu/package.json', { with: { type: 'json' } });
  const platform = `${process.platform} ${process.arch}`;
  const versions = { node: process.versions.node, gpuJs: gpuJs.version, webgpu: webgpu.version, version: packageVersion };
  return { backend, adapter, driver, platform, ...versions };
}

/** The facts found earlier; `null` where there are none, or the file is not what was written. */
export async function readFacts(folder: string, key: CanaryKey): Promise<CanaryFacts | null> {
  const parsed = fileSchema.safeParse(await readJson(fileOf(folder, key)));
  const isSame = parsed.success && JSON.stringify(parsed.data.key) === JSON.stringify(keySchema.parse(key));
  return isSame ? parsed.data.facts : null;
}

/** Keeps facts for the next run; where that cannot be done, the next run finds them again. */
export async function writeFacts(folder: string, key: CanaryKey, facts: CanaryFacts): Promise<void> {
  const text = `${JSON.stringify({ format: 'syncbn-oracle/canary@1', key: keySchema.parse(key), facts }, null, 2)}\n`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(fileOf(folder, key), text);
  } catch {
    // A folder that cannot be written costs a fraction of a second a run.
  }
}

function fileOf(folder: string, key: CanaryKey): string {
  const hash = createHash('sha256').update(JSON.stringify(keySchema.parse(key)));
  return path.join(folder, `canary-${hash.digest('hex').slice(0, 16)}.json`);
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}

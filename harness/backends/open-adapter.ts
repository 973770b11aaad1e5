import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { BackendError } from './backend-error.ts';
import type { AdapterDescription, AdapterInfo } from './describe-adapter.ts';
import { describeAdapter } from './describe-adapter.ts';
import { chosenDrivers, gpuObstacle } from './find-gpu.ts';
import { withEnvironment } from './with-environment.ts';

/** Where Chromium keeps SwiftShader, a Vulkan driver that computes on the CPU. */
const chromiumDrivers = ['/usr/lib/chromium/vk_swiftshader_icd.json', '/opt/google/chrome/vk_swiftshader_icd.json'];
const installSoftware = 'for a software adapter on Debian: apt-get install chromium-common libvulkan1';

interface DawnAdapter {
  readonly info: AdapterInfo;
}

interface Dawn {
  readonly requestAdapter: (options: { readonly powerPreference: 'high-performance' }) => Promise<DawnAdapter | null>;
}

/** An adapter, with what gpu.js asks for it. */
export interface OpenAdapter extends AdapterDescription {
  /** Must be kept while anything of the adapter is used: once it is collected, the next large launch crashes the process. */
  readonly dawn: unknown;
  readonly gpu: { readonly requestAdapter: () => Promise<DawnAdapter> };
  readonly why: string;
}

/**
 * Finds the adapter of this machine: the most powerful GPU with a driver, and where there is none and `allowSoftware`, SwiftShader.
 * Throws a `BackendError` where nothing is found. It works on the main thread alone, since native code sees no environment of a worker.
 */
export async function openAdapter(
  allowSoftware: boolean,
  softwareDrivers: readonly string[] = chromiumDrivers,
): Promise<OpenAdapter> {
  if (!isMainThread) throw new BackendError('Expected webgpu to be opened on the main thread, got a worker. Open webasm there.');
  const obstacle = gpuObstacle();
  if (obstacle !== null && !allowSoftware) throw new BackendError(`no hardware GPU: ${obstacle}`);
  const create = await loadDawn();
  const found = obstacle === null ? await request(create, hardwareOnly()) : null;
  if (found?.kind === 'hardware') return { ...found, why: `${found.adapter} is the GPU of this machine` };
  const reason =
    obstacle ?? (found === null ? 'no driver gave an adapter' : `${found.adapter} (${found.driver}) is a software adapter`);
  if (!allowSoftware) throw new BackendError(`no hardware GPU: ${reason}`);
  // The one that the user chose, or that of the system.
  if (found !== null) return { ...found, why: `no hardware GPU: ${reason}` };
  const file = softwareDrivers.find((one) => existsSync(one));
  const software = file === undefined ? null : await request(create, { VK_DRIVER_FILES: file, VK_ICD_FILENAMES: file });
  if (software !== null) return { ...software, why: `no hardware GPU: ${reason}` };
  const missing = file === undefined ? 'SwiftShader is not installed' : `${file} gave no adapter`;
  throw new BackendError(
    `Expected an adapter for webgpu, got none: ${reason}, and ${missing}. Install a GPU driver, or ${installSoftware}.`,
  );
}

/** Loads the native code. */
async function loadDawn(): Promise<() => Dawn> {
  try {
    const { create } = await import('webgpu');
    return () => create([]);
  } catch (cause) {
    throw notWorking('load', cause);
  }
}

function notWorking(verb: string, cause: unknown): BackendError {
  const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  const place = `${process.platform} ${process.arch}`;
  return new BackendError(
    `Expected the package webgpu to ${verb} on ${place}, got: ${reason}. Install syncbn-oracle again with npm ci.`,
    { cause },
  );
}

/** The Vulkan loader leaves out Mesa's software driver, which the native code refuses with lines on stderr. */
function hardwareOnly(): Readonly<Record<string, string>> {
  return chosenDrivers() === null ? { VK_LOADER_DRIVERS_DISABLE: '*lvp_icd*,*swiftshader*' } : {};
}

async function request(create: () => Dawn, drivers: Readonly<Record<string, string>>): Promise<Omit<OpenAdapter, 'why'> | null> {
  // A layer of Mesa looks for Wayland, which complains on stderr where the variable is not set.
  const runtime = process.env['XDG_RUNTIME_DIR'] === undefined ? { XDG_RUNTIME_DIR: tmpdir() } : {};
  const start = async (): Promise<{ readonly dawn: Dawn; readonly adapter: DawnAdapter | null }> => {
    const dawn = create();
    return { dawn, adapter: await dawn.requestAdapter({ powerPreference: 'high-performance' }) };
  };
  const { dawn, adapter } = await withEnvironment({ ...runtime, ...drivers }, start).catch((cause: unknown) => {
    throw notWorking('start', cause);
  });
  if (adapter === null) return null;
  return { ...describeAdapter(adapter.info), dawn, gpu: { requestAdapter: async () => adapter } };
}

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../goldens/testing/temporary-folder.ts';
import { BackendError } from './backend-error.ts';
import * as findGpu from './find-gpu.ts';
import { openAdapter } from './open-adapter.ts';

const obstacle = 'no GPU is seen in /dev';
vi.spyOn(findGpu, 'gpuObstacle').mockReturnValue(obstacle);
const dawn = vi.hoisted(() => ({ create: vi.fn<() => unknown>() }));
vi.mock('webgpu', () => ({ create: dawn.create }));

const info = { vendor: 'maker', architecture: 'card', device: '', description: 'driver 1' };
const answering = (...adapters: readonly unknown[]): void => {
  const left = [...adapters];
  dawn.create.mockImplementation(() => ({ requestAdapter: async () => left.shift() ?? null }));
};

async function messageOf(action: Promise<unknown>): Promise<string> {
  const error: unknown = await action.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BackendError);
  return String(error);
}

it('asks no native code where there is no GPU and no program may play one', async () => {
  dawn.create.mockClear();
  expect(await messageOf(openAdapter(false))).toContain(`no hardware GPU: ${obstacle}`);
  expect(dawn.create).not.toHaveBeenCalled();
});

it('says in one line what to install where there is nothing', async () => {
  answering();
  const message = await messageOf(openAdapter(true, ['/nonexistent/icd.json']));
  expect(message).toBe(
    `BackendError: Expected an adapter for webgpu, got none: ${obstacle}, and SwiftShader is not installed. Install a GPU driver, or for a software adapter on Debian: apt-get install chromium-common libvulkan1.`,
  );
  const file = path.join(await temporaryFolder(), 'icd.json');
  await writeFile(file, '{}');
  expect(await messageOf(openAdapter(true, [file]))).toContain(`and ${file} gave no adapter. Install`);
});

it('takes SwiftShader where there is no GPU', async () => {
  const seen: unknown[] = [];
  dawn.create.mockImplementation(() => ({
    requestAdapter: async () => {
      seen.push(process.env['VK_DRIVER_FILES'], process.env['VK_ICD_FILENAMES']);
      return { info: { ...info, isFallbackAdapter: true } };
    },
  }));
  const file = path.join(await temporaryFolder(), 'icd.json');
  await writeFile(file, '{}');
  expect(await openAdapter(true, ['/nonexistent/icd.json', file])).toMatchObject({
    adapter: 'maker card',
    driver: 'driver 1',
    kind: 'software',
    why: `no hardware GPU: ${obstacle}`,
  });
  expect(seen).toEqual([file, file]);
  expect(process.env['VK_DRIVER_FILES']).toBeUndefined();
});

it('takes a GPU before anything else', async () => {
  vi.mocked(findGpu.gpuObstacle).mockReturnValueOnce(null);
  answering({ info });
  expect(await openAdapter(false)).toMatchObject({
    adapter: 'maker card',
    kind: 'hardware',
    why: 'maker card is the GPU of this machine',
  });
});

it.each([false, true])('tells a software adapter of the system from a GPU, allowed: %s', async (allowed) => {
  vi.mocked(findGpu.gpuObstacle).mockReturnValueOnce(null);
  answering({ info: { ...info, description: 'llvmpipe' } });
  const opened = openAdapter(allowed).then(
    ({ kind, why }) => `${kind}: ${why}`,
    (error: Error) => error.message,
  );
  const reason = 'no hardware GPU: maker card (llvmpipe) is a software adapter';
  expect(await opened).toBe(allowed ? `software: ${reason}` : reason);
});

it('says what is wrong where the native code does not start', async () => {
  dawn.create.mockImplementation(() => {
    throw new Error('version GLIBC_2.99 not found\nmore');
  });
  expect(await messageOf(openAdapter(true))).toContain('to start');
});

import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../goldens/testing/temporary-folder.ts';
import type { CanaryFacts } from '../../oracle/accelerated/canary.ts';
import { userCacheFolder } from './cache-folder.ts';
import type { AdapterKey } from './adapter-cache.ts';
import { canaryCache } from './canary-cache.ts';

const key: AdapterKey = {
  backend: 'webgpu',
  adapter: 'a maker card',
  driver: 'driver 1.2',
  platform: 'linux x64',
  node: '24.21.0',
  gpuJs: '2.24.1',
  webgpu: '0.6.2',
  version: '0.1.0',
};
const facts: CanaryFacts = {
  unitRoundoff: 2 ** -23,
  compensated: false,
  twoProduct: false,
  contracts: true,
  flushesDenormals: true,
  divisionUlps: 2.5,
  rootUlps: 5,
  spreadsNonFinite: true,
};

it('gives back what was kept, and only for the same key', async () => {
  const folder = path.join(await temporaryFolder(), 'not', 'yet', 'there');
  expect(await canaryCache.read(folder, key)).toBeNull();
  await canaryCache.write(folder, key, facts);
  expect(await canaryCache.read(folder, key)).toEqual(facts);
  for (const name of ['backend', 'adapter', 'driver', 'platform', 'node', 'gpuJs', 'webgpu', 'version'] as const) {
    const other: AdapterKey = { ...key, [name]: name === 'backend' ? 'webasm' : 'other' };
    expect(await canaryCache.read(folder, other)).toBeNull();
  }
});

it.each<[string, (text: string) => string]>([
  ['nothing', () => ''],
  ['no JSON', (text) => text.slice(0, -10)],
  ['another format', (text) => text.replace('canary@1', 'canary@2')],
  ['a roundoff that no adapter has', (text) => text.replace(String(2 ** -23), '1e-12')],
  ['too good a division', (text) => text.replace('2.5', '0.1')],
  ['a fact missing', (text) => text.replace(/"contracts": true,/u, '')],
  ['a fact too many', (text) => text.replace('"contracts"', '"more": 1, "contracts"')],
  ['the key of another adapter', (text) => text.replace('a maker card', 'another card')],
  ['null', () => 'null'],
])('leaves out a file with %s', async (_, change) => {
  const folder = await temporaryFolder();
  await canaryCache.write(folder, key, facts);
  const [name = ''] = await readdir(folder);
  const file = path.join(folder, name);
  const text = await readFile(file, 'utf8');
  expect(change(text)).not.toBe(text);
  await writeFile(file, change(text));
  expect(await canaryCache.read(folder, key)).toBeNull();
});

it('does without a folder that cannot be written', async () => {
  const folder = path.join(await temporaryFolder(), 'file');
  await writeFile(folder, '');
  await expect(canaryCache.write(folder, key, facts)).resolves.toBeUndefined();
  expect(await canaryCache.read(folder, key)).toBeNull();
});

it('lies where the user wants it', () => {
  expect(userCacheFolder({ XDG_CACHE_HOME: '/elsewhere' })).toBe(path.join('/elsewhere', 'syncbn-oracle'));
  const usual = userCacheFolder({});
  expect(usual).toMatch(/\.cache.syncbn-oracle$/u);
  expect([userCacheFolder({ XDG_CACHE_HOME: '' }), userCacheFolder({ XDG_CACHE_HOME: 'relative' })]).toEqual([usual, usual]);
});

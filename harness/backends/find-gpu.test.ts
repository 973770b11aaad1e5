import { describe, expect, it } from 'vitest';
import { describeAdapter } from './describe-adapter.ts';
import { chosenDrivers, gpuObstacle } from './find-gpu.ts';

describe('a GPU', () => {
  const machine = (folders: Readonly<Record<string, readonly string[]>>) => (folder: string) => folders[folder] ?? [];
  const node = { '/dev/dri': ['by-path', 'card0', 'renderD128'] };
  const mesa = ['lvp_icd.x86_64.json', 'README'];

  it.each<[string, Readonly<Record<string, readonly string[]>>, string | null]>([
    ['nothing', {}, 'no GPU is seen in /dev'],
    ['a driver alone', { '/usr/share/vulkan/icd.d': ['radeon_icd.x86_64.json'] }, 'no GPU is seen in /dev'],
    ['a display without rendering', { '/dev/dri': ['card0'] }, 'no GPU is seen in /dev'],
    ['a GPU without a driver', node, 'there is a GPU, and no Vulkan driver for it'],
    ['a GPU with a software driver', { ...node, '/usr/share/vulkan/icd.d': mesa }, 'there is a GPU, and no Vulkan driver for it'],
    ['a GPU and its driver', { ...node, '/usr/share/vulkan/icd.d': [...mesa, 'radeon_icd.x86_64.json'] }, null],
    ['a GPU and a driver of the user', { ...node, '/home/one/.local/share/vulkan/icd.d': ['nvidia_icd.json'] }, null],
    [
      'an NVIDIA GPU in a container',
      { '/dev': ['null', 'nvidia0', 'nvidiactl'], '/etc/vulkan/icd.d': ['nvidia_icd.json'] },
      null,
    ],
    ['NVIDIA without a GPU', { '/dev': ['nvidiactl', 'nvidia-uvm'], '/etc/vulkan/icd.d': ['nvidia_icd.json'] }, 'no GPU is seen'],
    ['the GPU of WSL', { '/dev': ['dxg'], '/usr/share/vulkan/icd.d': ['dzn_icd.x86_64.json'] }, null],
  ])('is looked for on Linux with %s', (_, folders, obstacle) => {
    const found = gpuObstacle('linux', { HOME: '/home/one', XDG_DATA_DIRS: '/usr/share:/run/opengl/share' }, machine(folders));
    expect(found ?? 'none').toContain(obstacle ?? 'none');
  });

  it('is asked for where nothing can be seen, or the user chose a driver', () => {
    expect([gpuObstacle('darwin', {}, machine({})), gpuObstacle('win32', {}, machine({}))]).toEqual([null, null]);
    for (const name of ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES']) {
      expect(gpuObstacle('linux', { [name]: '/one.json' }, machine({}))).toBeNull();
      expect(chosenDrivers({ [name]: '/one.json' })).toBe('/one.json');
      expect(chosenDrivers({ [name]: '' })).toBeNull();
    }
  });
});

describe('an adapter', () => {
  const info = (vendor: string, architecture: string, device: string, description: string) => ({
    vendor,
    architecture,
    device,
    description,
  });

  it.each([
    [info('nvidia', 'ampere', '', 'NVIDIA: 535.54.03 535.54.3.0'), 'hardware', 'nvidia ampere'],
    [info('amd', 'rdna-3', '', 'radv Mesa 24.1'), 'hardware', 'amd rdna-3'],
    [info('apple', 'common-3', '', 'Metal driver on macOS'), 'hardware', 'apple common-3'],
    [info('google', 'swiftshader', 'swiftshader-device-subzero-', 'SwiftShader driver 5.0.0'), 'software', 'google swiftshader'],
    [info('mesa', '', '', 'llvmpipe (LLVM 15.0.6, 256 bits)'), 'software', 'mesa'],
    [info('microsoft', 'warp', '', 'D3D12 driver version 10'), 'software', 'microsoft warp'],
    [info('microsoft', '', '', 'Microsoft Basic Render Driver'), 'software', 'microsoft'],
    [{ ...info('intel', 'gen-12', '', 'ANV'), isFallbackAdapter: true }, 'software', 'intel gen-12'],
    [info('', '', '', ' '), 'hardware', 'unnamed adapter'],
  ] as const)('is told to be hardware or software: %o', (one, kind, name) => {
    const described = describeAdapter(one);
    expect(described.kind).toBe(kind);
    expect(described.adapter).toContain(name);
    expect(described.driver).not.toBe('');
  });
});

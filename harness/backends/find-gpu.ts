import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Where Linux keeps the Vulkan drivers: a JSON file each. */
const driverFolders = [
  '/etc/vulkan/icd.d',
  '/usr/share/vulkan/icd.d',
  '/usr/local/share/vulkan/icd.d',
  '/usr/local/etc/vulkan/icd.d',
];
/** What a GPU shows as in /dev: DRM render nodes, NVIDIA's own, and that of WSL. */
const deviceNodes: Readonly<Record<string, RegExp>> = {
  '/dev/dri': /^renderD\d+$/u,
  '/dev': /^(?:nvidia\d+|dxg|kgsl-3d0|mali0)$/u,
};
/** Drivers that compute on the CPU. */
export const softwareDriver: RegExp = /^(?:lvp|vk_swiftshader)_icd/u;

/** What keeps a GPU from being used on this machine, in words; `null` where nothing is seen that would. */
export type GpuObstacle = string | null;

/**
 * Looks in a few folders, which is quicker than to load the native code and ask it, and silent. It looks on Linux alone, where a
 * driver may be missing; a driver chosen by VK_DRIVER_FILES or VK_ICD_FILENAMES is taken at its word.
 */
export function gpuObstacle(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  list: (folder: string) => readonly string[] = listFolder,
): GpuObstacle {
  if (platform !== 'linux' || chosenDrivers(environment) !== null) return null;
  const hasDevice = Object.entries(deviceNodes).some(([folder, pattern]) => list(folder).some((name) => pattern.test(name)));
  if (!hasDevice) return 'no GPU is seen in /dev';
  const folders = [...driverFolders, ...userFolders(environment)];
  const drivers = folders
    .flatMap((folder) => list(folder))
    .filter((name) => name.endsWith('.json') && !softwareDriver.test(name));
  return drivers.length > 0 ? null : "there is a GPU, and no Vulkan driver for it: install its maker's, or mesa-vulkan-drivers";
}

/** Where else the Vulkan loader looks: the data folders of the user and of the system. */
function userFolders(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const { XDG_DATA_HOME: dataHome, XDG_DATA_DIRS: dataFolders = '', HOME: home = '' } = environment;
  const places = [dataHome ?? (home && path.join(home, '.local', 'share')), ...dataFolders.split(':')];
  return places.filter((place) => place !== '').map((place) => path.join(place, 'vulkan', 'icd.d'));
}

/** The drivers that the user chose for the Vulkan loader. */
export function chosenDrivers(environment: Readonly<Record<string, string | undefined>> = process.env): string | null {
  const { VK_DRIVER_FILES: files = '', VK_ICD_FILENAMES: older = '' } = environment;
  return files || older || null;
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** What WebGPU says of an adapter. */
export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

/** What an adapter is, for a report. */
export interface AdapterDescription {
  readonly adapter: string;
  readonly driver: string;
  readonly kind: 'hardware' | 'software';
}

const softwareName = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|\bwarp\b/iu;

/** Names an adapter and tells a GPU from a program that plays one. */
export function describeAdapter(info: AdapterInfo): AdapterDescription {
  const names = [info.vendor, info.architecture, info.device].map((name) => name.trim()).filter((name) => name !== '');
  const driver = info.description.trim() || 'unknown driver';
  const isSoftware = info.isFallbackAdapter === true || softwareName.test([...names, driver].join(' '));
  return { adapter: names.join(' ') || 'unnamed adapter', driver, kind: isSoftware ? 'software' : 'hardware' };
}

import { raise } from '../errors/raise.ts';
import type { PythonValue } from '../python-value.ts';
import { isList, repr, typeName } from '../python-value.ts';
import type { DType } from '../tensor.ts';
import type { RaisedError } from '../trace.ts';
import { addressSpace } from './address-space.ts';

/** What torch.empty or torch.zeros is asked to make. */
export interface Allocation {
  readonly by: 'empty' | 'zeros';
  readonly size: PythonValue;
  readonly dtype: PythonValue;
  readonly device: PythonValue;
  /** The type that the scenario asks for, which `dtype` names in vain where it is another value than None. */
  readonly itemType: DType;
}

/** The shape that a size asks for; a list may hold bools behind its first extent. */
export function shapeOf(size: PythonValue): readonly number[] {
  if (typeof size === 'number') return [size];
  return isList(size) ? size.map(Number) : [];
}

/** What the allocation raises, or null: the checks of torch's argument parser, then those of the allocator. */
export function allocationError(allocation: Allocation): RaisedError | null {
  return typeErrors(allocation) ?? deviceError(allocation.device) ?? sizeError(allocation);
}

function typeErrors({ by, size, dtype, device }: Allocation): RaisedError | null {
  if (typeof size !== 'number' && !isList(size)) return raise('torch/size-type', { allocation: by, type: typeName(size) });
  const first = isList(size) ? size[0] : undefined;
  if (first !== undefined && typeof first !== 'number') {
    return raise('torch/size-first-element', { allocation: by, type: typeName(first) });
  }
  if (dtype !== null) return raise('torch/dtype-type', { allocation: by, type: typeName(dtype) });
  if (device === null || typeof device === 'string' || typeof device === 'number') return null;
  return raise('torch/device-type', { allocation: by, type: typeName(device) });
}

/** Other devices than the CPU are not predicted: what they raise depends on the machine and the build. */
function deviceError(device: PythonValue): RaisedError | null {
  if (typeof device === 'number' && device < 0) return raise('torch/device-index-negative');
  if (device === '') return raise('torch/device-empty');
  const name = typeof device === 'string' ? /^(?<name>[a-zA-Z_]+)(?::(?:0|[1-9]\d*))?$/u.exec(device)?.groups?.['name'] : 'cpu';
  if (typeof device === 'string' && name === undefined) return raise('torch/device-malformed', { device });
  if (typeof device === 'string' && !known.has(name ?? '')) return raise('torch/device-unknown', { device });
  if (typeof device === 'number' || name !== 'cpu') {
    throw new RangeError(
      `Expected device to be the CPU or no device at all, got ${repr(device)}: what it raises depends on the machine.`,
    );
  }
  return null;
}

const known = new Set(
  'cpu cuda ipu xpu mkldnn opengl opencl ideep hip ve fpga maia xla lazy vulkan mps meta hpu mtia privateuseone'.split(' '),
);

function sizeError({ by, size, itemType }: Allocation): RaisedError | null {
  const later = isList(size) ? size.findIndex((extent) => typeof extent !== 'number' && typeof extent !== 'boolean') : -1;
  if (isList(size) && later > 0) {
    return raise('torch/size-later-element', { allocation: by, position: later + 1, type: typeName(size[later] ?? null) });
  }
  const shape = shapeOf(size);
  const negative = shape.find((extent) => extent < 0);
  if (negative !== undefined) {
    if (by === 'zeros') return raise('torch/buffer-size-negative');
    return raise('torch/size-negative', { dimension: negative, size: shape.join(', ') });
  }
  const bytes = shape.reduce((product, extent) => product * BigInt(extent), itemBytes[itemType]);
  if (bytes >= 2n ** 63n) return raise('torch/size-overflow', { size: shape.join(', ') });
  return bytes < addressSpace ? null : raise('torch/out-of-memory', { bytes: String(bytes) });
}

const itemBytes: Record<DType, bigint> = { float16: 2n, bfloat16: 2n, float32: 4n, float64: 8n };

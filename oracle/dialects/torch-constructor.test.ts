import { describe, expect, it, test } from 'vitest';
import { answerScenario } from '../answer-scenario.ts';
import type { PythonValue } from '../python-value.ts';
import { present } from '../testing/answers.ts';
import { errorsOf, scalar, smallScenario, vector } from '../testing/small-scenario.ts';

const float = (value: number): PythonValue => ({ float: value });
const tooMany = Number.MAX_SAFE_INTEGER;
const ambiguous = 'RuntimeError: Boolean value of Tensor with more than one value is ambiguous';
const valueless = 'RuntimeError: Boolean value of Tensor with no values is ambiguous';
const devices =
  'cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, maia, xla, lazy, vulkan, mps, meta, hpu, mtia, privateuseone';
const unknownDevice = `RuntimeError: Expected one of ${devices} device type at start of device string: `;
const outOfMemory = (bytes: string): string =>
  `RuntimeError: [enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate ${bytes} bytes. Error code 12 (Cannot allocate memory)`;

/** As torch 2.13.0 raised them on a CPU. */
function raises(cases: readonly (readonly [Readonly<Record<string, PythonValue>>, string])[]): void {
  test.each(cases)('%o', (given, message) => {
    expect(errorsOf('torch', { arguments: { num_features: 3, ...given } })).toEqual([message]);
  });
}

describe('num_features', () => {
  raises([
    [{ num_features: true }, "TypeError: empty(): argument 'size' (position 1) must be tuple of ints, not bool"],
    [{ num_features: scalar(3) }, "TypeError: empty(): argument 'size' (position 1) must be tuple of ints, not Tensor"],
    [
      { num_features: ['a', 3] },
      "TypeError: empty(): argument 'size' (position 1) must be tuple of ints, but found element of type str at pos 0",
    ],
    [
      { num_features: [true], affine: false },
      "TypeError: zeros(): argument 'size' (position 1) must be tuple of ints, but found element of type bool at pos 0",
    ],
    [
      { num_features: [3, float(2)] },
      'TypeError: empty(): argument \'size\' failed to unpack the object at pos 2 with error "type must be tuple of ints,but got float"',
    ],
    [{ num_features: [2, -1] }, 'RuntimeError: Trying to create tensor with negative dimension -1: [2, -1]'],
    [{ num_features: [2, -1], affine: false }, 'RuntimeError: zeros: Dimension size must be non-negative.'],
    [{ num_features: tooMany }, outOfMemory('36028797018963964')],
    [{ num_features: [tooMany, 2], affine: false }, outOfMemory('72057594037927928')],
    [
      { num_features: [tooMany, tooMany] },
      `RuntimeError: Storage size calculation overflowed with sizes=[${tooMany}, ${tooMany}]`,
    ],
    [{ num_features: tooMany, affine: false, track_running_stats: false }, 'none'],
  ]);

  it('of a float16 module takes half the bytes', () => {
    const small = { arguments: { num_features: 2 ** 50 }, parameterDtype: 'float16' } as const;
    expect(errorsOf('torch', small)).toEqual([outOfMemory('2251799813685248')]);
  });

  it('of no elements in a list is no error, whatever the other extents', () => {
    const made = answerScenario(smallScenario('torch', { arguments: { num_features: [tooMany, 0] }, shapes: [] }));
    expect(present(made.initial).weight).toMatchObject({ shape: [tooMany, 0], values: new Float64Array(0) });
  });
});

describe('flags', () => {
  raises([
    [{ affine: vector(1, 2) }, ambiguous],
    [{ bias: vector() }, valueless],
    [{ track_running_stats: vector(1, 2) }, ambiguous],
    [{ affine: false, bias: vector(1, 2) }, 'none'],
    [{ affine: vector(0), bias: vector(1, 2) }, 'none'],
    [{ affine: scalar(0), track_running_stats: vector(1) }, 'none'],
    [{ num_features: 'a', affine: vector(1, 2) }, ambiguous],
    [
      { num_features: 'a', bias: vector(1, 2) },
      "TypeError: empty(): argument 'size' (position 1) must be tuple of ints, not str",
    ],
  ]);
});

describe('dtype and device', () => {
  raises([
    [{ dtype: 'float32' }, "TypeError: empty(): argument 'dtype' must be torch.dtype, not str"],
    [{ dtype: 'x', device: 'x' }, "TypeError: empty(): argument 'dtype' must be torch.dtype, not str"],
    [{ num_features: [2, 'a'], dtype: 'x' }, "TypeError: empty(): argument 'dtype' must be torch.dtype, not str"],
    [{ device: float(1), affine: false }, "TypeError: zeros(): argument 'device' must be torch.device, not float"],
    [{ device: true }, "TypeError: empty(): argument 'device' must be torch.device, not bool"],
    [{ device: '' }, 'RuntimeError: Device string must not be empty'],
    [{ device: 'cpu:-1' }, "RuntimeError: Invalid device string: 'cpu:-1'"],
    [{ device: ' cpu' }, "RuntimeError: Invalid device string: ' cpu'"],
    [{ device: 'CPU' }, `${unknownDevice}CPU`],
    [{ device: -1 }, 'RuntimeError: Device index must not be negative'],
    [{ num_features: -1, device: 'nonsense' }, `${unknownDevice}nonsense`],
    [{ num_features: tooMany, device: -1 }, 'RuntimeError: Device index must not be negative'],
    [{ device: 'cpu:0', dtype: null }, 'none'],
    [{ device: 'x', dtype: 'x', affine: false, track_running_stats: false }, 'none'],
  ]);

  it.each<PythonValue>(['cuda', 'meta', 0, 3])('device %o is not predicted: it depends on the machine', (device) => {
    expect(() => errorsOf('torch', { arguments: { num_features: 3, device } })).toThrow('Expected device to be the CPU');
  });
});

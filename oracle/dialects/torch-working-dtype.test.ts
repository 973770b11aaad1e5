import { describe, expect, it } from 'vitest';
import type { Layout } from '../scenario.ts';
import type { DType } from '../tensor.ts';
import { smallScenario } from '../testing/small-scenario.ts';
import type { ModuleState } from './module-state.ts';
import { exactly } from './module-state.ts';
import { torchRules } from './torch.ts';

describe('the type in which a half input is kept', () => {
  const buffer = exactly(3, 0, 'float32');
  const module: ModuleState = {
    training: true,
    trackRunningStats: true,
    weight: buffer,
    bias: buffer,
    runningMean: buffer,
    runningVar: buffer,
    numBatchesTracked: 0,
  };
  const bufferless: ModuleState = { ...module, weight: null, bias: null };
  const naked: ModuleState = { ...bufferless, runningMean: null, runningVar: null };
  const kept = (given: ModuleState, dtype: DType, layout: Layout, parameterDtype: DType = 'float32'): DType =>
    torchRules.workingDtype({ ...smallScenario('torch', {}), parameterDtype, layout }, given, dtype);

  it.each(['float16', 'bfloat16'] as const)('%s: that of the parameters or buffers which the kernel is handed', (dtype) => {
    for (const layout of ['contiguous', 'channels_last'] as const) {
      expect(kept(module, dtype, layout)).toBe('float32');
      expect(kept({ ...naked, weight: buffer }, dtype, layout)).toBe('float32');
      expect(kept({ ...naked, bias: buffer }, dtype, layout)).toBe('float32');
      expect(kept(bufferless, dtype, layout)).toBe('float32');
      expect(kept({ ...bufferless, training: false, trackRunningStats: false }, dtype, layout)).toBe('float32');
      expect(kept({ ...bufferless, trackRunningStats: false }, dtype, layout)).toBe(dtype);
      for (const training of [true, false]) expect(kept({ ...naked, training }, dtype, layout)).toBe(dtype);
    }
  });

  it.each(['float16', 'bfloat16'] as const)('%s: its own on a strided input', (dtype) => {
    for (const given of [module, bufferless, naked]) expect(kept(given, dtype, 'strided')).toBe(dtype);
  });

  it.each(['float32', 'float64'] as const)('%s is itself, whatever the layout', (dtype) => {
    for (const layout of ['contiguous', 'strided'] as const) {
      for (const given of [module, naked]) expect(kept(given, dtype, layout, 'bfloat16')).toBe(dtype);
    }
  });
});

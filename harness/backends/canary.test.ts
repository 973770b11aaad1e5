import { beforeAll, describe, expect, it } from 'vitest';
import { runCanary } from '../../oracle/accelerated/canary.ts';
import type { KernelRunner } from '../../oracle/accelerated/kernel.ts';
import { AdapterError } from '../../oracle/accelerated/kernel.ts';
import { ieeeFacts, refusedAdapters, usableAdapters, withFlaws } from '../../oracle/testing/flawed-adapters.ts';
import { ieeeRunner } from '../../oracle/testing/ieee-runner.ts';
import { compileKernels } from './compile-kernels.ts';
import { loadGpuJs } from './gpu-js.ts';
import { openRunner } from './open-runner.ts';
import { openForTest } from './testing/open-for-test.ts';
import { wholeOutput } from './whole-output.ts';

let webasm: KernelRunner;
beforeAll(async () => {
  webasm = (await openRunner('webasm')).runner;
});

describe('the canary', () => {
  it('finds WebAssembly to follow IEEE 754, bit for bit', async () => {
    let probes = 0;
    const compared: KernelRunner = {
      ...webasm,
      run: async (kernel, width, height, values) => {
        const got = await webasm.run(kernel, width, height, values);
        expect({ [kernel.name]: got }).toEqual({ [kernel.name]: await ieeeRunner.run(kernel, width, height, values) });
        probes += 1;
        return got;
      },
    };
    expect(await runCanary(compared)).toEqual(ieeeFacts);
    expect(probes).toBeGreaterThan(20);
  });

  it('finds SwiftShader to do so too, but for the smallest numbers', async (context) => {
    const { runner, description } = await openForTest('webgpu', context);
    context.skip(!description.adapter.includes('swiftshader'), `the adapter here is ${description.adapter}`);
    expect(await runCanary(runner)).toEqual({ ...ieeeFacts, flushesDenormals: true });
  });

  it.each(usableAdapters)('says so of an adapter with %s', async (_, flaws, facts) => {
    expect(await runCanary(withFlaws(webasm, flaws))).toEqual({ ...ieeeFacts, ...facts });
  });

  it.each(refusedAdapters)('refuses an adapter with %s', async (_, flaws, words) => {
    const error = await runCanary(withFlaws(webasm, flaws)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AdapterError);
    expect(String(error)).toMatch(words);
  });

  it('finds that plain JavaScript rounds only what it stores', async () => {
    const { GPU } = await loadGpuJs();
    const compile = compileKernels(new GPU({ mode: 'cpu' }));
    const run: KernelRunner['run'] = async (kernel, width, height, values) => {
      const gpuKernel = compile(kernel);
      gpuKernel.setOutput([width, height]);
      return wholeOutput(gpuKernel(...values), width, height);
    };
    expect(await runCanary({ ...webasm, run })).toEqual({ ...ieeeFacts, compensated: false, twoProduct: false, contracts: true });
  });
});

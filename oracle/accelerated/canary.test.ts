import { describe, expect, it } from 'vitest';
import { change, ieeeFacts, refusedAdapters, usableAdapters, withFlaws } from '../testing/flawed-adapters.ts';
import { ieeeRunner } from '../testing/ieee-runner.ts';
import { runCanary } from './canary.ts';
import { AdapterError } from './kernel.ts';

describe('the canary', () => {
  it('finds arithmetic as IEEE 754 has it', async () => {
    expect(await runCanary(ieeeRunner)).toEqual(ieeeFacts);
  });

  it.each(usableAdapters)('says so of an adapter with %s', async (_, flaws, facts) => {
    expect(await runCanary(withFlaws(ieeeRunner, flaws))).toEqual({ ...ieeeFacts, ...facts });
  });

  it('says how far a division is off, where that is further than WGSL allows', async () => {
    const flaws = { canaryDivide: change((value) => value * (1 + 2 ** -20)) };
    const { divisionUlps } = await runCanary(withFlaws(ieeeRunner, flaws));
    expect(divisionUlps).toBeGreaterThan(7);
    expect(divisionUlps).toBeLessThan(18);
  });

  it.each(refusedAdapters)('refuses an adapter with %s', async (_, flaws, words) => {
    const error = await runCanary(withFlaws(ieeeRunner, flaws)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AdapterError);
    expect(String(error)).toMatch(words);
    expect(String(error)).toContain('This adapter is not used: update its driver, or go without it.');
  });

  it('passes a failed launch on', async () => {
    const failing = { ...ieeeRunner, run: () => Promise.reject(new AdapterError('the device was lost')) };
    await expect(runCanary(failing)).rejects.toThrow('the device was lost');
  });
});

import { describe, expect, it } from 'vitest';
import { BackendError } from '../backends/backend-error.ts';
import type { Screen } from '../backends/open-screen.ts';
import type { BackendSource, OpenBackend } from './with-backend.ts';
import { withBackend } from './with-backend.ts';

/** A machine with a GPU that is worth asking from so many elements on; `closed` counts. */
function machine(leastElements: number | null): BackendSource & { closed: number; measured: number } {
  const source = {
    closed: 0,
    measured: 0,
    choose: async () => ({ screen, why: 'it is there' }),
    worthOf: async () => {
      source.measured += 1;
      return { leastElements };
    },
  };
  const screen: Screen = {
    runner: {
      mostElements: 1,
      upload: () => Promise.reject(new Error('not asked')),
      run: () => Promise.reject(new Error('not asked')),
    },
    facts: {
      unitRoundoff: 2 ** -24,
      compensated: true,
      twoProduct: true,
      contracts: false,
      flushesDenormals: false,
      divisionUlps: 0.5,
      rootUlps: 0.5,
      spreadsNonFinite: true,
    },
    description: { backend: 'webgpu', adapter: 'a card', driver: 'driver 1', kind: 'hardware', why: 'it is there' },
    close: async () => {
      source.closed += 1;
    },
  };
  return source;
}

const seen = async (backend: OpenBackend): Promise<OpenBackend> => backend;

describe('what a command works with', () => {
  it('is asked for every case where it was named', async () => {
    const source = machine(1000);
    const { caseScreen, accelerator } = await withBackend('webgpu', seen, source);
    expect(caseScreen?.leastElements).toBe(0);
    expect(accelerator).toEqual({
      backend: 'webgpu',
      adapter: 'a card',
      driver: 'driver 1',
      kind: 'hardware',
      why: 'it is there',
    });
    expect(source).toMatchObject({ closed: 1, measured: 0 });
  });

  it('is asked for the cases that it is faster for, where it was found', async () => {
    const source = machine(1000);
    const { caseScreen, accelerator } = await withBackend('auto', seen, source);
    expect(caseScreen?.leastElements).toBe(1000);
    expect(accelerator.why).toBe('it is there; faster than the exact core from 1000 elements a case on');
    expect(source).toMatchObject({ closed: 1, measured: 1 });
  });

  it('is the exact core alone where a GPU is never faster', async () => {
    const source = machine(null);
    const { screen, caseScreen, accelerator } = await withBackend('auto', seen, source);
    expect({ screen, caseScreen }).toEqual({ screen: null, caseScreen: null });
    expect(accelerator).toMatchObject({
      backend: 'cpu',
      adapter: null,
      why: 'a card is not faster than the exact core on this machine',
    });
    expect(source.closed).toBe(1);
  });

  it('is closed where the work fails', async () => {
    const source = machine(1);
    await expect(withBackend('auto', () => Promise.reject(new Error('it failed')), source)).rejects.toThrow('it failed');
    expect(source.closed).toBe(1);
  });

  it('is nothing where what was named is not there', async () => {
    const source = { ...machine(1), choose: () => Promise.reject(new BackendError('Expected an adapter, got none.')) };
    await expect(withBackend('webgpu', seen, source)).rejects.toThrow(BackendError);
  });

  it('is the exact core alone where that was asked for, and says so', async () => {
    const { screen, accelerator } = await withBackend('cpu', seen);
    expect(screen).toBeNull();
    expect(accelerator).toEqual({
      backend: 'cpu',
      adapter: null,
      driver: null,
      kind: null,
      why: 'the float64 core alone was asked for',
    });
  });
});

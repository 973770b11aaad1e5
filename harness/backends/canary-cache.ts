import { z } from 'zod';
import type { CanaryFacts } from '../../oracle/accelerated/canary.ts';
import type { AdapterCache } from './adapter-cache.ts';
import { adapterCache } from './adapter-cache.ts';

/** The facts of canaries. */
export const canaryCache: AdapterCache<CanaryFacts> = adapterCache(
  'canary',
  z.strictObject({
    unitRoundoff: z.literal([2 ** -24, 2 ** -23]),
    compensated: z.boolean(),
    twoProduct: z.boolean(),
    contracts: z.boolean(),
    flushesDenormals: z.boolean(),
    divisionUlps: z.number().min(0.5),
    rootUlps: z.number().min(0.5),
    spreadsNonFinite: z.boolean(),
  }),
);

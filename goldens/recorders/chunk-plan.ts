import { createHash } from 'node:crypto';
import type { PlannedCase } from '../../generators/plan-recording.ts';
import type { Chunk } from '../format/scenario-batch.ts';

const casesPerChunk = 40;

/**
 * Parts the cases into chunks of one lane and world size. A chunk is named after its contents and the recorder, so a finished one is
 * recognised when recording goes on, and never taken for another.
 */
export function planChunks(cases: readonly PlannedCase[], recorder: string): readonly Chunk[] {
  const piles = new Map<string, PlannedCase[]>();
  for (const planned of cases) {
    const key = `${planned.lane}-w${planned.scenario.world.size}`;
    piles.set(key, [...(piles.get(key) ?? []), planned]);
  }
  return [...piles].flatMap(([key, pile]) =>
    Array.from({ length: Math.ceil(pile.length / casesPerChunk) }, (_, index) => {
      const part = pile.slice(index * casesPerChunk, (index + 1) * casesPerChunk);
      const digest = createHash('sha256')
        .update(recorder)
        .update(part.map(({ id }) => id).join('\n'))
        .digest('hex')
        .slice(0, 12);
      return { name: `${key}-${String(index).padStart(4, '0')}-${digest}`, lane: part[0]?.lane ?? '', cases: part };
    }),
  );
}

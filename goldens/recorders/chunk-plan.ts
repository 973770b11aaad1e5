import { createHash } from 'node:crypto';
import path from 'node:path';
import { caseSets } from '../../generators/plan-recording.ts';
import type { CaseSet, PlannedCase } from '../../generators/plan-recording.ts';
import type { Chunk } from '../format/scenario-batch.ts';

const casesPerChunk = 40;

/**
 * Parts the cases into chunks of one set, lane and world size. A chunk is named after its contents and the recorder, so a finished one is
 * recognised when recording goes on, and never taken for another.
 */
export function planChunks(cases: readonly PlannedCase[], recorder: string): readonly Chunk[] {
  const piles = new Map<string, PlannedCase[]>();
  for (const planned of cases) {
    const key = `${fileStem(planned)}-w${planned.scenario.world.size}`;
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
      const [first] = part;
      const name = `${key}-${String(index).padStart(4, '0')}-${digest}`;
      return { name, stem: first === undefined ? '' : fileStem(first), lane: first?.lane ?? '', cases: part };
    }),
  );
}

/** What the golden file of a case is called, without its ending: after the lane, and the set unless that is the general one. */
export function fileStem({ lane, set }: Pick<PlannedCase, 'lane' | 'set'>): string {
  return set === 'general' ? lane : `${lane}-${set}`;
}

/** The set whose golden file has this name, ending or not. */
export function setOfFile(name: string): CaseSet {
  return caseSets.find((set) => set !== 'general' && path.basename(name, '.arrow').endsWith(`-${set}`)) ?? 'general';
}

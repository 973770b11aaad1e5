import type { ProvenanceChange, Reproduction } from '../model.ts';
import { formatCount, formatQuantity } from './format-number.ts';

/** `torch 2.13.0 asked again (torch 2.13.0): 200 of 200 cases answered, 190 bit-identical`. */
export function describeReproduction({ framework, version, installed, cases, compared, identical }: Reproduction): string {
  const here = installed === null ? 'not here' : `here ${installed}`;
  return `${framework} ${version}, ${here}: ${formatCount(compared)} of ${formatQuantity(cases, 'case')} recorded again, ${formatCount(identical)} bit-identical`;
}

/** `cpu_capability: recorded with AVX2, here AVX512: low bits may differ`. Digests are cut short. */
export function describeChange({ name, recorded, now, effect }: ProvenanceChange): string {
  const shorten = (text: string): string => text.replaceAll(/\b[0-9a-f]{64}\b/gu, (digest) => digest.slice(0, 12));
  return `${name}: recorded with ${shorten(recorded)}, here ${shorten(now)}: ${effect}`;
}

/** How many cases differ in what is no number. */
export function describeWords({ words }: Reproduction): string {
  const counts = [
    `errors ${formatCount(words.errors)}`,
    `counters ${formatCount(words.counters)}`,
    `None, dtype or shape ${formatCount(words.presence)}`,
    `anything else ${formatCount(words.others)}`,
  ];
  return `cases that differ in words: ${counts.join(' · ')}`;
}

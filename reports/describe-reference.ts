import type { Report } from './model.ts';

/** What computed the expected answers: `float64, cpu`, and the adapter where one helped. */
export function describeReference({ environment }: Report): string {
  const { reference, backend, adapter } = environment;
  const named = reference.toLowerCase().includes(backend.toLowerCase()) ? reference : `${reference}, ${backend}`;
  return adapter === null ? named : `${named} on ${adapter}`;
}

import type { Report } from './model.ts';

/** What computed the expected answers: `float64, cpu`, and the adapter where one helped, with what it is where that is no GPU. */
export function describeReference({ environment }: Pick<Report, 'environment'>): string {
  const { reference, backend, adapter, kind } = environment;
  const named = reference.toLowerCase().includes(backend.toLowerCase()) ? reference : `${reference}, ${backend}`;
  if (adapter === null) return named;
  return `${named} on ${adapter}${kind === 'software' ? ` (${describeKind(environment)})` : ''}`;
}

const kinds: Readonly<Record<NonNullable<Report['environment']['kind']>, string>> = {
  hardware: 'a GPU',
  software: 'software, no GPU',
  cpu: 'the CPU, by WebAssembly',
};

/** What an adapter is. */
export function describeKind({ kind }: Pick<Report['environment'], 'kind'>): string {
  return kind === null ? 'none' : kinds[kind];
}

import type { Dialect } from './scenario.ts';

/** The versions whose words the reference gives for errors; of others it knows what is raised, by key. */
export const frameworkVersions: Readonly<Record<Dialect, string>> = { torch: '2.13.0', mindspore: '2.10.0' };

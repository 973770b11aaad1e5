import { caseId } from '../generators/case-id.ts';
import type { Lane } from '../generators/plan-recording.ts';
import { lanes } from '../generators/plan-recording.ts';
import { frameworkVersions } from '../oracle/framework-versions.ts';
import type { Dialect, Scenario } from '../oracle/scenario.ts';
import { dialects } from '../oracle/scenario.ts';
import type { ManifestFile } from './format/manifest.ts';

/** A version of a framework that goldens are recorded from. */
export interface FrameworkVersion {
  readonly version: string;
  /** Lanes that this version has no way to be recorded in. */
  readonly without: readonly Lane[];
}

/** The versions of each framework: first the main one, which the oracle speaks for; the others show how answers drift from it. */
const versions: Readonly<Record<Dialect, readonly [FrameworkVersion, ...FrameworkVersion[]]>> = {
  torch: [
    { version: frameworkVersions.torch, without: [] },
    { version: '2.7.1', without: [] },
    { version: '2.14.1', without: [] },
  ],
  mindspore: [
    { version: frameworkVersions.mindspore, without: [] },
    // Several processes need a scheduler process there: the store that lane uses came later.
    { version: '2.7.0', without: ['processes'] },
  ],
};

/** The versions of a framework, the main one first. */
export function versionsOf(dialect: Dialect): readonly string[] {
  return versions[dialect].map(({ version }) => version);
}

/** The version of a framework that the oracle speaks for. */
export function mainVersion(dialect: Dialect): string {
  return versions[dialect][0].version;
}

/** The lanes in which a version of a framework can be recorded. */
export function lanesOf(dialect: Dialect, version: string): readonly Lane[] {
  const without = versions[dialect].find((one) => one.version === version)?.without ?? [];
  return lanes[dialect].filter((lane) => !without.includes(lane));
}

/** A golden set is what was recorded from one version of a framework: its name is that of its folder, e.g. `torch-2.13.0`. */
export function goldenSetOf(framework: string, version: string): string {
  return `${framework}-${version}`;
}

/** The golden sets that are judged where none is named. */
export const mainSets: readonly string[] = dialects.map((dialect) => goldenSetOf(dialect, mainVersion(dialect)));

/** Which golden sets: those of the main versions, all, or the named ones. */
export type ChosenSets = 'main' | 'all' | readonly string[];

/** Whether what was recorded from this version is among the chosen sets. */
export function isChosen(chosen: ChosenSets, { framework, version }: Pick<ManifestFile, 'framework' | 'version'>): boolean {
  return chosen === 'all' || (chosen === 'main' ? mainSets : chosen).includes(goldenSetOf(framework, version));
}

/** The id of a scenario that was recorded from this version in this lane. */
export function goldenId(
  scenario: Scenario,
  { framework, version, lane }: Pick<ManifestFile, 'framework' | 'version' | 'lane'>,
): string {
  return caseId(scenario, lane, versionInIds(framework, version));
}

/** What case ids say of a version: nothing of a main one. */
export function versionInIds(framework: string, version: string): string | null {
  return mainSets.includes(goldenSetOf(framework, version)) ? null : version;
}

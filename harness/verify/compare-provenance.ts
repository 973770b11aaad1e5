import type { Provenance } from '../../goldens/format/provenance.ts';
import { packagesIn, recorderKeys } from '../../goldens/format/provenance.ts';
import type { ProvenanceChange } from '../../reports/model.ts';

/** What may come of a change, by what has changed. */
const effects: Readonly<Record<string, string>> = {
  version: 'answers and messages may differ',
  build: 'low bits may differ',
  python: 'messages may differ',
  platform: 'low bits may differ',
  cpu: 'low bits may differ',
  cpu_capability: 'low bits may differ',
  threads: 'low bits may differ',
  recorder_sha256: 'the framework is asked by another recorder',
};
const otherwise = 'answers may differ';

/** What is not the same where goldens are recorded again as where they were recorded: the version first, packages one by one. */
export function compareProvenance(
  version: string,
  recorded: readonly Provenance[],
  speaker: { readonly version: string; readonly provenance: Provenance },
): readonly ProvenanceChange[] {
  const keys = ['build', ...recorderKeys, 'recorder_sha256'].filter((key) => key !== 'packages');
  const now = speaker.provenance;
  return [
    ...changeOf('version', [version], speaker.version),
    ...keys.flatMap((key) => changeOf(key, valuesOf(key, recorded), now[key])),
    ...comparePackages(valuesOf('packages', recorded), now['packages'] ?? ''),
  ];
}

/** The different values of a key over all files. */
function valuesOf(key: string, recorded: readonly Provenance[]): readonly string[] {
  return [...new Set(recorded.flatMap((one) => one[key] ?? []))];
}

/** A change where any of the recordings was made with something else; none where they or the speaker say nothing. */
function changeOf(name: string, recorded: readonly string[], now: string | undefined): readonly ProvenanceChange[] {
  if (now === undefined || recorded.every((value) => value === now)) return [];
  return [{ name, recorded: recorded.join(' and '), now, effect: effects[name] ?? otherwise }];
}

function comparePackages(texts: readonly string[], now: string): readonly ProvenanceChange[] {
  const [before, after] = [texts.map(packagesIn), packagesIn(now)];
  const names = [...new Set([...before, after].flatMap((packages) => [...packages.keys()]))].toSorted();
  return names.flatMap((name) => {
    const recorded = [...new Set(before.map((packages) => packages.get(name) ?? 'none'))];
    return changeOf(`package ${name}`, recorded, after.get(name) ?? 'none');
  });
}

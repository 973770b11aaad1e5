/** What a recorder says of where it runs. Others may stand beside them, such as torch's `build`. */
export const recorderKeys = ['python', 'platform', 'cpu', 'packages', 'cpu_capability', 'threads'] as const;

/** What recording adds: the recorder's own digest, how the cases were chosen, and the day. */
const recordingKeys = ['recorder_sha256', 'generator', 'date'] as const;

type ProvenanceKey = (typeof recorderKeys)[number] | (typeof recordingKeys)[number];

/** Where and with what a golden file was recorded, as text by name. */
export type Provenance = Readonly<Record<string, string>>;

const forms: Partial<Record<ProvenanceKey, { readonly pattern: RegExp; readonly words: string }>> = {
  threads: { pattern: /^[1-9]\d*$/u, words: 'a whole number of threads' },
  recorder_sha256: { pattern: /^[0-9a-f]{64}$/u, words: 'a SHA-256' },
  date: { pattern: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u, words: 'a date such as 2026-11-22' },
};

/** What the provenance of a golden file lacks, or has in another form. */
export function provenanceProblems(provenance: Provenance): readonly string[] {
  return [...recorderKeys, ...recordingKeys].flatMap((key) => {
    const value = provenance[key];
    const { pattern = /\S/u, words = 'text' } = forms[key] ?? {};
    if (value !== undefined && pattern.test(value)) return [];
    const got = value === undefined ? 'none' : JSON.stringify(value);
    return [`Expected provenance ${key}, ${words}, got ${got}. Restore the manifest, or record again.`];
  });
}

/** `numpy 2.4.6, torch 2.13.0+cpu` as versions by name. */
export function packagesIn(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(', ').flatMap((entry) => {
      const space = entry.lastIndexOf(' ');
      return space <= 0 ? [] : [[entry.slice(0, space), entry.slice(space + 1)] as const];
    }),
  );
}

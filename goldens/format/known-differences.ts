import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { GoldenError, messageOf } from './golden-error.ts';

/** In what a version is known to differ from the reference. In patterns `*` stands for any text, everything else for itself. */
export interface KnownDifference {
  readonly id: string;
  /** In the dialect's own name, as in findings. Of an error, what follows from it in the same case is covered too. */
  readonly quantity: string;
  /** Patterns of the case id, of what the reference expects and of what was recorded. */
  readonly cases: string;
  readonly expected: string;
  readonly actual: string;
  readonly reason: string;
  /** Where it is tracked or comes from. */
  readonly issue: string;
}

interface KnownDifferencesFile {
  readonly format: 'syncbn-oracle/known-differences@1';
  readonly set: string;
  readonly differences: readonly KnownDifference[];
}

const pattern = z.string().min(1).max(1000).default('*');

const fileSchema: z.ZodType<KnownDifferencesFile> = z.strictObject({
  format: z.literal('syncbn-oracle/known-differences@1'),
  set: z.string().max(100),
  differences: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z\d]+(?:-[a-z\d]+)*$/u, 'Expected lower-case words joined by hyphens'),
        quantity: z.string().min(1).max(100),
        cases: pattern,
        expected: pattern,
        actual: pattern,
        reason: z.string().min(1).max(1000),
        issue: z.string().min(1).max(500),
      }),
    )
    .max(1000),
});

/** Reads and validates `known-differences/<set>.json` in a folder of goldens; a golden set without such a file has none. */
export async function readKnownDifferences(goldens: string, set: string): Promise<readonly KnownDifference[]> {
  const file = path.join(goldens, 'known-differences', `${set}.json`);
  const refuse = (what: string, cause?: unknown): GoldenError =>
    new GoldenError('known-differences-invalid', file, `${what}. Correct the file.`, cause);
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw refuse(`Expected a file of known differences, got ${messageOf(error)}`, error);
  }
  const { data, error } = fileSchema.safeParse(json);
  if (data === undefined) {
    const issue = error.issues[0];
    throw refuse([issue?.path.map(String).join('.'), issue?.message ?? 'Invalid input'].filter(Boolean).join(': '));
  }
  if (data.set !== set) throw refuse(`Expected the known differences of ${set}, got those of ${data.set}`);
  const twice = data.differences.find(({ id }, place, all) => all.findIndex((one) => one.id === id) < place);
  if (twice !== undefined) throw refuse(`Expected each id once, got ${twice.id} twice`);
  return data.differences;
}

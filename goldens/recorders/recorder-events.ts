import * as z from 'zod';
import { RecorderError } from './recorder-error.ts';

/** One line of a recorder's stdout; see docs/golden-format.md. */
export type RecorderEvent =
  | {
      readonly event: 'hello';
      readonly framework: string;
      readonly version: string;
      readonly provenance: Readonly<Record<string, unknown>>;
    }
  | { readonly event: 'case'; readonly id: string; readonly seconds: number }
  | { readonly event: 'failed'; readonly id: string; readonly reason: string }
  | { readonly event: 'chunk'; readonly chunk: string; readonly cases: number }
  | { readonly event: 'done' };

const eventSchema: z.ZodType<RecorderEvent> = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('hello'),
    framework: z.string().max(100),
    version: z.string().max(100),
    provenance: z.record(z.string().max(100), z.unknown()),
  }),
  z.object({ event: z.literal('case'), id: z.string().max(1000), seconds: z.number() }),
  z.object({ event: z.literal('failed'), id: z.string().max(1000), reason: z.string().max(10_000) }),
  z.object({ event: z.literal('chunk'), chunk: z.string().max(200), cases: z.int().min(0) }),
  z.object({ event: z.literal('done') }),
]);

/** Reads one line; anything but an event is the recorder's fault. */
export function parseEvent(line: string): RecorderEvent {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    throw notAnEvent(line, error);
  }
  const result = eventSchema.safeParse(json);
  if (!result.success) throw notAnEvent(line, result.error);
  return result.data;
}

function notAnEvent(line: string, cause: unknown): RecorderError {
  return new RecorderError(
    'bad-output',
    `Expected an event of the recorder protocol on stdout, got ${JSON.stringify(line.slice(0, 200))}.`,
    cause,
  );
}

/** Provenance as the manifest holds it: text by name, packages in one line. */
export function provenanceText(provenance: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(provenance).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null
        ? Object.entries(value)
            .map(([key, text]) => `${key} ${String(text)}`)
            .join(', ')
        : String(value),
    ]),
  );
}

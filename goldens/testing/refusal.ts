import { GoldenError, messageOf } from '../format/golden-error.ts';
import { openGoldens } from '../open-goldens.ts';

/** The GoldenError that opening a folder, and decoding all its cases, throws; anything else is thrown on. */
export async function refusal(folder: string): Promise<GoldenError> {
  try {
    const { cases } = await openGoldens(folder, null);
    for (const one of cases) one.decode();
  } catch (error) {
    if (error instanceof GoldenError) return error;
    throw new Error(`Expected a GoldenError, got ${messageOf(error)}`, { cause: error });
  }
  throw new Error(`Expected ${folder} to be refused, it was accepted.`);
}

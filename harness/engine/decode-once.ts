import type { GoldenCase } from '../../goldens/format/read-golden.ts';

/** The case, decoded when it is first asked for and remembered for those who ask after. */
export function decodeOnce(golden: GoldenCase): GoldenCase {
  let decoded: ReturnType<GoldenCase['decode']> | null = null;
  return { ...golden, decode: () => (decoded ??= golden.decode()) };
}

/** A folder of goldens as verification sees it: three ways to read, none to write. Each throws a GoldenError. */
export interface GoldenFolder {
  readonly manifestText: () => Promise<string>;
  /** Every `.arrow` file below the folder, relative to it, with forward slashes. */
  readonly arrowFiles: () => Promise<readonly string[]>;
  readonly bytesOf: (path: string) => Promise<Uint8Array>;
}

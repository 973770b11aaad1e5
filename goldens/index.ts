export { openGoldens } from './open-goldens.ts';
export type { Goldens } from './open-goldens.ts';
export { GoldenError } from './format/golden-error.ts';
export type { GoldenErrorCode } from './format/golden-error.ts';
export type { GoldenCase } from './format/read-golden.ts';
export type { Manifest, ManifestFile } from './format/manifest.ts';
export { record } from './recorders/record.ts';
export type { RecordEvents, Recording, RecordOptions } from './recorders/record.ts';
export { RecorderError } from './recorders/recorder-error.ts';

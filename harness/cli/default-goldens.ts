import path from 'node:path';
import { packageRoot } from './package-root.ts';

/** The goldens of this package. */
export const defaultGoldens: string = path.join(packageRoot, 'goldens');
